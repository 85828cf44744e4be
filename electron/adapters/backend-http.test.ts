import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import type { BackendRequest } from '../../core/ports/backend.ts';
import { ourProtocol, writeProtocol } from '../../contract/protocol.ts';
import { asFailure, createBackendHttp, retryAfterMs } from './backend-http.ts';
import { lookAt } from './login-page.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function serve(answer: (req: IncomingMessage, res: ServerResponse) => void): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const backend = createBackendHttp({
  fetch,
  fetchPinned: (fingerprint) => async () => {
    throw new Error(`certificate is not ${fingerprint}`);
  },
  lookAt: lookAt(() => undefined),
  dropPools: async () => undefined,
  userAgent: 'Counterbell test',
  bodyBytes: 1000,
});
const ask = (url: string, over: Partial<BackendRequest> = {}) =>
  backend.exchange(
    { url, fingerprint: null },
    { method: 'GET', path: '/snapshot', token: null, timeoutMs: 5000, ...over },
  );

test('sends what it is given and answers with what came, of any status', async () => {
  const seen: unknown[] = [];
  const url = await serve((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += chunk));
    req.on('end', () => {
      const { authorization, 'idempotency-key': key } = req.headers;
      seen.push(req.method, req.url, authorization, key, body, req.headers['counterbell-protocol']);
      res.writeHead(409, {
        'content-type': 'application/problem+json',
        'retry-after': '2',
        'counterbell-protocol': '7;oldest=3',
      });
      res.end('{"code":"conflict"}');
    });
  });
  const answer = await ask(`${url}/base/`, {
    method: 'POST',
    path: '/orders/1/ready?x=1',
    token: 'secret',
    body: { minutes: 5 },
    idempotencyKey: 'k1',
  });
  expect(answer).toEqual({
    kind: 'answer',
    status: 409,
    body: { code: 'conflict' },
    retryAfterMs: 2000,
    protocol: '7;oldest=3',
  });
  expect(seen).toEqual([
    'POST',
    '/base/orders/1/ready?x=1',
    'Bearer secret',
    'k1',
    '{"minutes":5}',
    writeProtocol(ourProtocol),
  ]);
});

test('an empty answer is an answer', async () => {
  const url = await serve((_req, res) => res.writeHead(204).end());
  expect(await ask(url)).toMatchObject({ kind: 'answer', status: 204, body: null });
});

test('nobody there: nothing was sent', async () => {
  const url = await serve(() => undefined);
  await new Promise((resolve) => server?.close(resolve));
  expect(await ask(url)).toMatchObject({ kind: 'failure', why: 'network', sent: false });
});

test('cut off before the answer: it may have been heard', async () => {
  const url = await serve((req) => req.socket.destroy());
  expect(await ask(url)).toMatchObject({ kind: 'failure', why: 'network', sent: true });
});

test('no answer, or half of one, in time is a timeout', async () => {
  const silent = await serve(() => undefined);
  expect(await ask(silent, { timeoutMs: 50 })).toMatchObject({ kind: 'failure', why: 'timeout', sent: true });
  server?.closeAllConnections();
  server?.close();
  const half = await serve((_req, res) => res.writeHead(200).write('{"half":'));
  expect(await ask(half, { timeoutMs: 100 })).toMatchObject({ kind: 'failure', why: 'timeout', sent: true });
  server?.closeAllConnections();
});

test('an answer that is no JSON, or has no end, is unreadable: a login page of a guest network', async () => {
  const page = await serve((_req, res) => res.end('<html>Welcome to our Wi-Fi'));
  expect(await ask(page)).toMatchObject({ kind: 'failure', why: 'unreadable' });
  server?.close();
  const endless = await serve((_req, res) => res.end(JSON.stringify('x'.repeat(2000))));
  expect(await ask(endless)).toMatchObject({ kind: 'failure', why: 'unreadable' });
});

test('an answer longer than the question bears is none to it, although others may be', async () => {
  const url = await serve((_req, res) => res.end(JSON.stringify('x'.repeat(500))));
  expect(await ask(url)).toMatchObject({ kind: 'answer' });
  expect(await ask(url, { answerBytes: 100 })).toMatchObject({ kind: 'failure', why: 'unreadable' });
});

