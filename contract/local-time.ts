// Turns a wall clock's time in a time zone into a moment, also on the nights the clocks change.

import { usableZone } from './time-zone.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      // A zone that is not known here is read as UTC rather than not at all.
      timeZone: usableZone(zone) ?? 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock on the wall shows at a moment, counted as if it were UTC. */
export function wallClock(zone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

const day = 86_400_000;

/**
 * The moment at which a wall clock shows `wall` (counted as if it were UTC). When it does so twice, in autumn,
 * `which` says which of the two; when it skips that time, in spring, it is the moment of the skip.
 */
export function momentOf(zone: string, wall: number, which: 'first' | 'second'): number {
  const offsets = [wall - day, wall + day].map((at) => wallClock(zone, at) - at);
  const candidates = offsets.map((offset) => wall - offset).toSorted((a, b) => a - b);
  const real = candidates.filter((at) => wallClock(zone, at) === wall);
  const found = which === 'first' ? real[0] : real.at(-1);
  if (found !== undefined) return found;
  let [before, after] = [candidates[0] ?? wall, candidates.at(-1) ?? wall];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(zone, middle) < wall) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * A calendar's day (YYYY-MM-DD) in a time zone: from its first moment up to the next day's. It has 23 or 25 hours when
 * the clocks change, and none where a calendar skipped it.
 */
export function spanOfDay(zone: string, date: string): { from: number; to: number } {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return { from: momentOf(zone, midnight, 'first'), to: momentOf(zone, midnight + day, 'first') };
}
