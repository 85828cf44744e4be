import { expect, test } from 'vitest';
import { createBrain, lost } from '../../tests/support/brain.ts';

test.each([
  [{ kind: 'power', signal: 'resume' }],
  [{ kind: 'power', signal: 'network-changed' }],
  [{ kind: 'power', signal: 'unlock' }],
  [{ kind: 'intent', intent: { kind: 'try-now' } }],
] as const)('%j: what is under way is dropped, then the backend is asked at once', (input) => {
  const brain = createBrain();
  const [before] = brain.open('beat');
  brain.effects();
  brain.tell(input);
  const order = brain.effects().flatMap((effect) => {
    if (effect.do === 'drop-connections') return ['drop'];
    return effect.do === 'ask' && effect.ask.for === 'beat' ? ['beat'] : [];
  });
  expect(order).toEqual(['drop', 'beat']);
  const now = brain.open('beat').at(-1);
  expect(now).not.toBe(before);
  // The one of before ends as dropped, which is nobody's news.
  brain.answer(before, { kind: 'failure', why: 'dropped', sent: true, message: 'dropped' });
  expect(brain.state().beat.asking).toBe(now);
  expect(brain.state().facts.backend).toBeNull();
});

test('falling asleep and locking the screen change nothing', () => {
  const brain = createBrain();
  brain.effects();
  brain.tell({ kind: 'power', signal: 'suspend' });
  brain.tell({ kind: 'power', signal: 'lock' });
  expect(brain.effects().filter((effect) => effect.do === 'drop-connections')).toEqual([]);
});

test('a fetch that had failed does not wait any longer once the machine is awake', () => {
  const brain = createBrain();
  for (let failures = 0; failures < 4; failures += 1) {
    for (const ask of brain.open('events')) brain.answer(ask, lost());
    brain.pass(6000);
  }
  for (const ask of brain.open('events')) brain.answer(ask, lost());
  expect(brain.open('events')).toEqual([]);
  brain.tell({ kind: 'power', signal: 'resume' });
  expect(brain.open('events')).toHaveLength(1);
});
