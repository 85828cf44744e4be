// One HTTP exchange with the backend over a fetch given from outside: Electron's own, so that the system's
// trust store and proxy settings count, or Node's.
import { ourProtocol, protocolHeader, writeProtocol } from '../../contract/protocol.ts';
import type { Backend, BackendAnswer, BackendRequest, BackendTarget } from '../../core/ports/backend.ts';
import { isLoginPage, openPlace, type LookAt } from './login-page.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type BackendHttpOptions = {
  fetch: Fetch;
  /** For a backend that made its own certificate: accepts this one and no other. */
  fetchPinned: (fingerprint: string) => Fetch;
  /** To find out what answers where the backend does not. */
  lookAt: LookAt;
  /** Closes every connection that is kept for later, and resolves when new ones may be made. */
  dropPools: () => Promise<unknown>;
  userAgent: string;
  /** A backend that answers more than this is not ours. */
  bodyBytes?: number;
};

/** New connections wait no longer than this for the old ones to be gone. */
const dropAtMostMs = 500;

type Failure = Extract<BackendAnswer, { kind: 'failure' }>;

/** Chromium's and Node's names for what can go wrong, before the request can have left this machine … */
const neverSent =
  /ERR_(?:CONNECTION_(?:REFUSED|TIMED_OUT|FAILED)|NAME_|INTERNET_DISCONNECTED|ADDRESS_|CERT_|SSL_|PROXY_|TUNNEL_|NO_SUPPORTED_PROXIES|MANDATORY_PROXY)|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|certificate/i;
const tls = /ERR_CERT_|ERR_SSL_|CERT_|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|ERR_TLS_|certificate/i;
const proxy = /ERR_(?:PROXY|TUNNEL|MANDATORY_PROXY|NO_SUPPORTED_PROXIES)/;

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = (cause as NodeJS.ErrnoException).code;
  return `${error.message}: ${cause.message}${code !== undefined && !cause.message.includes(code) ? ` (${code})` : ''}`;
}

export function asFailure(error: unknown, timedOut: boolean, timeoutMs: number): Failure {
  const message = describe(error);
  const words = `${message} ${(error as NodeJS.ErrnoException).code ?? ''}`;
  const sent = !neverSent.test(words);
  if (timedOut)
    return { kind: 'failure', why: 'timeout', sent: true, message: `no answer in ${timeoutMs} ms` };
  if (proxy.test(words)) return { kind: 'failure', why: 'proxy', sent, message };
  if (tls.test(words)) return { kind: 'failure', why: 'tls', sent, message };
  return { kind: 'failure', why: 'network', sent, message };
}

/** Retry-After in seconds or as a date. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

async function readAtMost(response: Response, bytes: number): Promise<string | null> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > bytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const loginPage = (sent: boolean, shown: string): Failure => ({
  kind: 'failure',
  why: 'login-page',
  sent,
  message: `a login page of this network answers in place of the order system (${shown})`,
});

/** Not followed, whoever reads it: Chromium's words and those of our own connections. */
const redirect = /redirect/i;

export function createBackendHttp(options: BackendHttpOptions): Backend {
  const { bodyBytes = 64 * 1024 * 1024, userAgent } = options;

  function addressOf(target: BackendTarget, request: BackendRequest): string {
    return target.url.replace(/\/+$/, '') + request.path;
  }

  function headersOf(request: BackendRequest): Record<string, string> {
    return {
      accept: 'application/json',
      'user-agent': userAgent,
      ...(request.token !== null && { authorization: `Bearer ${request.token}` }),
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(request.form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      // Whose own words are spoken there knows nothing of ours.
      ...(request.headers === undefined && { [protocolHeader]: writeProtocol(ourProtocol) }),
      ...request.headers,
      ...(request.idempotencyKey !== undefined && { 'idempotency-key': request.idempotencyKey }),
    };
  }

  /** A redirect does not say where to, nor a certificate of somebody else's who that is: asked again without a token. */
  async function named(failure: Failure, asked: URL): Promise<Failure> {
    if (failure.why !== 'tls' && !redirect.test(failure.message)) return failure;
    const place = openPlace(asked);
    const shown = await options.lookAt(place);
    if (shown === null || !isLoginPage(place, shown)) return failure;
    return loginPage(failure.sent, `${shown.status}; ${failure.message}`);
  }

  const underWay = new Set<AbortController>();
  let dropped: Promise<unknown> = Promise.resolve();

  return {
    dropConnections() {
      for (const exchange of underWay) exchange.abort();
      dropped = Promise.race([
        options.dropPools().catch(() => undefined),
        new Promise((resolve) => void setTimeout(resolve, dropAtMostMs)),
      ]);
    },
    async exchange(target, request, giveUp) {
      const address = addressOf(target, request);
      const fetch = target.fingerprint === null ? options.fetch : options.fetchPinned(target.fingerprint);
      // The whole exchange is bounded, the body included: a backend that stalls half-way is not there.
      const end = new AbortController();
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        end.abort();
      }, request.timeoutMs);
      underWay.add(end);
      giveUp?.onGiven(() => end.abort());
      try {
        await dropped;
        end.signal.throwIfAborted();
        const response = await fetch(address, {
          method: request.method,
          headers: headersOf(request),
          ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
          ...(request.form !== undefined && { body: new URLSearchParams(request.form).toString() }),
          // A redirect would carry the token to another place.
          redirect: 'error',
          credentials: 'omit',
          signal: end.signal,
        });
        const { status, headers } = response;
        const shown = { status, contentType: headers.get('content-type'), location: headers.get('location') };
        const text = await readAtMost(response, Math.min(bodyBytes, request.answerBytes ?? bodyBytes));
        const body = text === null ? undefined : text === '' ? null : parse(text);
        // JSON that is given out as a page is what simple backends say, and so is a yes of theirs without a word; ours never.
        const isEmpty = text === '' && request.headers === undefined;
        if (isLoginPage(new URL(address), shown) && (body === undefined || isEmpty || status === 511))
          return loginPage(true, String(status));
        if (body === undefined) {
          const message = `${response.status} with a body that is not JSON, or too large`;
          return { kind: 'failure', why: 'unreadable', sent: true, message };
        }
        return {
          kind: 'answer',
          status: response.status,
          body,
          retryAfterMs: retryAfterMs(response.headers.get('retry-after'), Date.now()),
          protocol: response.headers.get(protocolHeader),
        };
      } catch (error) {
        if (end.signal.aborted && !timedOut)
          return { kind: 'failure', why: 'dropped', sent: true, message: 'given up for a new connection' };
        return await named(asFailure(error, timedOut, request.timeoutMs), new URL(address));
      } finally {
        clearTimeout(timer);
        underWay.delete(end);
      }
    },
  };
}
