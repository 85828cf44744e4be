import { createHash, createHmac } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Pusher from 'pusher-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createPusherServer, type PusherServer } from '../../backend/pusher-server/index.ts';
import type { Log } from '../../core/ports/log.ts';
import type {
  AuthorizeAnswer,
  AuthorizeRequest,
  Realtime,
  RealtimeOptions,
  RealtimeSignal,
} from '../../core/ports/realtime.ts';
import { faultOf } from './pusher-fault.ts';
import { createPusherRealtime } from './pusher-realtime.ts';

const app = { id: '1', key: 'key', secret: 'secret' };
const logged: { event: string; fields: unknown }[] = [];
const note = (event: string, fields?: unknown) => void logged.push({ event, fields });
const log: Log = { debug: note, info: note, warn: note, error: note };
let realtime: Realtime;
// The class that makes sockets is one for the whole process; each adapter puts its own there.
beforeEach(() => {
  realtime = createPusherRealtime({ Pusher, log });
});

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
  logged.length = 0;
});

type Host = { port: number; http: Server; sockets: Set<Socket>; pusher?: PusherServer };

async function listen(http: Server, port = 0): Promise<Host> {
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => http.close(resolve));
  };
  cleanUp.push(stop);
  return { port: (http.address() as AddressInfo).port, http, sockets };
}

async function startServer(port = 0, key = app.key): Promise<Host & { pusher: PusherServer }> {
  const pusher = createPusherServer({ app: { ...app, key } });
  const http = createServer((req, res) => void (pusher.handleRequest(req, res) || res.writeHead(404).end()));
  http.on('upgrade', (req, socket, head) => pusher.handleUpgrade(req, socket, head));
  const host = await listen(http, port);
  cleanUp.push(() => pusher.close({ graceMs: 10 }));
  return { ...host, pusher };
}

/** A server that says and does only what a test lets it. */
async function startPuppet(
  onConnection: (say: (frame: object) => void, close: (code: number) => void) => void,
) {
  const http = createServer();
  const puppet = new WebSocketServer({ server: http });
  puppet.on('connection', (socket) =>
    onConnection(
      (frame) => socket.send(JSON.stringify(frame)),
      (code) => socket.close(code),
    ),
  );
  cleanUp.push(() => puppet.close());
  return { ...(await listen(http)), puppet };
}
const greeting = (id = '1.1') => ({
  event: 'pusher:connection_established',
  data: JSON.stringify({ socket_id: id, activity_timeout: 30 }),
});

const sign = (key: string, text: string) =>
  `${key}:${createHmac('sha256', app.secret).update(text).digest('hex')}`;
async function permit(request: AuthorizeRequest, key = app.key): Promise<AuthorizeAnswer> {
  if (request.for === 'channel')
    return { ok: true, auth: sign(key, `${request.socketId}:${request.channel}`) };
  const userData = JSON.stringify({ id: 'device-1' });
  return { ok: true, auth: sign(key, `${request.socketId}::user::${userData}`), userData };
}

function open(port: number, over: Partial<RealtimeOptions> = {}) {
  const signals: RealtimeSignal[] = [];
  const client = realtime.open({
    address: { key: app.key, host: '127.0.0.1', port, tls: false },
    fingerprint: null,
    activityTimeoutMs: 8000,
    pongTimeoutMs: 4000,
    authorize: (request) => permit(request, over.address?.key),
    signal: (signal) => signals.push(signal),
    ...over,
  });
  cleanUp.push(() => client.close());
  const heard = (kind: RealtimeSignal['kind'], times = 1) =>
    vi.waitFor(
      () => {
        const found = signals.filter((signal) => signal.kind === kind);
        if (found.length < times) throw new Error(`heard ${signals.map((signal) => signal.kind).join(' ')}`);
        return found[times - 1] as never as Record<string, unknown>;
      },
      { timeout: 10_000, interval: 10 },
    );
  return { client, signals, heard };
}

