// A hand-signed request to the HTTP API, for what the SDK refuses to send.
import { createHash } from 'node:crypto';
import { hmac } from './raw.ts';
import type { Target } from './target.ts';

export type SignedOptions = {
  body?: string;
  params?: Record<string, string>;
  /** Replaces what would be signed or sent. */
  timestamp?: number;
  secret?: string;
  key?: string;
  bodyMd5?: string;
  sentBody?: string;
  sentParams?: Record<string, string>;
  headers?: Record<string, string>;
};

export type Reply = { status: number; text: string; type: string };

export async function signedFetch(
  target: Target,
  method: string,
  path: string,
  options: SignedOptions = {},
): Promise<Reply> {
  const { app, tls, host, port } = target;
  const full = `/apps/${app.id}${path}`;
  const params: Record<string, string> = {
    auth_key: options.key ?? app.key,
    auth_timestamp: String(options.timestamp ?? Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    ...options.params,
  };
  if (options.body !== undefined) {
    params.body_md5 = options.bodyMd5 ?? createHash('md5').update(options.body).digest('hex');
  }
  const query = Object.keys(params)
    .toSorted()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  const signature = hmac(options.secret ?? app.secret, `${method}\n${full}\n${query}`);
  const sent = new URLSearchParams({ ...params, ...options.sentParams, auth_signature: signature });
  const body = options.sentBody ?? options.body;
  const response = await fetch(`${tls ? 'https' : 'http'}://${host}:${port}${full}?${sent}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...options.headers },
    ...(body !== undefined && { body }),
  });
  return {
    status: response.status,
    text: await response.text(),
    type: response.headers.get('content-type') ?? '',
  };
}
