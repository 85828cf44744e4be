// When to try again: soon at first, steady afterwards, never all consoles at once, never in a storm.

/** The steps; the last one is repeated. They are short enough to be back within 3 s of a short outage. */
const steps = [
  { base: 300, extra: 1700 },
  { base: 1000, extra: 1000 },
  { base: 1500, extra: 1000 },
  { base: 1500, extra: 1000 },
  { base: 2800, extra: 2400 },
];

/** `fraction` is the share of chance in it, 0 ≤ x < 1. */
export function retryDelayMs(failures: number, fraction: number): number {
  const step = steps[Math.min(Math.max(failures, 1), steps.length) - 1] as (typeof steps)[number];
  return step.base + step.extra * fraction;
}

/** Ten attempts within five seconds are no bad luck but a loop somewhere. */
const stormAttempts = 10;
const stormWithinMs = 5000;
export const stormPauseMs = 20_000;

export function isStorm(attempts: readonly number[], now: number): boolean {
  return attempts.filter((at) => now - at < stormWithinMs).length >= stormAttempts;
}
