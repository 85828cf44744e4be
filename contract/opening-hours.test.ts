import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpeningHours } from './restaurant.ts';
import { isOpen, nextChange, openSince } from './opening-hours.ts';
import { momentOf, wallClock } from './local-time.ts';

const berlin = 'Europe/Berlin';
const at = (iso: string) => Date.parse(iso);
const evening = [{ opens: '17:00', closes: '23:30' }];
const weekdays = (spans: OpeningHours['week'][number]): OpeningHours => ({
  week: [spans, spans, spans, spans, spans, spans, spans],
  exceptions: [],
});
const iso = (moment: number | null) => (moment === null ? null : new Date(moment).toISOString());

test('without hours it is always open and nothing changes', () => {
  expect(isOpen(null, berlin, 0)).toBe(true);
  expect(nextChange(null, berlin, 0)).toBeNull();
});

test('opens at the minute and closes at the minute, in the restaurant’s own zone', () => {
  const hours = weekdays(evening);
  expect(isOpen(hours, berlin, at('2026-01-12T15:59:59Z'))).toBe(false);
  expect(isOpen(hours, berlin, at('2026-01-12T16:00:00Z'))).toBe(true);
  expect(isOpen(hours, berlin, at('2026-01-12T22:29:59Z'))).toBe(true);
  expect(isOpen(hours, berlin, at('2026-01-12T22:30:00Z'))).toBe(false);
  expect(isOpen(hours, 'America/New_York', at('2026-01-12T16:00:00Z'))).toBe(false);
});

test('the week begins on Monday', () => {
  const week: OpeningHours['week'] = [[], [], [], [], [], [], []];
  week[0] = evening;
  const hours = { week, exceptions: [] };
  expect(isOpen(hours, berlin, at('2026-01-12T18:00:00Z'))).toBe(true);
  expect(isOpen(hours, berlin, at('2026-01-11T18:00:00Z'))).toBe(false);
  expect(iso(nextChange(hours, berlin, at('2026-01-12T23:00:00Z')))).toBe('2026-01-19T16:00:00.000Z');
});

test('closing before opening means past midnight', () => {
  const week: OpeningHours['week'] = [[], [], [], [], [{ opens: '18:00', closes: '02:00' }], [], []];
  const hours = { week, exceptions: [] };
  expect(isOpen(hours, berlin, at('2026-01-17T00:59:59Z'))).toBe(true);
  expect(isOpen(hours, berlin, at('2026-01-17T01:00:00Z'))).toBe(false);
  expect(iso(nextChange(hours, berlin, at('2026-01-16T20:00:00Z')))).toBe('2026-01-17T01:00:00.000Z');
  expect(iso(openSince(hours, berlin, at('2026-01-17T00:30:00Z')))).toBe('2026-01-16T17:00:00.000Z');
  expect(openSince(hours, berlin, at('2026-01-17T01:00:00Z'))).toBeNull();
});

test('an exception replaces what begins on its date and leaves the evening before alone', () => {
  const late = weekdays([{ opens: '18:00', closes: '02:00' }]);
  const hours = { ...late, exceptions: [{ date: '2026-12-24', spans: [], why: 'Christmas Eve' }] };
  expect(isOpen(hours, berlin, at('2026-12-24T00:30:00Z'))).toBe(true);
  expect(isOpen(hours, berlin, at('2026-12-24T18:00:00Z'))).toBe(false);
  expect(isOpen(hours, berlin, at('2026-12-25T00:30:00Z'))).toBe(false);
  expect(iso(nextChange(hours, berlin, at('2026-12-24T03:00:00Z')))).toBe('2026-12-25T17:00:00.000Z');
});

