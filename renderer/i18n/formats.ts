// The one money formatter and the one clock formatter, in the screen's language and the restaurant's zone and currency.
import { wallClock } from '../../contract/local-time.ts';
import { usableZone } from '../../contract/time-zone.ts';
import { moneyFormat, type MoneyFormat } from '../../contract/money-format.ts';

export type Formats = {
  /** 12:03 */
  clock(at: string | number): string;
  /** 12:03:07 */
  clockSeconds(at: string | number): string;
  /** The day too, unless it is today. */
  dayClock(at: string | number, now: number): string;
  /** 2026-03-06, the day that a wall clock shows there. */
  isoDay(at: string | number): string;
  /** Minor units of a currency. */
  money(amount: number, currency: string): string;
  /** 0:38, 12:05, 1 h 5 min */
  age(ms: number): string;
  /** 3 min, 1 h 5 min */
  minutes(ms: number, rounding: 'up' | 'down'): string;
  percent(fraction: number): string;
  seconds(count: number): string;
};

/** Short names of units, in the screen's language. */
export type Units = { hour: string; minute: string; second: string };

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export function createFormats(locale: string, timeZone: string | null, units: Units): Formats {
  const zone = { timeZone: usableZone(timeZone) };
  const time = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { ...zone, ...options });
  const clock = time({ hour: 'numeric', minute: '2-digit' });
  const clockSeconds = time({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
  const dayClock = time({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  const day = time({ dateStyle: 'short' });
  const wallZone = zone.timeZone ?? clock.resolvedOptions().timeZone;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const digits = new Intl.NumberFormat(locale, { useGrouping: false });
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const moneyBy = new Map<string, MoneyFormat>();
  const ms = (at: string | number): number => (typeof at === 'number' ? at : Date.parse(at));

  // A figure and its unit must not part at the end of a line.
  const inMinutes = (count: number): string => `${digits.format(count)}\u00a0${units.minute}`;
  const long = (whole: number): string =>
    `${digits.format(Math.floor(whole / 60))}\u00a0${units.hour} ${inMinutes(whole % 60)}`;

  return {
    clock: (at) => clock.format(ms(at)),
    clockSeconds: (at) => clockSeconds.format(ms(at)),
    dayClock: (at, now) =>
      day.format(ms(at)) === day.format(now) ? clock.format(ms(at)) : dayClock.format(ms(at)),
    isoDay: (at) => new Date(wallClock(wallZone, ms(at))).toISOString().slice(0, 10),
    money(amount, currency) {
      let format = moneyBy.get(currency);
      if (!format) {
        format = moneyFormat(locale, currency);
        moneyBy.set(currency, format);
      }
      return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    age(span) {
      const safe = Math.max(0, span);
      if (safe >= hour) return long(Math.floor(safe / minute));
      const seconds = Math.floor(safe / second) % 60;
      return `${digits.format(Math.floor(safe / minute))}:${twoDigits.format(seconds)}`;
    },
    minutes(span, rounding) {
      const exact = Math.max(0, span) / minute;
      const whole = rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
      return whole >= 60 ? long(whole) : inMinutes(whole);
    },
    percent: (fraction) => percent.format(fraction),
    seconds: (count) => `${digits.format(count)}\u00a0${units.second}`,
  };
}
