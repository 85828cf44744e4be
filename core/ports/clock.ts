// Time as the core sees it: never Date.now(), never setTimeout.
export type Timer = { cancel(): void };

export interface Clock {
  /** Wall time in ms since 1970; may jump. */
  now(): number;
  /** Milliseconds that only grow, also across a wall-clock jump; stands still while the machine sleeps or not. */
  monotonic(): number;
  after(ms: number, run: () => void): Timer;
}

/** Randomness: 0 ≤ x < 1, and ids nobody else makes. */
export interface Chance {
  fraction(): number;
  id(): string;
}
