// "Live" is only shown while its proof is fresh: a console that has stopped answering must not look well.
import type { StatusView } from '../../../contract/view.ts';

/** The proof comes every 10 s; this many without one is too long. */
const staleMs = 60_000;

export function isStale({ word, caughtUpAt }: StatusView, now: number): boolean {
  return word === 'live' && caughtUpAt !== null && now - Date.parse(caughtUpAt) > staleMs;
}
