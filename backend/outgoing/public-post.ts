// Posts to an address that a stranger gave us: over https, to the public Internet and nowhere else, without redirects,
// without waiting without end, and with nothing read of the answer but its status and how long it asks us to wait.
import { lookup as lookupOfSystem } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { reasonOf, type Posted } from './posted.ts';

export type PublicPost = (
  url: string,
  headers: Record<string, string | number>,
  body: Buffer,
) => Promise<Posted>;

export type PublicPostParts = {
  /** Origins that may be asked wherever they are, as whoever runs the backend has named them. */
  alsoTo: readonly string[];
  lookup?: LookupFunction;
  timeoutMs?: number;
  now?: () => number;
};

/** Why no request may go to this address; null: one may. The name behind it is looked up only when it is asked. */
export function wrongWithAddress(url: string, alsoTo: readonly string[]): string | null {
  if (!URL.canParse(url)) return 'is no address';
  const { protocol, hostname, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return 'may hold no user name and no password';
  if (alsoTo.includes(origin)) return null;
  if (protocol !== 'https:') return 'is no https address';
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) !== 0 && !isPublicAddress(literal) ? 'is no address of the public Internet' : null;
}

const notPublic = 'NOT_PUBLIC';

/** A name is looked up once, and what it led to is what is connected to: it cannot lead elsewhere the second time. */
function onlyPublic(lookup: LookupFunction): LookupFunction {
  return (hostname, options, answer) =>
    lookup(hostname, options, (error, found, family) => {
      if (error) return answer(error, found, family);
      const all = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      if (all.every(isPublicAddress)) return answer(null, found, family);
      const refused: NodeJS.ErrnoException = new Error('leads to an address that is not public');
      refused.code = notPublic;
      return answer(refused, found, family);
    });
}

export function createPublicPost(parts: PublicPostParts): { post: PublicPost; close(): void } {
  const { alsoTo, lookup = lookupOfSystem as LookupFunction, timeoutMs = 10_000, now = Date.now } = parts;
  // Whoever posts decides how many at once: what waited here would be sent to somebody who has signed out meanwhile.
  const connections = { keepAlive: true, maxSockets: Infinity, maxFreeSockets: 4, timeout: 30_000 };
  const agents = {
    guarded: new https.Agent({ ...connections, lookup: onlyPublic(lookup) }),
    named: { 'https:': new https.Agent(connections), 'http:': new http.Agent(connections) },
  };

  const post: PublicPost = (url, headers, body) => {
    const wrong = wrongWithAddress(url, alsoTo);
    if (wrong !== null) return Promise.resolve({ never: `the address ${wrong}` });
    const { protocol, origin } = new URL(url);
    const agent = alsoTo.includes(origin)
      ? agents.named[protocol as keyof typeof agents.named]
      : agents.guarded;
    const { request } = protocol === 'http:' ? http : https;
    return new Promise<Posted>((resolve) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const asked = request(url, { method: 'POST', headers, agent, signal }, (answer) => {
        const retryAfterMs = waitAskedFor(answer.headers['retry-after'], now());
        resolve({
          status: answer.statusCode ?? 0,
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        });
        // A few words keep the connection; whoever has more to say loses it.
        let left = 64 * 1024;
        answer.on('data', (chunk: Buffer) => {
          left -= chunk.length;
          if (left < 0) answer.destroy();
        });
        answer.on('error', () => undefined);
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === notPublic)
          resolve({ never: 'the address leads to no place of the public Internet' });
        else resolve({ why: reasonOf(signal.aborted ? signal.reason : error, timeoutMs) });
      });
      asked.end(body);
    });
  };
  return {
    post,
    close() {
      for (const agent of [agents.guarded, ...Object.values(agents.named)]) agent.destroy();
    },
  };
}

/** Seconds, or a time of day. */
function waitAskedFor(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const at = /^\d{1,9}$/.test(header) ? now + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
