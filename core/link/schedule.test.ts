import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beatDelayMs, isStorm, retryDelayMs } from './schedule.ts';

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('where there are few consoles, an outage of 3 s is over within 3 s', () => {
  fc.assert(
    fc.property(fc.array(fraction, { minLength: 4, maxLength: 4 }), (chances) => {
      let attempt = 0;
      const attempts = chances.map((chance, at) => (attempt += retryDelayMs(at + 1, chance, 3)));
      // An attempt while the network is away fails; the next one comes soon after it is back.
      expect(attempts.find((at) => at >= 3000)).toBeLessThanOrEqual(5500);
    }),
  );
});

test('after any number of failures the next attempt comes within 7 s, and never at once', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fraction, fc.option(fc.nat(5000)), (failures, chance, consoles) => {
      const delay = retryDelayMs(failures, chance, consoles);
      expect(delay).toBeGreaterThanOrEqual(200);
      expect(delay).toBeLessThan(7000);
    }),
  );
});

test.each([1, 4])(
  'chance spreads many consoles: at try %i at most 510 of 1,000 fall into any one second',
  (failures) => {
    const delays = Array.from({ length: 1000 }, (_, i) => retryDelayMs(failures, i / 1000, null));
    for (const start of delays) {
      const together = delays.filter((delay) => delay >= start && delay < start + 1000).length;
      expect(together).toBeLessThanOrEqual(510);
    }
  },
);

test('the beat after a lost link goes at once where there are few, and spread where there may be many', () => {
  expect(beatDelayMs(0.9, 3)).toBe(0);
  expect(beatDelayMs(0.9, 1000)).toBeGreaterThan(1000);
  expect(beatDelayMs(0.9, null)).toBeGreaterThan(1000);
});

test('ten attempts within five seconds are a storm, nine are bad luck', () => {
  const now = 100_000;
  const attempts = (count: number) => Array.from({ length: count }, (_, i) => now - 4999 + i);
  expect(isStorm(attempts(10), now)).toBe(true);
  expect(isStorm(attempts(9), now)).toBe(false);
  expect(isStorm([...attempts(9), now - 5000], now)).toBe(false);
});
