// The connection comes, goes and comes back; another address or key leaves nothing of the former one behind.
import Pusher from 'pusher-js';
import { expect, test, vi } from 'vitest';
import type { RealtimeSignal } from '../../core/ports/realtime.ts';
import {
  app,
  greeting,
  log,
  open,
  permit,
  publish,
  startPuppet,
  startServer,
} from '../../tests/support/pusher-adapter.ts';
import { createPusherRealtime } from './pusher-realtime.ts';

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