async function publish(port: number, channel: string, name: string, data: string, key = app.key) {
  const body = JSON.stringify({ name, channels: [channel], data });
  const query = [
    `auth_key=${key}`,
    `auth_timestamp=${Math.floor(Date.now() / 1000)}`,
    'auth_version=1.0',
    `body_md5=${createHash('md5').update(body).digest('hex')}`,
  ].join('&');
  const path = `/apps/${app.id}/events`;
  const signature = createHmac('sha256', app.secret).update(`POST\n${path}\n${query}`).digest('hex');
  // On a connection of its own, which is not kept: tests count them.
  const status = await new Promise((resolve, reject) => {
    const asked = request(`http://127.0.0.1:${port}${path}?${query}&auth_signature=${signature}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
    });
    asked.once('error', reject);
    asked.once('response', (answer) => resolve(answer.resume().statusCode));
    asked.end(body);
  });
  expect(status).toBe(200);
}

test('it is the Node build of pusher-js, of the pinned version', () => {
  expect((Pusher.Runtime as { getWebSocketAPI?: unknown }).getWebSocketAPI).toBeTypeOf('function');
  expect((Pusher as unknown as { Runtime: { getProtocol(): string } }).Runtime.getProtocol()).toBe('http:');
  expect((Pusher as unknown as { VERSION?: string }).VERSION ?? '8.6.0').toBe('8.6.0');
});

test('connects, subscribes to a private channel, signs in and hears events', async () => {
  const { port } = await startServer();
  const { client, signals, heard } = open(port);
  client.subscribe('private-restaurant-1');
  client.signIn();
  expect(signals).toEqual([]);
  client.connect();
  await heard('subscribed');
  await heard('signed-in');
  await publish(port, 'private-restaurant-1', 'order.new', '{"id":"e1"}');
  await publish(port, 'private-restaurant-1', 'order.new', 'no json');
  await heard('event', 2);
  expect(signals.filter(({ kind }) => kind === 'event')).toEqual([
    { kind: 'event', channel: 'private-restaurant-1', name: 'order.new', data: { id: 'e1' } },
    { kind: 'event', channel: 'private-restaurant-1', name: 'order.new', data: 'no json' },
  ]);
  expect(signals.slice(0, 2)).toEqual([
    { kind: 'connecting' },
    { kind: 'connected', socketId: expect.stringMatching(/^\d+\.\d+$/) },
  ]);
});

test('after a reconnect each channel is authorised once, although pusher-js and the core both ask for it', async () => {
  const { port, sockets } = await startServer();
  const asked: string[] = [];
  const { client, signals, heard } = open(port, {
    authorize: (request) => {
      if (request.for === 'channel') asked.push(`${request.socketId} ${request.channel}`);
      return permit(request);
    },
    // As the core does: it asks for what it has not heard of on the present socket.
    signal: (signal) => {
      signals.push(signal);
      if (signal.kind !== 'connected') return;
      for (const channel of ['private-restaurant-1', 'private-user-1']) client.subscribe(channel);
    },
  });
  client.connect();
  await heard('subscribed', 2);
  for (let round = 2; round <= 3; round += 1) {
    for (const socket of sockets) socket.destroy();
    await heard('unavailable', round - 1);
    client.connect();
    await heard('subscribed', round * 2);
  }
  expect(asked).toHaveLength(6);
  expect(new Set(asked).size).toBe(6);
});

test('what pusher-js asked for by itself and was refused is asked for again at the first word', async () => {
  const { port, sockets } = await startServer();
  let allowed = true;
  const { client, heard } = open(port, {
    authorize: (request) =>
      allowed ? permit(request) : Promise.resolve({ ok: false, status: 403, message: 'not yours' }),
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  await heard('subscribed');
  allowed = false;
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  await heard('refused');
  allowed = true;
  client.subscribe('private-restaurant-1');
  expect(await heard('subscribed', 2)).toMatchObject({ channel: 'private-restaurant-1' });
});

test('a listener that throws stops nothing', async () => {
  const { port } = await startServer();
  let thrown = 0;
  const { client, heard, signals } = open(port);
  const strict = open(port, {
    signal: (signal) => {
      thrown += 1;
      throw new Error(`cannot stand ${signal.kind}`);
    },
  });
  strict.client.subscribe('private-restaurant-1');
  strict.client.connect();
  client.subscribe('private-restaurant-1');
  client.connect();
  await heard('subscribed');
  await vi.waitFor(() => expect(thrown).toBeGreaterThanOrEqual(3));
  await publish(port, 'private-restaurant-1', 'order.new', '{}');
  await heard('event');
  expect(signals.map(({ kind }) => kind)).not.toContain('disconnected');
  expect(logged.map(({ event }) => event)).toContain('pusher.listener-failed');
});

test('a listener that throws at one event hears the next, and the log names the event, not what was in it', async () => {
  const { port } = await startServer();
  const heardData: unknown[] = [];
  const { client, signals, heard } = open(port, {
    signal: (signal) => {
      signals.push(signal);
      if (signal.kind !== 'event') return;
      heardData.push(signal.data);
      if (heardData.length === 1) throw new Error('cannot read this order');
    },
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  await heard('subscribed');
  await publish(port, 'private-restaurant-1', 'order.new', '{"note":"no onions"}');
  await publish(port, 'private-restaurant-1', 'order.ready', '{"id":"e2"}');
  await heard('event', 2);
  expect(heardData).toEqual([{ note: 'no onions' }, { id: 'e2' }]);
  expect(logged).toEqual([
    {
      event: 'pusher.listener-failed',
      fields: {
        signal: 'event',
        name: 'order.new',
        channel: 'private-restaurant-1',
        message: 'Error: cannot read this order',
      },
    },
  ]);
});

test('a refusal by the authorizer is told with its status, and asking again sends again', async () => {
  const { port } = await startServer();
  let allowed = false;
  const { client, heard } = open(port, {
    authorize: (request) =>
      allowed ? permit(request) : Promise.resolve({ ok: false, status: 403, message: 'not yours' }),
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  expect(await heard('refused')).toEqual({
    kind: 'refused',
    channel: 'private-restaurant-1',
    status: 403,
    message: 'not yours',
  });
  allowed = true;
  client.subscribe('private-restaurant-1');
  await heard('subscribed');
});

test('a refusal by the server wedges pusher-js: asking again cures it', async () => {
  const { port } = await startServer();
  let wrong = true;
  const { client, heard } = open(port, {
    authorize: async (request) => {
      const answer = await permit(request);
      return wrong && answer.ok ? { ...answer, auth: `${app.key}:${'0'.repeat(64)}` } : answer;
    },
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  expect(await heard('refused')).toMatchObject({ channel: 'private-restaurant-1', status: 401 });
  wrong = false;
  client.subscribe('private-restaurant-1');
  await heard('subscribed');
});

test('a refused sign-in can be repeated', async () => {
  const { port } = await startServer();
  let allowed = false;
  const { client, heard } = open(port, {
    authorize: (request) =>
      allowed ? permit(request) : Promise.resolve({ ok: false, status: 500, message: 'later' }),
  });
  client.signIn();
  client.connect();
  expect(await heard('sign-in-refused')).toMatchObject({ message: 'later' });
  allowed = true;
  client.signIn();
  await heard('signed-in');
});

test('an answer for a former socket is thrown away', async () => {
  const { port, sockets } = await startServer();
  const waiting: { request: AuthorizeRequest; answer: (answer: AuthorizeAnswer) => void }[] = [];
  const { client, heard, signals } = open(port, {
    authorize: (request) => new Promise((answer) => waiting.push({ request, answer })),
  });
  client.subscribe('private-restaurant-1');
  client.connect();
  await vi.waitFor(() => expect(waiting).toHaveLength(1));
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  await vi.waitFor(() => expect(waiting).toHaveLength(2));
  const [old, now] = waiting;
  if (old === undefined || now === undefined) throw new Error('two requests were expected');
  expect(old.request.socketId).not.toBe(now.request.socketId);
  now.answer(await permit(now.request));
  old.answer(await permit(old.request));
  await heard('subscribed');
  expect(signals.map(({ kind }) => kind)).not.toContain('refused');
});

test('what was unsubscribed while pending is not subscribed again by a reconnect', async () => {
  const { port, sockets, pusher } = await startServer();
  const { client, heard } = open(port, {
    authorize: (request) =>
      request.for === 'channel' && request.channel === 'private-gone'
        ? new Promise(() => {})
        : permit(request),
  });
  client.connect();
  await heard('connected');
  client.subscribe('private-gone');
  client.unsubscribe('private-gone');
  client.subscribe('private-kept');
  await heard('subscribed');
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  await heard('subscribed', 2);
  expect(pusher.stats()).toMatchObject({ subscriptions: 1 });
});

test('connect now does not wait for the client to try again, and nothing tears the new link down', async () => {
  const { port, sockets } = await startServer();
  const { client, heard, signals } = open(port);
  client.connect();
  await heard('connected');
  for (const socket of sockets) socket.destroy();
  await heard('unavailable');
  client.connect();
  // In the very call; by itself it would begin to try after a second.
  expect(signals.at(-1)).toEqual({ kind: 'connecting' });
  await heard('connected', 2);
  client.connect();
  client.check();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(signals.map(({ kind }) => kind)).toEqual([
    'connecting',
    'connected',
    'unavailable',
    'connecting',
    'connected',
  ]);
});

test('a server that is not there is told attempt by attempt, and found when it is back', async () => {
  const first = await startServer();
  const { port } = first;
  await first.pusher.close({ graceMs: 0 });
  for (const socket of first.sockets) socket.destroy();
  await new Promise((resolve) => first.http.close(resolve));
  const { client, heard } = open(port);
  client.connect();
  expect(await heard('unavailable')).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
  await startServer(port);
  client.connect();
  await heard('connected');
});

test('an address that may not be spoken to is told, and nothing is sent there', async () => {
  const strict = createPusherRealtime({
    Pusher,
    log,
    socketOptions: (url) => {
      throw new Error(`${url.protocol}// is refused`);
    },
  });
  const { port, sockets } = await startServer();
  const signals: RealtimeSignal[] = [];
  const client = strict.open({
    address: { key: app.key, host: '127.0.0.1', port, tls: false },
    fingerprint: 'AA',
    activityTimeoutMs: 8000,
    pongTimeoutMs: 4000,
    authorize: permit,
    signal: (signal) => signals.push(signal),
  });
  client.connect();
  await vi.waitFor(() =>
    expect(signals.at(-1)).toMatchObject({ kind: 'unavailable', message: 'ws:// is refused' }),
  );
  expect(sockets.size).toBe(0);
  client.close();
});

