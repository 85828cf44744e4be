// How long "live" lasts, and what ends it.
import { expect, test } from 'vitest';
import { lost, type Brain } from '../../tests/support/brain.ts';
import { counter, readUp } from '../../tests/support/listening-brain.ts';

function live(): Brain {
  const brain = counter();
  expect(brain.state().status.word).toBe('live');
  return brain;
}

test('nobody answers any more: "live" is over within 15 s, by itself', () => {
  const brain = live();
  brain.pass(15_000);
  expect(brain.state().status.word).toBe('offline');
});

test('a head stays ahead while Pusher says connected: deaf, named within seconds, and live no more', () => {
  const brain = live();
  brain.pass(10_000);
  readUp(brain, 2);
  brain.pass(4000);
  const { status } = brain.state();
  expect(status.word).not.toBe('live');
  expect(status.missing).toBe(1);
  expect(status.parts.find(({ part }) => part === 'pusher')).toMatchObject({
    works: false,
    cause: 'Pusher says connected, but events do not arrive',
  });
});

test('a word keeps its since while nothing changes, and so does each part', () => {
  const brain = live();
  const { since, parts } = brain.state().status;
  for (let i = 0; i < 20; i += 1) {
    brain.pass(2000);
    readUp(brain);
  }
  expect(brain.state().status).toMatchObject({ word: 'live', since });
  expect(brain.state().status.parts).toBe(parts);
  const before = brain.now().wall;
  for (let i = 0; i < 10; i += 1) {
    brain.pass(2000);
    for (const ask of brain.open('beat')) brain.answer(ask, lost());
  }
  const { status } = brain.state();
  expect(status.word).toBe('offline');
  expect(Date.parse(status.since)).toBeGreaterThan(before);
});
