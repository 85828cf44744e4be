// Decides whether a restaurant is open at a moment, and when that changes next.
import type { OpeningHours } from './restaurant.ts';
import { momentOf, wallClock } from './local-time.ts';

type Span = { from: number; to: number };

const day = 86_400_000;
/** Past this nobody plans; hours without a change until then count as never changing. */
const horizonDays = 400;

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/**
 * The spans that begin on a day (its midnight counted as if it were UTC). An exception replaces what begins on its
 * date; what the evening before runs past midnight stays. The same time twice means around the clock.
 */
function spansOf(hours: OpeningHours, zone: string, midnight: number): Span[] {
  const date = new Date(midnight);
  const exception = hours.exceptions.find((one) => one.date === date.toISOString().slice(0, 10));
  const spans = exception?.spans ?? hours.week[(date.getUTCDay() + 6) % 7] ?? [];
  return spans.map(({ opens, closes }) => {
    const pastMidnight = minutes(closes) <= minutes(opens) ? day : 0;
    return {
      from: momentOf(zone, midnight + minutes(opens) * 60_000, 'first'),
      to: momentOf(zone, midnight + pastMidnight + minutes(closes) * 60_000, 'second'),
    };
  });
}

/** The spans that begin between the day before `at` and `days` after it. */
function* spansFrom(hours: OpeningHours, zone: string, at: number, days: number): Generator<Span> {
  const wall = wallClock(zone, at);
  const today = wall - (((wall % day) + day) % day);
  for (let i = -1; i <= days; i++) {
    yield* spansOf(hours, zone, today + i * day).toSorted((a, b) => a.from - b.from);
  }
}

const covers = (span: Span, at: number) => span.from <= at && at < span.to;

export function isOpen(hours: OpeningHours | null, zone: string, at: number): boolean {
  if (hours === null) return true;
  for (const span of spansFrom(hours, zone, at, 0)) if (covers(span, at)) return true;
  return false;
}

/** The next moment after `at` at which `isOpen` answers differently; null when it never does. */
export function nextChange(hours: OpeningHours | null, zone: string, at: number): number | null {
  if (hours === null) return null;
  let open = false;
  let until = at;
  for (const span of spansFrom(hours, zone, at, horizonDays)) {
    if (covers(span, until) || (open && span.from <= until)) {
      open = true;
      until = Math.max(until, span.to);
    } else if (span.from > until) {
      return open ? until : span.from;
    }
  }
  return open && until < at + horizonDays * day ? until : null;
}

/** Since when it has been open without a break; null when it is closed. */
export function openSince(hours: OpeningHours | null, zone: string, at: number): number | null {
  if (hours === null) return Number.NEGATIVE_INFINITY;
  let since: number | null = null;
  let until = Number.NEGATIVE_INFINITY;
  for (const span of spansFrom(hours, zone, at - day, 1)) {
    if (since === null || span.from > until) since = span.from;
    until = Math.max(until, span.to);
    if (covers({ from: since, to: until }, at)) return since;
  }
  return null;
}
