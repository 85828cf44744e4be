// Whether a restaurant is open at a moment, by its own time zone, its exceptions and spans past midnight.
import type { OpeningHours, Restaurant } from '../../contract/restaurant.ts';

const dayMs = 24 * 60 * 60 * 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The date and the minute of the day as the clock on the restaurant's wall shows them. */
function wallOf(zone: string, at: number): { date: string; weekday: number; minute: number } {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  // Monday is 0; of the date itself, so that no other time zone comes in.
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return { date, weekday, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) };
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

function spansOn(
  hours: OpeningHours,
  day: { date: string; weekday: number },
): { opens: number; closes: number }[] {
  const exception = hours.exceptions.find(({ date }) => date === day.date);
  const spans = exception?.spans ?? hours.week[day.weekday] ?? [];
  return spans.map(({ opens, closes }) => {
    const [from, to] = [minuteOf(opens), minuteOf(closes)];
    return { opens: from, closes: to <= from ? to + 24 * 60 : to };
  });
}

export function isOpen(
  restaurant: Pick<Restaurant, 'openingHours' | 'timeZone'> | null,
  at: number,
): boolean {
  const hours = restaurant?.openingHours ?? null;
  if (restaurant === null || hours === null) return true;
  const today = wallOf(restaurant.timeZone, at);
  const yesterday = wallOf(restaurant.timeZone, at - dayMs);
  const now = today.minute;
  return (
    spansOn(hours, today).some(({ opens, closes }) => now >= opens && now < closes) ||
    spansOn(hours, yesterday).some(({ opens, closes }) => now + 1440 >= opens && now + 1440 < closes)
  );
}
