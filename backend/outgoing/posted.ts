// What came of a request to somebody else's server, and how that is said in a log or to an administrator.

/** `never`: no try will get through to this address. */
export type Posted = { status: number; retryAfterMs?: number } | { why: string } | { never: string };

export function wordsOf(posted: Posted): string {
  if ('status' in posted) return `HTTP ${posted.status}`;
  return 'never' in posted ? posted.never : posted.why;
}

/** By its code, never in the words of whoever failed: those name the address, which is a secret by itself. */
export function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  const coded = cause instanceof Error && 'code' in cause ? cause : error;
  return `the receiver cannot be reached (${'code' in coded && typeof coded.code === 'string' ? coded.code : error.name})`;
}
