// A link that comes or goes asks for a beat.
import { expect, test } from 'vitest';
import { answered, channel, createBrain, iso, lost, session, type Brain } from '../../tests/support/brain.ts';

const tell = (brain: Brain, signal: Parameters<typeof toInput>[0]) => brain.tell(toInput(signal));
const toInput = (
  signal: (Parameters<Brain['tell']>[0] & { kind: 'realtime' })['signal'],
): Parameters<Brain['tell']>[0] => ({ kind: 'realtime', session: session.folder, signal });

function few(): Brain {
  const brain = createBrain();
  const [ask] = brain.open('beat');
  brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: {}, crowd: 2 }));
  tell(brain, { kind: 'connected', socketId: '1.1' });
  tell(brain, { kind: 'subscribed', channel });
  return brain;
}

test('lost: the beat goes at once where there are few consoles', () => {
  const brain = few();
  expect(brain.open('beat')).toEqual([]);
  tell(brain, { kind: 'unavailable', code: 1006, message: null });
  expect(brain.open('beat')).toHaveLength(1);
});

test('back: the beat goes at once if none was answered meanwhile, and not if one was', () => {
  const brain = few();
  tell(brain, { kind: 'unavailable', code: 1006, message: null });
  brain.answer(brain.open('beat')[0], lost(false));
  brain.pass(3100);
  for (const ask of brain.open('beat')) brain.answer(ask, lost(false));
  expect(brain.open('beat')).toEqual([]);
  tell(brain, { kind: 'connected', socketId: '2.2' });
  tell(brain, { kind: 'subscribed', channel });
  const [ask, ...more] = brain.open('beat');
  expect(more).toEqual([]);
  brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: {}, crowd: 2 }));
  tell(brain, { kind: 'subscribed', channel });
  expect(brain.open('beat')).toEqual([]);
});

test('refused at once, minute after minute, while the backend answers: neither is hurried on by the other', () => {
  const brain = few();
  const count = { beats: 0, attempts: 0 };
  for (let passed = 0; passed < 60_000; passed += 50) {
    for (const effect of brain.effects()) {
      if (effect.do !== 'realtime' || effect.act !== 'connect') continue;
      count.attempts += 1;
      tell(brain, { kind: 'connecting' });
      tell(brain, { kind: 'unavailable', code: null, message: 'getaddrinfo ENOTFOUND' });
    }
    if (passed === 0) tell(brain, { kind: 'unavailable', code: 1006, message: null });
    for (const ask of brain.open('beat')) {
      count.beats += 1;
      brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: {}, crowd: 2 }));
    }
    brain.pass(50);
  }
  // One of each every 5 s, and a few more at the beginning.
  expect(count.beats).toBeLessThan(18);
  expect(count.attempts).toBeLessThan(30);
  expect(count.attempts).toBeGreaterThan(8);
});
