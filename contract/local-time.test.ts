import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanOfDay, wallClock } from './local-time.ts';

const hour = 3_600_000;
const dayMs = 24 * hour;
const hoursOf = (zone: string, date: string) => {
  const { from, to } = spanOfDay(zone, date);
  return (to - from) / hour;
};
const dateAt = (zone: string, at: number) => new Date(wallClock(zone, at)).toISOString().slice(0, 10);

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['Europe/Berlin', '2026-10-26', 24],
  ['Australia/Lord_Howe', '2026-04-05', 24.5],
  // Where the clocks change at midnight, the day begins at one, or ends an hour later.
  ['Africa/Cairo', '2026-04-24', 23],
  ['Africa/Cairo', '2026-10-29', 25],
  ['America/Havana', '2026-11-01', 25],
  ['America/New_York', '2026-11-01', 25],
  // It was left out when Samoa crossed the date line.
  ['Pacific/Apia', '2011-12-30', 0],
])('in %s %s has %d hours', (zone, date, hours) => {
  expect(hoursOf(zone, date)).toBe(hours);
});

test('every moment is of exactly the day that the clock on the wall shows, wherever it hangs', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const at = fc.integer({ min: Date.parse('2015-01-01'), max: Date.parse('2035-01-01') });
  fc.assert(
    fc.property(zone, at, (where, moment) => {
      const date = dateAt(where, moment);
      const { from, to } = spanOfDay(where, date);
      expect(from).toBeLessThanOrEqual(moment);
      expect(to).toBeGreaterThan(moment);
      expect([dateAt(where, from), dateAt(where, to - 1)]).toEqual([date, date]);
      expect(dateAt(where, from - 1)).not.toBe(date);
      expect(dateAt(where, to)).not.toBe(date);
      const after = new Date(Date.parse(date) + dayMs).toISOString().slice(0, 10);
      expect(spanOfDay(where, after).from).toBe(to);
    }),
    { numRuns: 500 },
  );
});
