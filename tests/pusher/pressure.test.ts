// Clients that read too slowly, say too much or say it too fast: each is dealt with alone.
import { afterEach, expect, test } from 'vitest';
import { eventually, within } from './support/deadline.ts';
import { type Embedded, startEmbedded } from './support/embedded.ts';
import { createClients, createSdk, happens, listen, subscribed } from './support/official.ts';
import { authFor, RawClient } from './support/raw.ts';

let running: Embedded;
const raws: RawClient[] = [];

function raw(): RawClient {
  const client = new RawClient(running.target);
  raws.push(client);
  return client;
}

afterEach(async () => {
  for (const client of raws.splice(0)) client.socket.terminate();
  await running.stop();
});

test('a client that does not read is cut off, and what waits for it stays bounded', async () => {
  const bufferedBytes = 256 * 1024;
  running = await startEmbedded({ limits: { bufferedBytes } });
  const sdk = createSdk(running.target);
  const slow = raw();
  await slow.socketId();
  slow.subscribe('busy');
  await slow.next('pusher_internal:subscription_succeeded');
  const socket = running.sockets.at(-1)!;
  slow.socket.pause();
  const quick = raw();
  await quick.socketId();
  quick.subscribe('busy');
  await quick.next('pusher_internal:subscription_succeeded');

  const data = 'x'.repeat(10_000);
  const batch = () => Array.from({ length: 10 }, () => ({ channel: 'busy', name: 'big', data }));
  let sent = 0;
  let most = 0;
  await eventually(async () => {
    await sdk.triggerBatch(batch());
    sent += 10;
    most = Math.max(most, socket.writableLength);
    return running.logged.some(({ event }) => event === 'pusher.slow_client');
  }, 'the slow client is cut off');
  expect(most).toBeLessThanOrEqual(bufferedBytes + 10_100);
  await eventually(() => running.server.stats().subscriptions === 1, 'its place is free');
  expect(socket.destroyed).toBe(true);
  expect(running.logged.filter(({ event }) => event === 'pusher.slow_client')).toHaveLength(1);
  for (let n = 0; n < sent; n += 1) await quick.next('big');
});

test('a frame over the limit closes only the connection it came on', async () => {
  running = await startEmbedded({ limits: { frameBytes: 1_000 } });
  const [loud, calm] = [raw(), raw()];
  await Promise.all([loud.socketId(), calm.socketId()]);
  loud.socket.send('x'.repeat(1_001));
  expect(await loud.closeCode()).toBe(1009);
  await calm.settled();
});

test.each([
  ['pings', '{"event":"pusher:ping"}', 'pusher:pong'],
  ['nonsense', 'nonsense', 'pusher:error'],
  ['binary frames', Buffer.from([1, 2, 3]), 'pusher:error'],
])(
  'a connection that sends too many %s at once is told to come back later',
  async (_what, message, answer) => {
    const now = Date.now();
    running = await startEmbedded({ limits: { frameBurst: 20 }, now: () => now });
    const [hasty, calm] = [raw(), raw()];
    await Promise.all([hasty.socketId(), calm.socketId()]);
    for (let n = 0; n < 30; n += 1) hasty.socket.send(message);
    expect(await hasty.closeCode()).toBe(4100);
    expect(hasty.waiting.filter(({ event }) => event === answer)).toHaveLength(20);
    await calm.settled();
  },
);

test('client events beyond ten a second are dropped with 4301, and the connection stays', async () => {
  let now = Date.now();
  running = await startEmbedded({ now: () => now });
  const clients = createClients(running.target, createSdk(running.target));
  const [speaker, hearer] = [await clients.connected(), await clients.connected()];
  const atSpeaker = await subscribed(speaker, 'private-talk');
  const heard = listen(await subscribed(hearer, 'private-talk'));
  const errors: unknown[] = [];
  speaker.connection.bind('error', (error: unknown) => errors.push(error));

  for (let n = 0; n < 15; n += 1) atSpeaker.trigger('client-n', { n });
  await eventually(() => errors.length === 5, 'five refusals');
  expect(errors[0]).toMatchObject({ type: 'PusherError', data: { code: 4301 } });
  now += 1_000;
  atSpeaker.trigger('client-n', { n: 15 });
  await eventually(() => heard.length === 11, 'what was allowed');
  expect(heard.map(({ data }) => (data as { n: number }).n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15]);
  expect(speaker.connection.state).toBe('connected');
  clients.done();
});

test('a client event that is too long is dropped with 4301', async () => {
  running = await startEmbedded();
  const client = raw();
  const id = await client.socketId();
  client.subscribe('private-talk', authFor(running.target, `${id}:private-talk`));
  await client.next('pusher_internal:subscription_succeeded');
  client.say('client-long', 'x'.repeat(10_241), 'private-talk');
  expect((await client.next('pusher:error')).data).toMatchObject({ code: 4301 });
  await client.settled();
});

test('a connection may subscribe to only so many channels', async () => {
  running = await startEmbedded({ limits: { channelsPerConnection: 2 } });
  const clients = createClients(running.target, createSdk(running.target));
  const client = await clients.connected();
  await subscribed(client, 'one');
  await subscribed(client, 'two');
  const third = client.subscribe('three');
  const refused = await within(happens(third, 'pusher:subscription_error'), 'the refusal');
  expect(refused).toMatchObject({ type: 'LimitReached', status: 403 });
  clients.done();
});

test('a presence channel has room for a hundred people, however many connections each has', async () => {
  running = await startEmbedded();
  const join = async (userId: string) => {
    const client = raw();
    const id = await client.socketId();
    const data = JSON.stringify({ user_id: userId });
    client.subscribe('presence-hall', authFor(running.target, `${id}:presence-hall:${data}`), data);
    return client;
  };
  for (let n = 0; n < 100; n += 1) {
    const client = await join(`user-${n}`);
    const { data } = await client.next('pusher_internal:subscription_succeeded');
    expect(data).toMatchObject({ presence: { count: n + 1 } });
  }
  const late = await join('one-too-many');
  expect(await late.next('pusher:subscription_error')).toMatchObject({
    channel: 'presence-hall',
    data: { type: 'LimitReached', status: 403 },
  });
  await late.settled();
  const again = await join('user-7');
  expect((await again.next('pusher_internal:subscription_succeeded')).data).toMatchObject({
    presence: { count: 100 },
  });
});