test('an exception may open a day that is otherwise closed', () => {
  const hours = {
    week: [[], [], [], [], [], [], []],
    exceptions: [{ date: '2026-05-03', spans: [{ opens: '10:00', closes: '16:00' }] }],
  };
  expect(isOpen(hours, berlin, at('2026-05-03T08:00:00Z'))).toBe(true);
  expect(iso(nextChange(hours, berlin, at('2026-05-01T00:00:00Z')))).toBe('2026-05-03T08:00:00.000Z');
  expect(nextChange(hours, berlin, at('2026-05-03T14:00:00Z'))).toBeNull();
});

test('spans that touch are one', () => {
  const hours = weekdays([
    { opens: '18:00', closes: '00:00' },
    { opens: '00:00', closes: '02:00' },
  ]);
  expect(iso(nextChange(hours, berlin, at('2026-01-12T18:00:00Z')))).toBe('2026-01-13T01:00:00.000Z');
});

test('around the clock never changes', () => {
  const hours = weekdays([{ opens: '00:00', closes: '00:00' }]);
  expect(isOpen(hours, berlin, at('2026-03-29T01:30:00Z'))).toBe(true);
  expect(nextChange(hours, berlin, at('2026-03-28T12:00:00Z'))).toBeNull();
});

test('in spring, a time the clocks skip is the moment of the skip', () => {
  const hours = weekdays([{ opens: '22:00', closes: '02:30' }]);
  expect(iso(nextChange(hours, berlin, at('2026-03-28T22:00:00Z')))).toBe('2026-03-29T01:00:00.000Z');
  const early = weekdays([{ opens: '02:30', closes: '06:00' }]);
  expect(iso(nextChange(early, berlin, at('2026-03-28T22:00:00Z')))).toBe('2026-03-29T01:00:00.000Z');
});

test('in autumn, the hour that comes twice is worked twice', () => {
  const hours = weekdays([{ opens: '22:00', closes: '02:30' }]);
  expect(iso(nextChange(hours, berlin, at('2026-10-24T22:00:00Z')))).toBe('2026-10-25T01:30:00.000Z');
  const early = weekdays([{ opens: '02:30', closes: '06:00' }]);
  expect(iso(nextChange(early, berlin, at('2026-10-24T22:00:00Z')))).toBe('2026-10-25T00:30:00.000Z');
});

test('a zone that changes by half an hour, and one that skipped a whole day', () => {
  const hours = weekdays([{ opens: '01:45', closes: '05:00' }]);
  expect(iso(nextChange(hours, 'Australia/Lord_Howe', at('2026-04-04T12:00:00Z')))).toBe(
    '2026-04-04T14:45:00.000Z',
  );
  expect(momentOf('Pacific/Apia', Date.UTC(2011, 11, 30, 12), 'first')).toBe(at('2011-12-30T10:00:00Z'));
});

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const span = fc.record({ opens: clock, closes: clock });
const week = fc.array(fc.array(span, { maxLength: 2 }), { minLength: 7, maxLength: 7 });
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC');
const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2026-12-31T00:00:00Z') });

test('nothing changes before the next change, and it does change then', () => {
  fc.assert(
    fc.property(week, zone, moment, fc.double({ min: 0, max: 1, noNaN: true }), (week, zone, from, part) => {
      const hours = { week, exceptions: [] };
      const open = isOpen(hours, zone, from);
      const change = nextChange(hours, zone, from);
      const until = change ?? from + 30 * 86_400_000;
      const between = Math.min(until - 1, Math.floor(from + (until - from) * part));
      expect(until).toBeGreaterThan(from);
      expect(isOpen(hours, zone, Math.max(from, between))).toBe(open);
      if (change !== null) expect(isOpen(hours, zone, change)).toBe(!open);
      expect(openSince(hours, zone, from) !== null).toBe(open);
    }),
    { numRuns: 150 },
  );
});

test('a wall clock read back gives the moment it was made from', () => {
  fc.assert(
    fc.property(zone, moment, (zone, at) => {
      const wall = wallClock(zone, at);
      expect([momentOf(zone, wall, 'first'), momentOf(zone, wall, 'second')]).toContain(at);
    }),
  );
});
