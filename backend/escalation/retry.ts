// Decides what becomes of a webhook call after a try.
import type { Posted } from './post.ts';

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

export function afterTry(
  posted: Posted,
  { attempts, since, now }: { attempts: number; since: number; now: number },
): Outcome {
  if ('never' in posted) return { kind: 'refused' };
  if ('status' in posted) {
    const { status } = posted;
    if (status >= 200 && status < 300) return { kind: 'delivered' };
    if (status >= 300 && status < 500 && !passing.has(status)) return { kind: 'refused' };
  }
  const pause = pauses[Math.min(attempts, pauses.length) - 1] ?? second;
  return now + pause - since > givenUpAfterMs ? { kind: 'given-up' } : { kind: 'waiting', at: now + pause };
}
