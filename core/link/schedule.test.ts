import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStorm, retryDelayMs } from './schedule.ts';

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('an outage of 3 s is over within 3 s: the first two attempts come soon enough', () => {
  fc.assert(
    fc.property(fraction, fraction, (a, b) => {
      const attempts = [retryDelayMs(1, a), retryDelayMs(1, a) + retryDelayMs(2, b)];
      // An attempt while the network is away fails; the one after it comes within the 3 s that follow.
      expect(retryDelayMs(3, b)).toBeLessThanOrEqual(3000);
      expect(attempts[0]).toBeLessThanOrEqual(2000);
    }),
  );
});

test('after any number of failures the next attempt comes within 7 s, and never at once', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fraction, (failures, chance) => {
      const delay = retryDelayMs(failures, chance);
      expect(delay).toBeGreaterThanOrEqual(300);
      expect(delay).toBeLessThan(7000);
    }),
  );
});

test('chance spreads consoles evenly: at most 450 of 1,000 fall into any one second', () => {
  const delays = Array.from({ length: 1000 }, (_, i) => retryDelayMs(5, i / 1000));
  for (const start of delays) {
    const together = delays.filter((delay) => delay >= start && delay < start + 1000).length;
    expect(together).toBeLessThanOrEqual(450);
  }
});

test('ten attempts within five seconds are a storm, nine are bad luck', () => {
  const now = 100_000;
  const attempts = (count: number) => Array.from({ length: count }, (_, i) => now - 4999 + i);
  expect(isStorm(attempts(10), now)).toBe(true);
  expect(isStorm(attempts(9), now)).toBe(false);
  expect(isStorm([...attempts(9), now - 5000], now)).toBe(false);
});
