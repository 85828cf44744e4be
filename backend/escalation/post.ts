// Posts to a webhook: no redirects, no waiting without end, and nothing read of the answer but its status.

export type Post = (url: string, headers: Record<string, string>, body: string) => Promise<Posted>;
/** `never`: no try will get through to this address. */
export type Posted = { status: number } | { why: string } | { never: string };

const timeoutMs = 10_000;

export const post: Post = async (url, headers, body) => {
  const wrong = wrongWith(url);
  if (wrong !== null) return { never: wrong };
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    return { status: answer.status };
  } catch (error) {
    return { why: reasonOf(error) };
  }
};

/** Set with an earlier version, which took it: no try would ever get through. */
function wrongWith(url: string): string | null {
  if (!URL.canParse(url)) return 'the address cannot be read';
  const { username, password } = new URL(url);
  return username === '' && password === ''
    ? null
    : 'the address holds a user name or a password, which no call carries: set it without them';
}

/** By its code, never in the words of whoever failed: those name the address, which is a secret by itself. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
  return `the receiver cannot be reached (${code})`;
}
