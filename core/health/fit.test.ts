import { expect, test } from 'vitest';
import { answered, createBrain, iso, noon, stream, type Brain } from '../../tests/support/brain.ts';

const head = { epoch: 'e1', seq: 1, id: 'e1-1' };
/** The backend answers the beat under this header. */
function beat(brain: Brain, protocol: string | null, status = 200): void {
  const answer = answered(status, { now: iso(noon), heads: { [stream]: head } });
  brain.answer(brain.open('beat')[0], { ...answer, protocol } as typeof answer);
}
const logs = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'log' ? [effect.event] : []));

test.each([
  [null, 'together'],
  ['2;oldest=1', 'together'],
  ['9;oldest=2', 'together'],
  ['9;oldest=3', 'console-too-old'],
  ['nonsense', 'unknown'],
])('a backend that says %j', (protocol, fit) => {
  const brain = createBrain();
  beat(brain, protocol);
  expect(brain.state().fit).toBe(fit);
});

test('that it is too far apart is logged once, and an error page without a header takes nothing back', () => {
  const brain = createBrain();
  beat(brain, '9;oldest=3');
  expect(logs(brain)).toContain('protocol.too-far-apart');
  brain.pass(10_000);
  beat(brain, null, 503);
  expect(brain.state().fit).toBe('console-too-old');
  brain.pass(10_000);
  beat(brain, '9;oldest=3');
  expect(logs(brain)).not.toContain('protocol.too-far-apart');
  brain.pass(10_000);
  beat(brain, '9;oldest=2');
  expect(brain.state().fit).toBe('together');
});