test('asked on a silent link, it notices within the pong time-out', async () => {
  const { port } = await startPuppet((say) => say(greeting()));
  const { client, heard } = open(port, { pongTimeoutMs: 200 });
  client.connect();
  await heard('connected');
  client.check();
  expect(await heard('connecting', 2)).toEqual({ kind: 'connecting' });
});

test('closing for good is told as asked; being thrown out for good is not', async () => {
  const { port } = await startPuppet((say, close) => {
    say(greeting());
    setTimeout(() => close(4009), 20);
  });
  const { client, heard } = open(port);
  client.connect();
  expect(await heard('disconnected')).toMatchObject({ asked: false, code: 4009 });

  const { port: quiet } = await startServer();
  const second = open(quiet);
  second.client.connect();
  await second.heard('connected');
  second.client.disconnect();
  expect(await second.heard('disconnected')).toMatchObject({ asked: true });
});

test('a server that says "come back at once" without end is left alone after a few times', async () => {
  let connections = 0;
  const { port } = await startPuppet((_say, close) => {
    connections += 1;
    close(4200);
  });
  const { client, heard } = open(port);
  client.connect();
  expect(await heard('disconnected')).toMatchObject({ asked: false, code: 4200 });
  const before = connections;
  expect(before).toBeLessThan(10);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(connections).toBe(before);
});

