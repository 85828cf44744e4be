// Judges what the backend's answer to something sent means for sending it.
import type { BackendAnswer } from '../ports/backend.ts';

export type Judgement = 'taken' | 'refused' | 'not-signed-in' | 'again';

/** Client errors that are about the moment, not about what was sent. */
const momentary: ReadonlySet<number> = new Set([408, 425, 429]);

export function judge(answer: BackendAnswer): Judgement {
  if (answer.kind === 'failure') return 'again';
  const { status } = answer;
  if (status >= 200 && status < 300) return 'taken';
  if (status === 401) return 'not-signed-in';
  if (status >= 400 && status < 500 && !momentary.has(status)) return 'refused';
  return 'again';
}
