import { expect, test } from 'vitest';
import { inThisRun, noTries, theWorse, waitMs } from './tries.ts';

const now = 1_000_000_000;

test.each([
  [0, 0],
  [4, 0],
  [5, 30],
  [6, 60],
  [9, 480],
  [10, 900],
  [1000, 900],
])('after %i wrong ones in a row: %i s', (wrong, seconds) => {
  expect(waitMs({ wrong, at: now }, now)).toBe(seconds * 1000);
});

test('it passes, and a clock that is set back makes it no longer', () => {
  expect(waitMs({ wrong: 5, at: now }, now + 29_000)).toBe(1000);
  expect(waitMs({ wrong: 5, at: now }, now + 30_000)).toBe(0);
  expect(waitMs({ wrong: 5, at: now }, now - 86_400_000)).toBe(30_000);
  expect(waitMs(noTries, now)).toBe(0);
});

test('of an earlier run only the rest is waited for, and a clock that stands before it makes it the whole', () => {
  const kept = { wrong: 5, at: now };
  const waits = (wall: number) => waitMs(inThisRun(kept, { wall, mono: 700 }), 700);
  expect([now - 5000, now, now + 10_000, now + 30_000].map(waits)).toEqual([30_000, 30_000, 20_000, 0]);
});

test('of two counts the larger one counts, and of two alike the later', () => {
  const [few, many, later] = [
    { wrong: 1, at: 9 },
    { wrong: 2, at: 1 },
    { wrong: 2, at: 2 },
  ];
  expect([theWorse(few, many), theWorse(many, few), theWorse(many, later), theWorse(later, many)]).toEqual([
    many,
    many,
    later,
    later,
  ]);
});
