import { expect, test } from 'vitest';
import { Allowance } from './allowance.ts';

const PER_SECOND = 2;
const BURST = 3;

const takes = (allowance: Allowance, times: number, now: number) =>
  Array.from({ length: times }, () => allowance.take(PER_SECOND, BURST, now)).filter(Boolean).length;

test('so many at once, then as they come back', () => {
  const allowance = new Allowance(BURST, 0);
  expect(takes(allowance, 5, 0)).toBe(3);
  expect(takes(allowance, 5, 499)).toBe(0);
  expect(takes(allowance, 5, 500)).toBe(1);
  expect(takes(allowance, 9, 60_000)).toBe(3);
});

test('a clock that is set back neither takes nor gives', () => {
  const allowance = new Allowance(BURST, 10_000);
  expect(takes(allowance, 5, 0)).toBe(3);
  expect(takes(allowance, 5, 400)).toBe(0);
  expect(takes(allowance, 5, 500)).toBe(1);
});

test('it is full again when it may be forgotten', () => {
  const allowance = new Allowance(BURST, 0);
  expect(allowance.isFull(PER_SECOND, BURST, 0)).toBe(true);
  takes(allowance, 2, 0);
  expect(allowance.isFull(PER_SECOND, BURST, 999)).toBe(false);
  expect(allowance.isFull(PER_SECOND, BURST, 1_000)).toBe(true);
});
