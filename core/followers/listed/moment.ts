// Reads a time as foreign systems write it: with a zone, by a wall clock, or as a count since 1970.
import { momentOf } from '../../../contract/local-time.ts';
import { text } from './field.ts';

/** As milliseconds such a count would be in 1973, as seconds in the year 5138: nobody orders there. */
const firstCountInMilliseconds = 100_000_000_000;

/** After it years have five digits, which nobody reads as a time. */
const lastMoment = Date.parse('9999-12-31T23:59:59.999Z');

/** By no zone in it, and a time, not a day alone, which the language reads as UTC. */
const wallClockTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;

/** null: that is no time. `zone` is whose wall clock it is by; without one it is this device's own. */
export function momentIn(value: unknown, zone: string | undefined): number | null {
  const said = text(value);
  if (said === null) return null;
  const moment = /^\d+(?:\.\d+)?$/.test(said) ? counted(Number(said)) : written(said, zone);
  return moment >= 0 && moment <= lastMoment ? moment : null;
}

const counted = (count: number): number =>
  Math.round(count < firstCountInMilliseconds ? count * 1000 : count);

function written(said: string, zone: string | undefined): number {
  const [, day, time] = wallClockTime.exec(said) ?? [];
  if (day === undefined || time === undefined) return Date.parse(said);
  if (zone === undefined) return Date.parse(`${day}T${time}`);
  const wall = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(wall) ? wall : momentOf(zone, wall, 'first');
}
