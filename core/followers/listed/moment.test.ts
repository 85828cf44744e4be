import { expect, test } from 'vitest';
import { momentIn } from './moment.ts';

const noon = Date.parse('2026-07-14T12:00:00Z');

test.each<[unknown, string | undefined, number | null]>([
  ['2026-07-14T12:00:00Z', 'Europe/Rome', noon],
  ['2026-07-14T14:00:00+02:00', undefined, noon],
  ['2026-07-14 14:00:00', 'Europe/Rome', noon],
  ['2026-07-14T14:00', 'Europe/Rome', noon],
  ['2026-07-14 12:00:00.250000', 'UTC', noon + 250],
  [noon / 1000, 'Europe/Rome', noon],
  [noon, 'Europe/Rome', noon],
  [String(noon / 1000), undefined, noon],
  ['2026-13-40 12:00:00', 'Europe/Rome', null],
  ['in a moment', undefined, null],
  [9e15, undefined, null],
  ['', undefined, null],
  [null, undefined, null],
  [{ date: 'today' }, undefined, null],
])('%j by the wall clock of %s is %s', (said, zone, moment) => {
  expect(momentIn(said, zone)).toBe(moment);
});

test('without a zone of its own or of the settings a time is by this device’s wall clock', () => {
  expect(momentIn('2026-07-14 12:00:00', undefined)).toBe(new Date(2026, 6, 14, 12).getTime());
});
