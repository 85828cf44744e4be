// Tells how loud the shared bell rings next: a table over who waits unheard and for how long.
import type { Settings } from '../../contract/settings.ts';
import type { BellSound } from '../ports/bell.ts';

export type Steps = {
  /** Milliseconds since the first order began to wait: 0, and then growing. */
  ringsAt: readonly number[];
  /** After the last of them it rings at this rhythm, with the last sound, until somebody answers. */
  thenEvery: number;
  /** From the first ring at or after this on: louder, and in sight without taking the keyboard from anybody. */
  louderAt: number;
};

/** A stopped bell may be silent as long as the snooze; one that nobody stopped is never silent for longer than that. */
export function stepsOf({ ladder, bell }: Pick<Settings, 'ladder' | 'bell'>): Steps {
  const longest = bell.snoozeSeconds * 1000;
  const ringsAt: number[] = [];
  for (const [at, second] of ladder.ringsAtSeconds.entries()) {
    const pause = (second - (ladder.ringsAtSeconds[at - 1] ?? second)) * 1000;
    ringsAt.push((ringsAt.at(-1) ?? 0) + Math.min(pause, longest));
  }
  return {
    ringsAt,
    thenEvery: Math.min(ladder.thenEverySeconds * 1000, longest),
    louderAt: ladder.louderAtSeconds * 1000,
  };
}

export type Ringing = {
  since: number;
  /** When it last rang by the ladder; a newcomer's ring is no step of it. */
  rangAt: number;
  /** It has become louder, and the window was shown. */
  louder: boolean;
  orders: ReadonlySet<string>;
};

export type Ladder = {
  ringing: Ringing | null;
  /** What happens now. */
  ring: BellSound | null;
  show: boolean;
  hush: boolean;
  /** When to look again. */
  at: number | null;
};

/** The steps may be others than at the last look: what counts is when it last rang. */
export function climb(before: Ringing | null, unheard: readonly string[], now: number, steps: Steps): Ladder {
  if (unheard.length === 0)
    return { ringing: null, ring: null, show: false, hush: before !== null, at: null };
  const since = before?.since ?? now;
  // After sleep several steps may have passed: they ring once, not one after the other.
  const step = since + lastStep(steps, now - since);
  const stepped = before === null || step > before.rangAt;
  // Once louder it stays so, whatever is set meanwhile.
  const louder = (before?.louder ?? false) || (stepped && step >= since + steps.louderAt);
  const newcomer = before !== null && unheard.some((id) => !before.orders.has(id));
  return {
    ringing: {
      since,
      rangAt: stepped ? Math.max(now, step) : before.rangAt,
      louder,
      orders: new Set(unheard),
    },
    ring: stepped || newcomer ? (louder ? 'second' : 'first') : null,
    show: louder && before?.louder !== true,
    hush: false,
    at: since + nextStep(steps, now - since),
  };
}

/** How often it has rung at the last rhythm. */
const rounds = (steps: Steps, elapsed: number): number =>
  Math.floor((elapsed - end(steps)) / steps.thenEvery);
const end = ({ ringsAt }: Steps): number => ringsAt.at(-1) ?? 0;

/** The last step at or before this moment. */
const lastStep = (steps: Steps, elapsed: number): number =>
  elapsed >= end(steps)
    ? end(steps) + rounds(steps, elapsed) * steps.thenEvery
    : (steps.ringsAt.findLast((at) => at <= elapsed) ?? 0);

/** The first step after this moment. */
const nextStep = (steps: Steps, elapsed: number): number =>
  elapsed >= end(steps)
    ? end(steps) + (rounds(steps, elapsed) + 1) * steps.thenEvery
    : (steps.ringsAt.find((at) => at > elapsed) ?? end(steps));
