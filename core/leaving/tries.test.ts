import { expect, test } from 'vitest';
import { noTries, waitMs } from './tries.ts';

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
