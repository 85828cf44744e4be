// Decides which consoles of a restaurant are gone, and which are back. A pure table over what is known.
import { freshMs, mostAtOnce, silentInHoursMs, type Situation } from './decide.ts';
import type { Farewell } from '../identity/index.ts';
import { isForGood } from './closed-consoles.ts';
import { nextService, servingSince } from './serving.ts';

export type Console = {
  id: string;
  name: string;
  /** Its newest beat. */
  seenAt: number;
  /** When it last was live and audible at once; 0: never. */
  heardAt: number;
  /** It said that it ends, and has not beaten since. */
  closed: Farewell | null;
  /** Since when it is missed; null: it is not. */
  goneAt: number | null;
};

export type ConsolesSituation = Pick<Situation, 'now' | 'upSince' | 'settings'> & {
  /** Counters' consoles that were there once. */
  consoles: readonly Console[];
};

export type ConsolesDecision = {
  gone: Console[];
  back: Console[];
  /** Unless one of those that are gone comes back, nothing can change before then. */
  lookAgainAt: number;
};

/** Nobody misses one that was last there before the holidays: it lies in a drawer, or was never signed out. */
export const forgottenMs = 30 * 86_400_000;

export function decideConsoles({ now, upSince, settings, consoles }: ConsolesSituation): ConsolesDecision {
  const back = consoles.filter(
    // The last beat of one that was closed is no sign of life.
    ({ goneAt, seenAt, closed }) => goneAt !== null && closed === null && now - seenAt <= freshMs,
  );
  const there = consoles.filter(({ goneAt, seenAt }) => goneAt === null && now - seenAt < forgottenMs);
  const serves = servingSince(settings, now);
  if (serves === null) return { gone: [], back, lookAgainAt: nextService(settings, now) };
  // Before the restaurant opened nobody had to be there, and before the backend was up nobody could be heard.
  const missedAt = ({ seenAt, closed }: Console) =>
    // Whoever closed it while orders came said so: nothing is waited for.
    isForGood(closed) && closed.at >= serves
      ? closed.at
      : Math.max(seenAt, serves, upSince) + silentInHoursMs;
  const gone = there.filter((one) => missedAt(one) <= now);
  const others = there.filter((one) => missedAt(one) > now).map(missedAt);
  // One that is only just back will have to be watched as the others are.
  if (back.length > 0) others.push(now + freshMs);
  return {
    gone: gone.slice(0, mostAtOnce),
    back,
    lookAgainAt: gone.length > mostAtOnce ? now : Math.min(nextService(settings, now), ...others),
  };
}
