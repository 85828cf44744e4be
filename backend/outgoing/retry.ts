// Decides what becomes of a call to somebody else's server after a try.
import type { Posted } from './posted.ts';

export type Outcome =
  | { kind: 'delivered' }
  /** The receiver understood it and does not want it: asking again changes nothing. */
  | { kind: 'refused' }
  | { kind: 'given-up' }
  | { kind: 'waiting'; at: number };

const second = 1000;
const minute = 60 * second;
/** Dense at first: a call that is minutes late has missed its purpose. */
const pauses = [2, 5, 15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * second);
const givenUpAfterMs = 6 * 60 * minute;
/** Of the 4xx, those that pass: time-out, too early, too many. */
const passing = new Set([408, 425, 429]);

export type Tried = {
  attempts: number;
  since: number;
  now: number;
  /** From then on it is of no use any more. */
  until?: number;
};

export function afterTry(
  posted: Posted,
  { attempts, since, now, until = since + givenUpAfterMs }: Tried,
): Outcome {
  if ('never' in posted) return { kind: 'refused' };
  let askedFor = 0;
  if ('status' in posted) {
    const { status, retryAfterMs = 0 } = posted;
    if (status >= 200 && status < 300) return { kind: 'delivered' };
    if (status >= 300 && status < 500 && !passing.has(status)) return { kind: 'refused' };
    askedFor = retryAfterMs;
  }
  const at = now + Math.max(askedFor, pauses[Math.min(attempts, pauses.length) - 1] ?? second);
  return at > until ? { kind: 'given-up' } : { kind: 'waiting', at };
}
