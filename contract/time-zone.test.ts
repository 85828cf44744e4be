import { expect, test } from 'vitest';
import { newRestaurant } from './admin.ts';
import { momentOf, wallClock } from './local-time.ts';
import { moneyFormat } from './money-format.ts';
import { isOpen } from './opening-hours.ts';
import { restaurant, restaurantSettings } from './restaurant.ts';
import { usableZone } from './time-zone.ts';
import { strictly } from './tolerant.ts';
import { currency, timeZone } from './wire.ts';

test.each([
  'Europe/Berlin',
  'Asia/Kolkata',
  'Europe/Kyiv',
  'America/Argentina/Buenos_Aires',
  'Asia/Ho_Chi_Minh',
  'UTC',
])('%s may be written', (zone) => {
  expect(strictly(timeZone).safeParse(zone).success).toBe(true);
  expect(newRestaurant.safeParse({ name: 'Bella', timeZone: zone }).success).toBe(true);
  expect(usableZone(zone)).toBe(zone);
});

test.each(['+05:30', '-0800', '+01', 'Mars/Olympus', '', 'Europe/Berlin '])(
  '%j may not be written, and is read all the same',
  (zone) => {
    expect(strictly(timeZone).safeParse(zone).success).toBe(false);
    expect(strictly(restaurantSettings.shape.timeZone).safeParse(zone).success).toBe(false);
    expect(timeZone.parse(zone)).toBe(zone);
    expect(usableZone(zone)).toBeUndefined();
  },
);

test('in a zone that this computer does not know times are told by another one, and nothing throws', () => {
  const noon = Date.parse('2026-01-01T12:00:00.000Z');
  expect(wallClock('Mars/Olympus', noon)).toBe(noon);
  expect(momentOf('Mars/Olympus', noon, 'first')).toBe(noon);
  const always = {
    week: Array.from({ length: 7 }, () => [{ opens: '00:00', closes: '00:00' }]),
    exceptions: [],
  };
  expect(isOpen(always, 'Mars/Olympus', noon)).toBe(true);
});

test('a currency is read as it comes, written by ISO 4217, and formatted in any case', () => {
  expect(currency.parse('XQX')).toBe('XQX');
  expect(strictly(currency).safeParse('XQX').success).toBe(false);
  expect(strictly(currency).safeParse('INR').success).toBe(true);
  expect(moneyFormat('en', 'EUR').format(9.5)).toBe('€9.50');
  expect(moneyFormat('en', 'COINS').format(9.5)).toBe('9.50\u00a0COINS');
  expect(moneyFormat('en', 'COINS').resolvedOptions().maximumFractionDigits).toBe(2);
});

test('of a restaurant that says the strangest things, id and name are enough', () => {
  const strange = {
    id: 'r1',
    name: 'Bella',
    timeZone: 7,
    currency: null,
    openingHours: 'by moonlight',
    prepMinutes: -1,
    rejectReasons: [],
    autoAccept: 'yes',
    pause: { until: 'later' },
    escalation: { afterSeconds: 1 },
  };
  expect(restaurant.parse(strange)).toMatchObject({
    id: 'r1',
    name: 'Bella',
    timeZone: 'UTC',
    openingHours: null,
    pause: null,
    accepting: true,
  });
  expect(strictly(restaurant).safeParse(strange).success).toBe(false);
});
