import { createServer, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { fingerprintOf, makeCertificate } from '../../backend/http/certificate.ts';
import { createBackendHttp } from './backend-http.ts';
import { pinnedAgent, pinnedAgents, pinnedFetch, pinnedSocketOptions } from './pinned-tls.ts';

const own = makeCertificate(['localhost', '127.0.0.1'], Date.now());
const fingerprint = fingerprintOf(own.cert);
const wrong = fingerprintOf(makeCertificate(['localhost'], Date.now()).cert);

let server: https.Server;
let plain: Server;
let port: number;
let plainPort: number;
/** Everything that reached the server decrypted. */
const seen: { path: string; authorization: string | undefined; body: string }[] = [];

const listening = (one: Server | https.Server) =>
  new Promise<number>((resolve) =>
    one.listen(0, '127.0.0.1', () => resolve((one.address() as AddressInfo).port)),
  );

beforeAll(async () => {
  const answer: Parameters<typeof createServer>[1] = (req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      seen.push({ path: req.url ?? '', authorization: req.headers.authorization, body });
      if (req.url === '/nothing') res.writeHead(204).end();
      else if (req.url === '/elsewhere') res.writeHead(302, { location: '/' }).end();
      else if (req.url === '/never') res.writeHead(200).write('{');
      else
        res.writeHead(200, { 'content-type': 'application/json', 'retry-after': '7' }).end('{"here":true}');
    });
  };
  server = https.createServer(own, answer);
  plain = createServer(answer);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send('hello'));
  new WebSocketServer({ server: plain }).on('connection', (socket) => socket.send('hello'));
  [port, plainPort] = await Promise.all([listening(server), listening(plain)]);
});
afterAll(() => {
  for (const one of [server, plain]) {
    one.closeAllConnections();
    one.close();
  }
});
afterEach(() => void seen.splice(0));

const ask = (pinned: string, path = '/', init: RequestInit = {}) =>
  pinnedFetch(pinnedAgent(pinned))(`https://127.0.0.1:${port}${path}`, init);

