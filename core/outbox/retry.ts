// Tells when what failed to be sent is tried again: ever more rarely, not before the backend wants it, and not at all
// while it does not know this device's token.
import { spread, type Turn } from '../kernel/turn.ts';
import type { BackendAnswer } from '../ports/backend.ts';

export type Retry = {
  /** Attempts in a row that came to nothing. */
  readonly failures: number;
  readonly notBefore: number;
  /** The backend does not know this device's token: nothing is sent until it does. */
  readonly paused: boolean;
};

export const noRetry: Retry = { failures: 0, notBefore: 0, paused: false };

export function afterFailure(
  turn: Pick<Turn, 'at' | 'chance'>,
  before: number,
  answer: BackendAnswer,
): Pick<Retry, 'failures' | 'notBefore'> {
  const failures = before + 1;
  const backOff = spread(turn, Math.min(30_000, 500 * 2 ** Math.min(failures, 6)));
  const asked = answer.kind === 'answer' ? (answer.retryAfterMs ?? 0) : 0;
  return { failures, notBefore: turn.at.mono + Math.max(backOff, asked) };
}

/**
 * Whatever stands in between (a hotel's sign-in page, a proxy) says yes to anything, and has taken nothing. What does not
 * say what became of it has to show that it is a backend at least.
 */
export const isAnybodys = (answer: BackendAnswer): boolean =>
  answer.kind === 'answer' && answer.status < 300 && answer.protocol == null;

/** Of a yes that has no words: ours is a 204, to which 0.1.0 did not say its protocol. What stands in between shows a page. */
export const isWordlessYes = (answer: BackendAnswer): boolean =>
  answer.kind === 'answer' &&
  (answer.status === 204 || (answer.status >= 200 && answer.status < 300 && !isAnybodys(answer)));
