import { expect, test } from 'vitest';
import { afterMistake, patience, waitMs, type Guesses } from './throttle.ts';

const rule = { free: 3, forgiveMs: 60_000, firstWaitMs: 1000, longestWaitMs: 60_000 };
const start = 1_000_000;
const after = (mistakes: number): Guesses | null => {
  let guesses: Guesses | null = null;
  for (let i = 0; i < mistakes; i++) guesses = afterMistake(guesses, rule, start);
  return guesses;
};

test('the first mistakes cost nothing', () => {
  for (const mistakes of [0, 1, 2]) expect(waitMs(after(mistakes), rule, start)).toBe(0);
});

test('then each one doubles the wait, up to the longest', () => {
  expect([3, 4, 5, 6].map((mistakes) => waitMs(after(mistakes), rule, start))).toEqual([
    1000, 2000, 4000, 8000,
  ]);
  expect(waitMs(after(500), rule, start)).toBe(60_000);
});

test('waiting is enough to try again', () => {
  expect(waitMs(after(3), rule, start + 999)).toBe(1);
  expect(waitMs(after(3), rule, start + 1000)).toBe(0);
});

test('mistakes are forgiven one by one, not all at once', () => {
  const guesses = afterMistake(after(5), rule, start + 60_000);
  expect(guesses.failures).toBe(5);
  expect(waitMs(afterMistake(after(5), rule, start + 600_000), rule, start + 600_000)).toBe(0);
});

test('a clock that was set back neither forgives nor blocks for ever', () => {
  expect(afterMistake(after(2), rule, start - 3_600_000).failures).toBe(3);
  expect(waitMs(after(3), rule, start - 3_600_000)).toBe(1000);
});

test.each(Object.entries(patience))('who guesses at a %s all day gets nowhere', (_name, rule) => {
  let guesses: Guesses | null = null;
  let tries = 0;
  for (let now = start; now < start + 86_400_000; now += 1000) {
    if (waitMs(guesses, rule, now) > 0) continue;
    guesses = afterMistake(guesses, rule, now);
    tries += 1;
  }
  expect(tries).toBeLessThan(10_000 / 5);
});
