// Whether a request to the HTTP API was signed with the application's secret, a short while ago.
import { sameText, sign } from './signatures.ts';

export type SignedRequest = { method: string; path: string; query: string };

export type RequestVerdict =
  | { ok: true; params: Map<string, string>; bodyMd5: string | undefined }
  | { ok: false; status: 400 | 401; message: string };

type App = { key: string; secret: string };

/** The body is covered by `body_md5`, so that nothing of a body has to be read to turn a stranger away. */
export function judgeRequest(request: SignedRequest, app: App, nowMs: number, skewS: number): RequestVerdict {
  const params = new Map(pairsOf(request.query, decode));
  const missing = ['auth_key', 'auth_timestamp', 'auth_signature'].find((name) => !params.get(name));
  if (missing !== undefined) return refuse(401, `Missing parameter: ${missing}`);
  if (params.get('auth_version') !== '1.0') return refuse(401, 'auth_version must be 1.0');
  if (params.get('auth_key') !== app.key) return refuse(401, 'Unknown auth_key');

  const texts = textsToSign(request);
  const given = params.get('auth_signature') ?? '';
  if (!texts.some((text) => sameText(sign(app.secret, text), given))) {
    return refuse(
      401,
      `Invalid signature: sign ${JSON.stringify(texts[0])} with HMAC-SHA256 and the app's secret`,
    );
  }
  const timestamp = params.get('auth_timestamp') ?? '';
  const nowS = Math.floor(nowMs / 1000);
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) - nowS) > skewS) {
    const rule = `not within ${skewS} seconds of this server's clock (${nowS})`;
    return refuse(401, `Timestamp expired: auth_timestamp ${timestamp.slice(0, 20)} is ${rule}`);
  }
  return { ok: true, params, bodyMd5: params.get('body_md5') };
}

/**
 * Libraries differ in whether they sign a value before or after escaping it for the address, which only
 * matters for unusual values. Both are proofs of the same secret over the same request.
 */
function textsToSign({ method, path, query }: SignedRequest): string[] {
  const text = (decoder: (part: string) => string) => {
    const pairs = pairsOf(query, decoder).filter(([name]) => name !== 'auth_signature');
    const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return [method, decoder(path), sorted.map(([name, value]) => `${name}=${value}`).join('&')].join('\n');
  };
  const [decoded, asSent] = [text(decode), text((part) => part)];
  return decoded === asSent ? [decoded] : [decoded, asSent];
}

function pairsOf(query: string, decoder: (part: string) => string): [string, string][] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return [decoder(name).toLowerCase(), decoder(value)];
  });
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function refuse(status: 400 | 401, message: string): RequestVerdict {
  return { ok: false, status, message };
}
