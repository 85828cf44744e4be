import { expect, test } from 'vitest';
import { now } from '../../tests/preview/fixtures.ts';
import { createFormats } from './formats.ts';

const units = { hour: 'h', minute: 'min', second: 's' };
const formats = (locale: string, zone: string | null = 'Europe/Berlin') => createFormats(locale, zone, units);
/** Intl uses narrow and plain no-break spaces by its version; a reader sees a space. */
const plain = (text: string): string =>
  text.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll(/[\u200e\u200f]/g, '');

test("times are the restaurant's, not the computer's", () => {
  expect(formats('en-GB').clock('2026-03-06T12:03:07Z')).toBe('13:03');
  expect(formats('en-GB', 'UTC').clockSeconds(now)).toBe('12:03:07');
  expect(plain(formats('en-US', 'America/New_York').clock(now))).toBe('7:03 AM');
});

test('the day is told when it is not today there', () => {
  const { dayClock } = formats('en-GB');
  expect(dayClock(now, now)).toBe('13:03');
  expect(dayClock(now + 86_400_000, now)).toContain('7');
  expect(dayClock(now + 86_400_000, now)).toMatch(/Sat/);
  // 23:30 in Berlin is still today there although it is tomorrow nowhere else that matters.
  expect(dayClock('2026-03-06T22:30:00Z', now)).toBe('23:30');
});

test('a day is that of the restaurant, as everybody’s machines write it', () => {
  for (const locale of ['en-GB', 'de', 'ar-EG', 'fa']) {
    expect(formats(locale).isoDay('2026-03-06T22:59:59Z')).toBe('2026-03-06');
    expect(formats(locale).isoDay('2026-03-06T23:00:00Z')).toBe('2026-03-07');
  }
  expect(formats('en-GB', 'America/New_York').isoDay('2026-03-07T04:59:00Z')).toBe('2026-03-06');
});

test('money is in minor units, whatever their number', () => {
  expect(formats('en-GB').money(1800, 'EUR')).toBe('€18.00');
  expect(plain(formats('de').money(1800, 'EUR'))).toBe('18,00 €');
  expect(formats('en-GB').money(1800, 'JPY')).toBe('JP¥1,800');
  expect(plain(formats('en-GB').money(1800, 'KWD'))).toBe('KWD 1.800');
});

test('ages are never negative', () => {
  const { age } = formats('en-GB');
  expect(age(-5000)).toBe('0:00');
  expect(age(38_900)).toBe('0:38');
  expect(age(12 * 60_000 + 5000)).toBe('12:05');
  expect(plain(age(65 * 60_000))).toBe('1 h 5 min');
});

test('minutes are rounded the way that promises least', () => {
  const { minutes } = formats('en-GB');
  expect(plain(minutes(160_000, 'up'))).toBe('3 min');
  expect(plain(minutes(200_000, 'down'))).toBe('3 min');
  expect(plain(minutes(61 * 60_000, 'up'))).toBe('1 h 1 min');
  expect(plain(minutes(-5, 'up'))).toBe('0 min');
});

test('Arabic times and sums are in the digits of the order numbers', () => {
  const arabic = formats('ar-EG-u-nu-latn');
  expect(arabic.clock(now)).toMatch(/1:03/);
  expect(arabic.money(1800, 'EUR')).toMatch(/18[.,]00/);
});
