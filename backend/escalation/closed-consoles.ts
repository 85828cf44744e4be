// What it means that consoles were closed and said so: since when nobody can hear, and how that is told.
import type { RestaurantSettings } from '../../contract/restaurant.ts';
import { wallClock } from '../../contract/local-time.ts';
import type { Farewell } from '../identity/index.ts';

export type ClosedConsole = { name: string; heardAt: number; closed: Farewell | null };

/** Whoever is not called by name in a sentence this long is seen in the list of devices. */
const mostNamed = 3;

/**
 * Somebody wanted it so. What makes room for another version or goes down with its computer may be back in a minute, and
 * so may what is closed and opened all the time: managers who were called for it once are not called every few seconds.
 */
export const isForGood = (closed: Farewell | null): closed is Farewell =>
  closed?.why === 'quit' && !closed.again;

/**
 * When the last console that could be heard was closed; null: there is none that was, or another was heard within
 * `patienceMs` and may only be late.
 */
export function allClosedAt(
  consoles: readonly ClosedConsole[],
  now: number,
  patienceMs: number,
): number | null {
  const heard = consoles.filter(({ heardAt }) => heardAt > 0);
  if (heard.some((one) => !isForGood(one.closed) && now - one.heardAt < patienceMs)) return null;
  const closed = heard.map((one) => one.closed).filter(isForGood);
  return closed.length === 0 ? null : Math.max(...closed.map(({ at }) => at));
}

const whys: Record<Farewell['why'], string> = {
  quit: 'was closed',
  shutdown: 'was ended by its computer',
  update: 'made room for another version',
};

/** `"Till 1" was closed by Ana at 11:58`, by the restaurant's own clock; null: it said nothing. */
export function closingOf(
  { name, closed }: Pick<ClosedConsole, 'name' | 'closed'>,
  { timeZone }: Pick<RestaurantSettings, 'timeZone'>,
  now: number,
): string | null {
  if (closed === null) return null;
  const local = (at: number) => new Date(wallClock(timeZone, at)).toISOString();
  const [day, time] = [local(closed.at).slice(0, 10), local(closed.at).slice(11, 16)];
  const who = closed.why === 'quit' && closed.person !== null ? ` by ${closed.person}` : '';
  const on = day === local(now).slice(0, 10) ? '' : ` on ${day}`;
  return `"${name}" ${whys[closed.why]}${who}${on} at ${time}`;
}

/** The newest first. */
export function closingsOf(
  consoles: readonly ClosedConsole[],
  settings: Pick<RestaurantSettings, 'timeZone'>,
  now: number,
): string[] {
  return consoles
    .toSorted((a, b) => (b.closed?.at ?? 0) - (a.closed?.at ?? 0))
    .flatMap((one) => closingOf(one, settings, now) ?? [])
    .slice(0, mostNamed);
}