test('frames that are no JSON are logged once and change nothing', async () => {
  const { port, puppet } = await startPuppet((say) => say(greeting()));
  const { client, heard, signals } = open(port);
  client.subscribe('news');
  client.connect();
  await heard('connected');
  for (const socket of puppet.clients) {
    socket.send('{ not json');
    socket.send('neither');
    socket.send(
      JSON.stringify({ event: 'pusher_internal:subscription_succeeded', channel: 'news', data: '{}' }),
    );
  }
  await heard('subscribed');
  expect(logged).toEqual([{ event: 'pusher.frame-unreadable', fields: { count: 1 } }]);
  expect(signals.at(-1)?.kind).toBe('subscribed');
});

test('frames that are JSON and no message of Pusher end nothing, and what comes behind them is heard', async () => {
  const { port, puppet } = await startPuppet((say) => say(greeting()));
  const { client, heard, signals } = open(port);
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on('uncaughtException', note);
  cleanUp.push(() => process.off('uncaughtException', note));
  client.subscribe('news');
  client.connect();
  await heard('connected');
  const frames: unknown[] = [
    null,
    1,
    'text',
    [],
    {},
    { event: 1 },
    { event: null, channel: 'news' },
    { event: ['order.new'], channel: 'news' },
    { event: 'order.new', channel: '__proto__' },
    { event: 'order.new', channel: 'constructor' },
    { event: 'order.new', channel: { toString: 1 } },
    { event: 'toString', channel: 'news', data: '{"__proto__":{"a":1}}' },
    { event: 'pusher:error' },
    { event: 'pusher:error', data: 'null' },
    { event: 'pusher:signin_success' },
    { event: 'pusher:signin_success', data: '{}' },
    { event: 'pusher_internal:subscription_count', channel: 'news' },
    { event: 'pusher_internal:subscription_count', channel: 'news', data: 'null' },
    { event: 'pusher:subscription_error', channel: 'news', data: 'null' },
  ];
  for (const socket of puppet.clients) {
    for (const frame of frames) socket.send(JSON.stringify(frame));
    socket.send(`{"event":"order.new","channel":"news","data":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    socket.send(JSON.stringify({ event: 'order.new', channel: 'news', data: '{"n":1}' }));
  }
  await vi.waitFor(
    () =>
      expect(signals.at(-1)).toMatchObject({
        kind: 'event',
        channel: 'news',
        name: 'order.new',
        data: { n: 1 },
      }),
    { timeout: 10_000, interval: 10 },
  );
  expect(uncaught).toEqual([]);
  expect(logged.filter(({ event }) => event === 'pusher.frame-unreadable')).toHaveLength(1);
});

test('one instance serves one address after another, whatever the last one said about TLS', async () => {
  const before = (Pusher.instances as unknown[]).length;
  const tlsOnly = await startPuppet((_say, close) => close(4000));
  const first = open(tlsOnly.port);
  first.client.connect();
  await first.heard('unavailable');
  first.client.close();
  for (let round = 0; round < 3; round += 1) {
    const { port } = await startServer();
    const next = open(port);
    next.client.subscribe(`private-restaurant-${round}`);
    next.client.connect();
    await next.heard('subscribed');
    next.client.close();
    const count = next.signals.length;
    await publish(port, `private-restaurant-${round}`, 'order.new', '{}');
    expect(next.signals).toHaveLength(count);
  }
  expect((Pusher.instances as unknown[]).length).toBeLessThanOrEqual(before + 1);
});

test('another key, twice: the former connections, sockets and timers are gone, and nothing of them is heard', async () => {
  const alive = () =>
    process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind.startsWith('TCPSocket'));
  const hosts = [
    await startServer(0, 'first'),
    await startServer(0, 'second'),
    await startServer(0, 'third'),
  ];
  const before = alive().length;
  const instances = (Pusher.instances as unknown[]).length;
  const former: { signals: RealtimeSignal[]; count: number; host: (typeof hosts)[number]; key: string }[] =
    [];
  for (const [at, key] of ['first', 'second', 'third'].entries()) {
    const host = hosts[at];
    if (host === undefined) throw new Error('there are three hosts');
    const opened = open(host.port, { address: { key, host: '127.0.0.1', port: host.port, tls: false } });
    opened.client.subscribe('private-restaurant-1');
    opened.client.signIn();
    opened.client.connect();
    await opened.heard('subscribed');
    await opened.heard('signed-in');
    for (const each of former) {
      await vi.waitFor(() => expect(each.host.sockets.size).toBe(0));
      await publish(each.host.port, 'private-restaurant-1', 'order.new', '{}', each.key);
    }
    await publish(host.port, 'private-restaurant-1', 'order.new', '{}', key);
    await opened.heard('event');
    for (const each of former) expect(each.signals).toHaveLength(each.count);
    opened.client.close();
    former.push({ signals: opened.signals, count: opened.signals.length, host, key });
  }
  for (const { host } of former) await vi.waitFor(() => expect(host.sockets.size).toBe(0));
  for (const { pusher } of hosts) expect(pusher.stats()).toMatchObject({ connections: 0 });
  // Waited for without a timer, which would count.
  const patience = performance.now() + 5000;
  while (alive().length > before && performance.now() < patience)
    await new Promise((resolve) => setImmediate(resolve));
  expect(alive().length).toBeLessThanOrEqual(before);
  expect((Pusher.instances as unknown[]).length).toBeLessThanOrEqual(instances + 1);
});

test.each([
  [
    { type: 'PusherError', data: { code: 4001, message: 'no such app' } },
    { code: 4001, message: 'no such app' },
  ],
  [
    { type: 'WebSocketError', error: { type: 'PusherError', data: { code: 1006 } } },
    { code: 1006, message: null },
  ],
  [
    { type: 'AuthError', error: 'not yours', status: 403 },
    { code: null, message: 'not yours' },
  ],
  ['odd', { code: null, message: 'odd' }],
  [undefined, { code: null, message: null }],
])('the fault in %j is found', (error, fault) => {
  expect(faultOf(error)).toEqual(fault);
});
