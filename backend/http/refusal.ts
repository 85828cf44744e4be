// An answer that is no: a stable code for programs and a sentence for people.
import type { ProblemCode } from '../../contract/problem.ts';

export type Refusal = {
  ok: false;
  code: ProblemCode;
  detail: string;
  field?: string;
  /** throttled: try again after so many seconds. */
  retryAfterSeconds?: number;
};
export type Result<T> = { ok: true; value: T } | Refusal;

export const done = <T>(value: T): Result<T> => ({ ok: true, value });

export function refused(
  code: ProblemCode,
  detail: string,
  more: Pick<Refusal, 'field' | 'retryAfterSeconds'> = {},
): Refusal {
  return { ok: false, code, detail, ...more };
}
