import { expect, test } from 'vitest';
import { createAllowance } from './allowance.ts';

const rate = { perSecond: 2, burst: 3 };

test('a burst is let through, then so many a second', () => {
  const allowance = createAllowance();
  const at = (now: number) => allowance.take('a', rate, now);
  expect([at(0), at(0), at(0)]).toEqual([0, 0, 0]);
  expect(at(0)).toBe(1);
  expect(at(500)).toBe(0);
  expect(at(500)).toBe(1);
});

test('one caller does not use up what is another’s', () => {
  const allowance = createAllowance();
  for (let i = 0; i < 5; i++) allowance.take('a', rate, 0);
  expect(allowance.take('b', rate, 0)).toBe(0);
});

test('a clock set back gives nothing away and takes nothing', () => {
  const allowance = createAllowance();
  for (let i = 0; i < 3; i++) allowance.take('a', rate, 10_000);
  expect(allowance.take('a', rate, 0)).toBeGreaterThan(0);
  expect(allowance.take('a', rate, 1_000)).toBe(0);
});

test('what is given back may be spent again, and never more than a burst is saved up', () => {
  const allowance = createAllowance();
  for (let i = 0; i < 100; i++) {
    expect(allowance.take('a', rate, 0)).toBe(0);
    allowance.giveBack('a', rate);
  }
  allowance.giveBack('a', rate);
  allowance.giveBack('somebody else', rate);
  for (let i = 0; i < 3; i++) expect(allowance.take('a', rate, 0)).toBe(0);
  expect(allowance.take('a', rate, 0)).toBe(1);
});
