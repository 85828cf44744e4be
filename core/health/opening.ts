// Decides the daily opening check as a table: when the bell is tried, and what comes of the question whether anybody
// heard it. It is no alert: nothing counts it, and nothing is done about it but to say so.

/** What is kept of the last one. Times are the order system's. */
export type OpeningCheck = {
  /** The day on which the restaurant opened, by its own calendar. */
  day: string;
  askedAt: number;
  state: 'asked' | 'heard' | 'not-heard';
};

export type Seen = {
  now: number;
  /** It is switched on, this console rings, and the order system's clock is known. */
  wanted: boolean;
  /** Since when the restaurant has been open without a break, and that moment's date there; null: it is closed. */
  opened: { at: number; day: string } | null;
  /** When somebody here last answered a bell that rang. */
  lastHeard: number | null;
  /** Something rings or waits for an answer: another ring would be taken for its, or cover it. */
  isBusy: () => boolean;
};

export type Decided = {
  kept: OpeningCheck | null;
  ring: boolean;
  /** Nobody heard it: somebody has to be told. */
  tell: boolean;
  /** When to look again, if nothing happens before. */
  at: number | null;
};

/** Whoever opens has other things to do first. */
export const answerWithinMs = 5 * 60_000;
/** A console that is switched on late, or has orders to ring for, catches up with it so long after the opening. */
export const lateMs = 30 * 60_000;
/** A day further ahead than this was kept by a clock that was wrong. */
const wrongMs = 7 * 24 * 60 * 60_000;

export function decideOpening(kept: OpeningCheck | null, seen: Seen): Decided {
  const stays: Decided = { kept, ring: false, tell: false, at: null };
  if (kept?.state === 'asked') return answered(kept, seen);
  const { now, opened, lastHeard } = seen;
  if (!seen.wanted || opened === null || isDone(kept, opened.day)) return stays;
  if (now >= opened.at + lateMs) return stays;
  if (lastHeard !== null && lastHeard >= opened.at)
    return { ...stays, kept: { day: opened.day, askedAt: lastHeard, state: 'heard' } };
  if (seen.isBusy()) return { ...stays, at: opened.at + lateMs };
  return {
    kept: { day: opened.day, askedAt: now, state: 'asked' },
    ring: true,
    tell: false,
    at: now + answerWithinMs,
  };
}

function answered(kept: OpeningCheck, { now, lastHeard }: Seen): Decided {
  const stays: Decided = { kept, ring: false, tell: false, at: null };
  // An order that rang meanwhile and was answered tells as much.
  if (lastHeard !== null && lastHeard >= kept.askedAt) return { ...stays, kept: { ...kept, state: 'heard' } };
  // A clock that was set back by more than that makes nobody wait for it.
  if (Math.abs(now - kept.askedAt) >= answerWithinMs)
    return { ...stays, kept: { ...kept, state: 'not-heard' }, tell: true };
  return { ...stays, at: kept.askedAt + answerWithinMs };
}

/** Days count up: one that comes again, because a clock was set back, was checked already. */
const isDone = (kept: OpeningCheck | null, day: string): boolean =>
  kept !== null && kept.day >= day && Date.parse(kept.day) - Date.parse(day) <= wrongMs;