test('a redirect is not followed: the token stays where it belongs', async () => {
  const asked: unknown[] = [];
  const url = await serve((req, res) => {
    asked.push([req.url, req.headers.authorization]);
    res.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await ask(url, { token: 'secret' })).toMatchObject({ kind: 'failure', why: 'network' });
  // What is there is looked at without a token; an address of its own is no login page.
  expect(asked).toEqual([
    ['/snapshot', 'Bearer secret'],
    ['/generate_204', undefined],
  ]);
});

test.each([
  ['302', (res: ServerResponse) => res.writeHead(302, { location: 'http://login.example/?back=1' }).end()],
  ['200', (res: ServerResponse) => res.setHeader('content-type', 'text/html').end('<html>Welcome')],
  ['an empty 200', (res: ServerResponse) => res.setHeader('content-type', 'text/html').end()],
  ['511', (res: ServerResponse) => res.writeHead(511).end('{"log":"in"}')],
])('a login page of the network (%s) is named, and what leads elsewhere is not followed', async (_, say) => {
  const seen: unknown[] = [];
  const url = await serve((req, res) => {
    seen.push(req.headers.authorization);
    say(res);
  });
  expect(await ask(url, { token: 'secret' })).toMatchObject({
    kind: 'failure',
    why: 'login-page',
    sent: true,
  });
  expect(seen.slice(1)).toEqual(seen.length === 1 ? [] : [undefined]);
});

test('an order system that is used as it is may say yes with an empty page', async () => {
  const url = await serve((_req, res) => res.setHeader('content-type', 'text/html').end());
  expect(await ask(url, { headers: { 'x-key': 'k' } })).toMatchObject({
    kind: 'answer',
    status: 200,
    body: null,
  });
});

test('a login page behind somebody else’s certificate is looked for where nothing is encrypted, without a token', async () => {
  const looked: string[] = [];
  const one = createBackendHttp({
    fetch: () => Promise.reject(new Error('net::ERR_CERT_AUTHORITY_INVALID')),
    fetchPinned: () => fetch,
    lookAt: async ({ href }) => {
      looked.push(href);
      return { status: 302, contentType: null, location: 'https://login.example/' };
    },
    dropPools: async () => undefined,
    userAgent: 'Counterbell test',
  });
  const request = { method: 'GET', path: '/snapshot', token: 'secret', timeoutMs: 5000 } as const;
  expect(
    await one.exchange({ url: 'https://orders.example:8443/base', fingerprint: null }, request),
  ).toMatchObject({ kind: 'failure', why: 'login-page', sent: false });
  expect(looked).toEqual(['http://orders.example/generate_204']);
});

test('dropping connections ends what is under way as dropped, and what is asked then waits for the pools to be gone', async () => {
  let asked = 0;
  const url = await serve((_req, res) => void ((asked += 1) > 1 && res.end('{}')));
  let gone = (): void => undefined;
  const one = createBackendHttp({
    fetch,
    fetchPinned: () => fetch,
    lookAt: lookAt(() => undefined),
    dropPools: () => new Promise<void>((resolve) => (gone = resolve)),
    userAgent: 'Counterbell test',
  });
  const request = { method: 'GET', path: '/', token: null, timeoutMs: 10_000 } as const;
  const target = { url, fingerprint: null };
  const hanging = one.exchange(target, request);
  await vi.waitFor(() => expect(asked).toBe(1));
  one.dropConnections();
  expect(await hanging).toMatchObject({ kind: 'failure', why: 'dropped', sent: true });
  const next = one.exchange(target, request);
  // Woken, unlocked and on another network at once: each drops what the one before it began.
  gone();
  one.dropConnections();
  expect(await next).toMatchObject({ kind: 'failure', why: 'dropped' });
  gone();
  expect(await one.exchange(target, request)).toMatchObject({ kind: 'answer', status: 200 });
  expect(asked).toBe(2);
  server?.closeAllConnections();
});

test('whoever asked may give up: before it is sent, and while nothing comes', async () => {
  let asked = 0;
  const url = await serve(() => void (asked += 1));
  const heard: (() => void)[] = [];
  const giveUp = { given: false, onGiven: (run: () => void) => void heard.push(run) };
  const request = { method: 'GET', path: '/', token: null, timeoutMs: 10_000 } as const;
  const hanging = backend.exchange({ url, fingerprint: null }, request, giveUp);
  await vi.waitFor(() => expect(asked).toBe(1));
  for (const run of heard) run();
  expect(await hanging).toMatchObject({ kind: 'failure', why: 'dropped' });
  const given = { given: true, onGiven: (run: () => void) => run() };
  expect(await backend.exchange({ url, fingerprint: null }, request, given)).toMatchObject({
    why: 'dropped',
  });
  expect(asked).toBe(1);
  server?.closeAllConnections();
});

test('with a fingerprint only the pinned way is used', async () => {
  const answer = await backend.exchange(
    { url: 'https://127.0.0.1:1', fingerprint: 'AA:BB' },
    { method: 'GET', path: '/', token: null, timeoutMs: 100 },
  );
  expect(answer).toMatchObject({ kind: 'failure', why: 'tls', sent: false });
});

test.each([
  ['net::ERR_CONNECTION_REFUSED', 'network', false],
  ['net::ERR_INTERNET_DISCONNECTED', 'network', false],
  ['net::ERR_CONNECTION_RESET', 'network', true],
  ['net::ERR_EMPTY_RESPONSE', 'network', true],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'tls', false],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy', false],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy', false],
])('%s is told as %s', (message, why, sent) => {
  expect(asFailure(new Error(message), false, 1)).toEqual({ kind: 'failure', why, sent, message });
});

test('Retry-After is read in both its forms', () => {
  expect(retryAfterMs('3', 0)).toBe(3000);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', 1000)).toBe(4000);
  expect(retryAfterMs('soon', 0)).toBeNull();
  expect(retryAfterMs(null, 0)).toBeNull();
});
