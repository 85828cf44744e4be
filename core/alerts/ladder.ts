// The ladder: how one shared bell grows louder while orders wait unheard. A table over who waits and for how long.
import type { BellSound } from '../ports/desktop.ts';

export type Step = { afterMs: number; sound: BellSound; show: boolean };

export const steps: readonly Step[] = [
  { afterMs: 0, sound: 'first', show: false },
  { afterMs: 15_000, sound: 'first', show: false },
  // Thirty seconds without an answer: louder, and in sight, but without taking the keyboard from anybody.
  { afterMs: 30_000, sound: 'second', show: true },
];
/** After the last step it rings at this rhythm, with the last sound, until somebody answers. */
export const thenEveryMs = 10_000;

export type Ringing = {
  since: number;
  /** The next step that has not rung. */
  next: number;
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

const stepAt = (step: number): number => {
  const last = steps.length - 1;
  return step <= last
    ? (steps[step] as Step).afterMs
    : (steps[last] as Step).afterMs + (step - last) * thenEveryMs;
};
const stepNamed = (step: number): Step => steps[Math.min(step, steps.length - 1)] as Step;

export function climb(before: Ringing | null, unheard: readonly string[], now: number): Ladder {
  if (unheard.length === 0)
    return { ringing: null, ring: null, show: false, hush: before !== null, at: null };
  const orders = new Set(unheard);
  const ringing = before ?? { since: now, next: 0, orders };
  let { next } = ringing;
  // After sleep several steps may have passed: they ring once, not one after the other.
  while (ringing.since + stepAt(next) <= now) next += 1;
  const stepped = next > ringing.next ? stepNamed(next - 1) : null;
  const shows = next > ringing.next && steps.some((step, at) => step.show && at >= ringing.next && at < next);
  const newcomer = unheard.some((id) => !ringing.orders.has(id));
  return {
    ringing: { since: ringing.since, next, orders },
    ring: stepped?.sound ?? (newcomer ? stepNamed(Math.max(0, next - 1)).sound : null),
    show: shows,
    hush: false,
    at: ringing.since + stepAt(next),
  };
}
