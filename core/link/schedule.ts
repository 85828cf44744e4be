// Tells when to try again: soon at first, steady afterwards, never all consoles at once, never in a storm.

type Step = { base: number; extra: number };
type Schedule = { steps: readonly Step[]; nudgeMs: number; beatMs: number };

/** Few consoles: back within 3 s of a short outage. The last step is repeated. */
const few: Schedule = {
  steps: [
    { base: 200, extra: 600 },
    { base: 1000, extra: 500 },
    { base: 1500, extra: 500 },
    { base: 1500, extra: 500 },
    { base: 2800, extra: 2400 },
  ],
  nudgeMs: 500,
  beatMs: 0,
};

/**
 * A chain: of 1,000 consoles that lost their backend together at most 350 come back in any one second, which takes
 * 2.9 s at the least, and no step may be shorter than what the one before it has spread.
 */
const many: Schedule = {
  steps: [
    { base: 200, extra: 3800 },
    { base: 3400, extra: 1200 },
    { base: 3400, extra: 1200 },
    { base: 3400, extra: 2000 },
  ],
  nudgeMs: 4000,
  beatMs: 1500,
};

const fewAtMost = 100;

/** Nobody has said how many there are: then there may be many. */
const scheduleFor = (consoles: number | null): Schedule =>
  consoles !== null && consoles <= fewAtMost ? few : many;

/** `fraction` is the share of chance in it, 0 ≤ x < 1. */
export function retryDelayMs(failures: number, fraction: number, consoles: number | null): number {
  const { steps } = scheduleFor(consoles);
  const step = steps[Math.min(Math.max(failures, 1), steps.length) - 1] as Step;
  return step.base + step.extra * fraction;
}

/** How long after a sign of life of the backend the next attempt is made. */
export const nudgeDelayMs = (fraction: number, consoles: number | null): number =>
  scheduleFor(consoles).nudgeMs * fraction;

/** How soon after the link is lost the backend is asked whether orders still come: a thousand lose it together. */
export const beatDelayMs = (fraction: number, consoles: number | null): number =>
  scheduleFor(consoles).beatMs * fraction;

/** Ten attempts within five seconds are no bad luck but a loop somewhere. */
const stormAttempts = 10;
const stormWithinMs = 5000;
export const stormPauseMs = 20_000;

export function isStorm(attempts: readonly number[], now: number): boolean {
  return attempts.filter((at) => now - at < stormWithinMs).length >= stormAttempts;
}