/** The first message, or why there was none. */
function firstMessage(url: string, options: () => WebSocket.ClientOptions): Promise<string> {
  return new Promise((resolve) => {
    try {
      const socket = new WebSocket(url, options());
      socket.once('message', (data: Buffer) => {
        resolve(data.toString());
        socket.terminate();
      });
      socket.once('error', (error) => resolve(`refused: ${error.message}`));
    } catch (error) {
      resolve(`refused: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

test('the right certificate is spoken to', async () => {
  const answer = await ask(fingerprint, '/orders', {
    method: 'POST',
    headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
    body: '{"a":"ü"}',
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('retry-after')).toBe('7');
  expect(await answer.json()).toEqual({ here: true });
  expect(seen).toEqual([{ path: '/orders', authorization: 'Bearer t', body: '{"a":"ü"}' }]);
});

test('colons and capitals make no difference', async () => {
  const written = (fingerprint.match(/../g) ?? []).join(':').toUpperCase();
  expect((await ask(written)).status).toBe(200);
});

test('a wrong one is refused before anything was sent', async () => {
  const asked = ask(wrong, '/secret', { headers: { authorization: 'Bearer secret' } });
  await expect(asked).rejects.toThrow(/certificate of 127\.0\.0\.1 is not the one/);
  expect((await ask(fingerprint)).status).toBe(200);
  expect(seen.map((one) => one.path)).toEqual(['/']);
});

test('one that an authority vouches for is refused all the same', async () => {
  // Trusted as Node would trust a public one: through its list of authorities.
  const trusting = await new Promise<boolean>((resolve) => {
    const socket = tls.connect({ host: '127.0.0.1', port, ca: own.cert, servername: 'localhost' }, () => {
      resolve(socket.authorized);
      socket.destroy();
    });
  });
  expect(trusting).toBe(true);
  const agent = pinnedAgent(wrong);
  agent.options.ca = own.cert;
  await expect(pinnedFetch(agent)(`https://localhost:${port}/`, {})).rejects.toThrow(/certificate/);
});

test('without TLS nothing is said at all', async () => {
  const fetch = pinnedFetch(pinnedAgent(fingerprint));
  await expect(fetch(`http://127.0.0.1:${plainPort}/`, {})).rejects.toThrow(/http:\/\/ is refused/);
  await expect(fetch(`https://127.0.0.1:${plainPort}/`, {})).rejects.toThrow();
  expect(seen).toEqual([]);
});

test('over WebSocket: the right one connects, a wrong one, a plain one and none do not', async () => {
  const options = (pinned: string, url: string) => () =>
    pinnedSocketOptions(new URL(url), pinnedAgent(pinned));
  const url = `wss://127.0.0.1:${port}/app/key`;
  expect(await firstMessage(url, options(fingerprint, url))).toBe('hello');
  expect(await firstMessage(url, options(wrong, url))).toMatch(/^refused: the certificate/);
  expect(await firstMessage(url, () => ({}))).toMatch(/^refused: self-signed certificate/);
  const bare = `ws://127.0.0.1:${plainPort}/app/key`;
  expect(await firstMessage(bare, options(fingerprint, bare))).toMatch(/^refused: .*ws:\/\/ is refused/);
});

test('connections are kept, and every new one is checked', async () => {
  let connections = 0;
  const count = () => (connections += 1);
  server.on('connection', count);
  const fetch = pinnedFetch(pinnedAgent(fingerprint));
  for (let i = 0; i < 3; i++) await (await fetch(`https://127.0.0.1:${port}/`, {})).text();
  expect(connections).toBe(1);
  await expect(ask(wrong)).rejects.toThrow(/certificate/);
  expect(connections).toBe(2);
  server.off('connection', count);
});

test('what is kept is closed when it is dropped, and the next one is new', async () => {
  let connections = 0;
  const count = () => (connections += 1);
  server.on('connection', count);
  const agents = pinnedAgents();
  const fetch = pinnedFetch(agents.for(fingerprint));
  await (await fetch(`https://127.0.0.1:${port}/`, {})).text();
  agents.drop();
  expect((await fetch(`https://127.0.0.1:${port}/`, {})).status).toBe(200);
  expect(connections).toBe(2);
  agents.drop();
  server.off('connection', count);
});

test('an answer without a body, a redirect and an abort are what fetch makes of them', async () => {
  expect((await ask(fingerprint, '/nothing')).body).toBeNull();
  await expect(ask(fingerprint, '/elsewhere')).rejects.toThrow(/redirect/);
  const stop = new AbortController();
  const half = await ask(fingerprint, '/never', { signal: stop.signal });
  stop.abort();
  await expect(half.text()).rejects.toThrow();
});

test('nonsense is no fingerprint; one agent per certificate', () => {
  expect(() => pinnedAgent('abc')).toThrow(/not the SHA-256/);
  const agents = pinnedAgents();
  expect(agents.for(fingerprint)).toBe(agents.for(fingerprint.toUpperCase()));
  expect(agents.for(fingerprint)).not.toBe(agents.for(wrong));
});

test('the console’s exchange says that it was the certificate, and that nothing was sent', async () => {
  const agents = pinnedAgents();
  const backend = createBackendHttp({
    fetch: () => Promise.reject(new Error('not pinned')),
    fetchPinned: (pinned) => pinnedFetch(agents.for(pinned)),
    lookAt: async () => null,
    dropPools: async () => agents.drop(),
    userAgent: 'test',
  });
  const request = { method: 'GET', path: '/', token: 't', timeoutMs: 5000 } as const;
  const target = { url: `https://127.0.0.1:${port}`, fingerprint };
  expect(await backend.exchange(target, request)).toMatchObject({ kind: 'answer', status: 200 });
  expect(await backend.exchange({ ...target, fingerprint: wrong }, request)).toMatchObject({
    kind: 'failure',
    why: 'tls',
    sent: false,
  });
});
