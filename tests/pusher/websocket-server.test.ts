// Who comes in, and what is said to those who do not.
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually, within } from './support/deadline.ts';
import { APP, type Embedded, startEmbedded } from './support/embedded.ts';
import { createClients, createSdk, happens, subscribed } from './support/official.ts';
import { authFor, RawClient } from './support/raw.ts';

let running: Embedded | null = null;
const cleanUp: (() => void)[] = [];

async function start(options: Parameters<typeof startEmbedded>[0] = {}) {
  running = await startEmbedded(options);
  const clients = createClients(running.target, createSdk(running.target));
  cleanUp.push(() => clients.done());
  return { ...running, clients };
}

function raw(embedded: Embedded, path?: string, headers: Record<string, string> = {}): RawClient {
  const client = new RawClient(embedded.target, path, { headers });
  cleanUp.push(() => client.socket.terminate());
  return client;
}

afterEach(async () => {
  for (const clean of cleanUp.splice(0)) clean();
  await running?.stop();
  running = null;
});

test.each([
  ['/app/wrong-key?protocol=7', 4001],
  ['/app/', 4005],
  ['/app', 4005],
  [`/app/${APP.key}/more?protocol=7`, 4005],
  [`/app/${APP.key}?protocol=seven`, 4006],
  [`/app/${APP.key}?protocol=7.5`, 4006],
  [`/app/${APP.key}?version=newest`, 4006],
  [`/app/${APP.key}?protocol=4`, 4007],
  [`/app/${APP.key}?protocol=8`, 4007],
  [`/app/${APP.key}?protocol=999999999`, 4007],
  [`/app/${APP.key}`, 4008],
  [`/app/${APP.key}?protocol=&client=js&version=8.6.0`, 4008],
])('%s is refused with %i, in a frame and in the close', async (path, code) => {
  const client = raw(await start(), path);
  const { data } = await client.next('pusher:error');
  expect(data).toMatchObject({ code, message: expect.stringMatching(/\S/) });
  expect(await client.closeCode()).toBe(code);
});

test.each([5, 6, 7])('protocol %i is spoken', async (protocol) => {
  const client = raw(await start(), `/app/${APP.key}?protocol=${protocol}`);
  expect(await client.socketId()).toMatch(/^\d+\.\d+$/);
});

test('pusher-js takes an unknown key as final', async () => {
  const { target } = await start();
  const strangers = createClients({ ...target, app: { ...target.app, key: 'unknown' } }, createSdk(target));
  cleanUp.push(() => strangers.done());
  const client = strangers.connect();
  await within(happens(client.connection, 'disconnected'), 'pusher-js to give up');
  expect(client.connection.socket_id).toBeUndefined();
});

test('the announced activity time-out is the one that was set', async () => {
  const { data } = await raw(await start({ activityTimeoutS: 8 })).next('pusher:connection_established');
  expect(data).toMatchObject({ activity_timeout: 8 });
});

test('socket ids are never the same', async () => {
  const embedded = await start();
  const ids = await Promise.all(Array.from({ length: 50 }, () => raw(embedded).socketId()));
  expect(new Set(ids).size).toBe(50);
});

test('compression is not agreed to', async () => {
  const client = raw(await start());
  await client.socketId();
  expect(client.socket.extensions).toBe('');
});

test('a full server says so, and pusher-js comes back when there is room', async () => {
  const { clients, server } = await start({ limits: { connections: 1 } });
  const first = await clients.connected();
  await subscribed(first, 'private-orders');
  const second = clients.connect();
  const error = await within(
    happens<{ error?: unknown; data?: unknown }>(second.connection, 'error'),
    'the refusal',
  );
  expect(JSON.stringify(error)).toContain('4100');
  expect(server.stats().connections).toBe(1);
  first.disconnect();
  await within(happens(second.connection, 'connected'), 'the second to come in');
});

test('one address cannot take every place', async () => {
  const embedded = await start({
    limits: { connectionsPerAddress: 1 },
    addressOf: (req) => String(req.headers['x-forwarded-for']),
  });
  const greedy = raw(embedded, undefined, { 'x-forwarded-for': '203.0.113.1' });
  const id = await greedy.socketId();
  greedy.subscribe('private-orders', authFor(embedded.target, `${id}:private-orders`));
  await greedy.next('pusher_internal:subscription_succeeded');
  expect(await raw(embedded, undefined, { 'x-forwarded-for': '203.0.113.1' }).closeCode()).toBe(4100);
  await raw(embedded, undefined, { 'x-forwarded-for': '203.0.113.2' }).socketId();
  greedy.socket.terminate();
  await eventually(() => embedded.server.stats().connections === 1, 'the place is free again');
  await raw(embedded, undefined, { 'x-forwarded-for': '203.0.113.1' }).socketId();
});

test('a storm of connections is turned away before it costs a WebSocket', async () => {
  const now = Date.now();
  const embedded = await start({ limits: { connectBurstPerAddress: 3 }, now: () => now });
  for (let n = 0; n < 3; n += 1) await raw(embedded).socketId();
  const { host, port, app } = embedded.target;
  const fourth = new WebSocket(`ws://${host}:${port}/app/${app.key}?protocol=7`);
  const status = new Promise<number | undefined>((resolve) => {
    fourth.on('unexpected-response', (_req, res) => resolve(res.statusCode));
  });
  expect(await within(status, 'the refusal')).toBe(429);
});

test('an upgrade that is no WebSocket is refused and leaves nothing behind', async () => {
  const { target, server } = await start();
  const { default: http } = await import('node:http');
  const req = http.request({
    ...target,
    path: `/app/${APP.key}?protocol=7`,
    headers: { connection: 'upgrade', upgrade: 'websocket' },
  });
  const status = new Promise((resolve) => req.on('response', (res) => resolve(res.statusCode)));
  req.end();
  expect(await within(status, 'the answer')).toBe(400);
  expect(server.stats().connections).toBe(0);
});
