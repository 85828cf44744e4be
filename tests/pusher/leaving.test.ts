// The server goes away: clients are told to come back, and do.
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually, within } from './support/deadline.ts';
import { type Embedded, startEmbedded } from './support/embedded.ts';
import { createClients, createSdk, happens, listen, subscribed } from './support/official.ts';
import { RawClient } from './support/raw.ts';

const running: Embedded[] = [];

async function start(...words: Parameters<typeof startEmbedded>): Promise<Embedded> {
  const embedded = await startEmbedded(...words);
  running.push(embedded);
  return embedded;
}

afterEach(async () => {
  for (const embedded of running.splice(0)) await embedded.stop();
});

test('on shutdown pusher-js hears 4100 and subscribes again at the next server by itself', async () => {
  const first = await start();
  const clients = createClients(first.target, createSdk(first.target));
  const client = await clients.connected();
  const heard = listen(await subscribed(client, 'orders'));
  const error = happens<{ data: { code: number } }>(client.connection, 'error');
  await first.server.close();
  expect((await within(error, 'the close code')).data.code).toBe(4100);
  await running.splice(0)[0]?.stop();

  const again = happens(client.channel('orders')!, 'pusher:subscription_succeeded');
  const second = await start({}, first.target.port);
  await within(again, 'the subscription at the next server');
  await createSdk(second.target).trigger('orders', 'order.new', { n: 1 });
  await eventually(() => heard.length === 1, 'the event');
  clients.done();
});

test('what was answered for is heard before the goodbye', async () => {
  const { server, target } = await start({}, 0, (res, goAway) => {
    const end = res.end.bind(res);
    // At the very moment of the answer, when nobody has been sent anything yet.
    res.end = ((text: string) => {
      end(text);
      goAway();
      return res;
    }) as typeof res.end;
  });
  const clients = Array.from({ length: 25 }, () => new RawClient(target));
  for (const client of clients) {
    await client.socketId();
    client.subscribe('orders');
    await client.next('pusher_internal:subscription_succeeded');
  }
  await createSdk(target).trigger('orders', 'order.new', { n: 1 });
  for (const client of clients) {
    await client.closeCode();
    expect(client.waiting.map(({ event }) => event)).toEqual(['order.new']);
  }
  await server.close();
});

test('a client that does not answer the goodbye cannot hold the shutdown up', async () => {
  const { server, target } = await start({ limits: { closeTimeoutS: 600 } });
  const client = new RawClient(target);
  await client.socketId();
  client.socket.pause();
  await within(server.close({ graceMs: 20 }), 'the server to close');
  expect(server.stats()).toEqual({ connections: 0, subscriptions: 0, channels: 0, users: 0 });
  client.socket.terminate();
});

test('the close code is the host’s to choose, and closing twice is closing once', async () => {
  const { server, target } = await start();
  const client = new RawClient(target);
  await client.socketId();
  await Promise.all([server.close({ code: 1001 }), server.close({ code: 4000 })]);
  expect(await client.closeCode()).toBe(1001);
});

test('who comes or publishes while the server is closing is sent on with 503', async () => {
  const { server, target } = await start();
  await server.close();
  await expect(createSdk(target).trigger('orders', 'order.new', {})).rejects.toMatchObject({ status: 503 });
  const late = new WebSocket(`ws://${target.host}:${target.port}/app/${target.app.key}?protocol=7`);
  const status = new Promise<number | undefined>((resolve) => {
    late.on('unexpected-response', (_req, res) => resolve(res.statusCode));
  });
  expect(await within(status, 'the answer')).toBe(503);
});

test('nothing of a client is left behind, however it went', async () => {
  const { server, target } = await start();
  const ways: ((client: RawClient) => void)[] = [
    (client) => client.socket.close(1000),
    (client) => client.socket.terminate(),
    (client) => client.socket.send('x'.repeat(40_000)),
    (client) => client.say('pusher:signin', { auth: 'no', user_data: '{}' }),
  ];
  for (const leave of ways) {
    const client = new RawClient(target);
    await client.socketId();
    client.subscribe('orders');
    client.subscribe('cache-menu');
    await client.settled();
    expect(server.stats()).toMatchObject({ connections: 1, subscriptions: 2, channels: 2 });
    leave(client);
    await within(client.closed, 'the close');
    await eventually(() => server.stats().connections === 0, 'the client is forgotten');
    expect(server.stats()).toEqual({ connections: 0, subscriptions: 0, channels: 0, users: 0 });
  }
});
