// Decides how long somebody who keeps guessing has to wait.

/** `failures` as of `at`; they are forgiven one by one as time passes. */
export type Guesses = { failures: number; at: number };

export type Patience = {
  /** So many mistakes cost nothing. */
  free: number;
  /** One mistake is forgiven per so many milliseconds. */
  forgiveMs: number;
  /** The first wait; each further mistake doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
};

const minute = 60_000;

/**
 * Fingers slip at a busy counter. One way in (an install, an address, an account from one address) is good for about
 * 20 tries an hour in the end; all ways together that are not known for the restaurant or the account are slowed down,
 * never shut.
 */
export const patience = {
  install: { free: 8, forgiveMs: 3 * minute, firstWaitMs: 15_000, longestWaitMs: 15 * minute },
  person: { free: 5, forgiveMs: 5 * minute, firstWaitMs: 15_000, longestWaitMs: 15 * minute },
  address: { free: 20, forgiveMs: minute, firstWaitMs: 15_000, longestWaitMs: 15 * minute },
  account: { free: 20, forgiveMs: 3 * minute, firstWaitMs: 15_000, longestWaitMs: 5 * minute },
  restaurant: { free: 40, forgiveMs: 3 * minute, firstWaitMs: 15_000, longestWaitMs: 5 * minute },
} satisfies Record<string, Patience>;

function remaining(guesses: Guesses, rule: Patience, now: number): number {
  const forgiven = Math.floor(Math.max(0, now - guesses.at) / rule.forgiveMs);
  return Math.max(0, guesses.failures - forgiven);
}

/** Milliseconds until the next try is taken; 0 when it may be made now. */
export function waitMs(guesses: Guesses | null, rule: Patience, now: number): number {
  if (guesses === null) return 0;
  const over = remaining(guesses, rule, now) - rule.free;
  if (over < 0) return 0;
  const wait = Math.min(rule.longestWaitMs, rule.firstWaitMs * 2 ** Math.min(over, 20));
  // Never longer than the wait itself, also when the clock was set back.
  return Math.min(wait, Math.max(0, guesses.at + wait - now));
}

export function afterMistake(guesses: Guesses | null, rule: Patience, now: number): Guesses {
  return { failures: (guesses === null ? 0 : remaining(guesses, rule, now)) + 1, at: now };
}
