// Says how long whoever typed wrong codes has to wait before the next one is looked at.

/** `at`: when the last wrong one came; on the disk by this computer's clock, in a run by the one that nobody can set. */
export type Tries = { wrong: number; at: number };
export const noTries: Tries = { wrong: 0, at: 0 };

const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

export function waitMs({ wrong, at }: Tries, now: number): number {
  if (wrong < freeTries) return 0;
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(wrong - freeTries, 20));
  // A clock that was set back makes nobody wait longer than that.
  return Math.min(wait, Math.max(0, at + wait - now));
}

/** What was read from the disk, by the clock of this run. */
export const inThisRun = ({ wrong, at }: Tries, clock: { wall: number; mono: number }): Tries => ({
  wrong,
  at: clock.mono - Math.max(0, clock.wall - at),
});

/** More wrong ones, or as many and later. */
export const theWorse = (one: Tries, other: Tries): Tries =>
  other.wrong > one.wrong || (other.wrong === one.wrong && other.at > one.at) ? other : one;
