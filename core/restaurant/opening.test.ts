import { expect, test } from 'vitest';
import type { OpeningHours } from '../../contract/restaurant.ts';
import { isOpen } from './opening.ts';

const evening = [{ opens: '18:00', closes: '02:00' }];
const hours: OpeningHours = {
  week: [[], evening, evening, evening, evening, evening, [{ opens: '11:30', closes: '14:00' }]],
  exceptions: [
    { date: '2026-12-24', spans: [], why: 'holiday' },
    { date: '2026-12-28', spans: [{ opens: '10:00', closes: '12:00' }] },
  ],
};
const berlin = { openingHours: hours, timeZone: 'Europe/Berlin' };

test.each([
  ['Tuesday before opening', '2026-11-24T16:59:59Z', false],
  ['Tuesday at opening', '2026-11-24T17:00:00Z', true],
  ['past midnight of Tuesday', '2026-11-25T00:30:00Z', true],
  ['closing time of Tuesday', '2026-11-25T01:00:00Z', false],
  ['Monday is closed', '2026-11-23T18:00:00Z', false],
  ['Sunday past midnight belongs to Saturday', '2026-11-22T00:59:00Z', true],
  ['Sunday at noon', '2026-11-22T11:00:00Z', true],
  ['Monday past midnight: Sunday closed at 14', '2026-11-23T00:30:00Z', false],
  ['an exception closes a Thursday', '2026-12-24T19:00:00Z', false],
  ['past midnight of the day before the exception', '2026-12-23T23:30:00Z', true],
  ['an exception opens a Monday', '2026-12-28T09:30:00Z', true],
])('%s', (_what, at, open) => {
  expect(isOpen(berlin, Date.parse(at))).toBe(open);
});

test('the wall clock counts on the days the clocks change', () => {
  // 29 March 2026: 02:00 becomes 03:00 in Berlin, so Saturday's 02:00 is 01:00 UTC.
  expect(isOpen(berlin, Date.parse('2026-03-29T00:59:00Z'))).toBe(true);
  expect(isOpen(berlin, Date.parse('2026-03-29T01:00:00Z'))).toBe(false);
});

test('without hours, or before anything is known of the restaurant, it is open: better a bell too many', () => {
  expect(isOpen({ openingHours: null, timeZone: 'Europe/Berlin' }, 0)).toBe(true);
  expect(isOpen(null, 0)).toBe(true);
});
