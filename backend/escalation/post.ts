// Posts to a webhook: no redirects, no waiting without end, and nothing read of the answer but its status.
import { reasonOf, type Posted } from '../outgoing/posted.ts';

export type Post = (url: string, headers: Record<string, string>, body: string) => Promise<Posted>;

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
    return { why: reasonOf(error, timeoutMs) };
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
