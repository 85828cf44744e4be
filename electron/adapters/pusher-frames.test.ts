// What comes over the socket and what listeners do with it: neither odd frames nor errors end the connection.
import { expect, test, vi } from 'vitest';
import {
  cleanUp,
  greeting,
  logged,
  open,
  publish,
  startPuppet,
  startServer,
} from '../../tests/support/pusher-adapter.ts';

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
