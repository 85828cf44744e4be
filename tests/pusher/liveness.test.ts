// Clients that are there, that are silent, and that are gone without a word.
import { afterEach, expect, test } from 'vitest';
import { eventually, within } from './support/deadline.ts';
import { type Embedded, startEmbedded } from './support/embedded.ts';
import { createClients, createSdk, happens, type PresenceChannel, subscribed } from './support/official.ts';
import { authFor, RawClient } from './support/raw.ts';

let running: Embedded;
const raws: RawClient[] = [];

function raw(): RawClient {
  const client = new RawClient(running.target);
  raws.push(client);
  return client;
}

async function joined(client: RawClient, channel: string, userId: string): Promise<void> {
  const id = await client.socketId();
  const data = JSON.stringify({ user_id: userId });
  client.subscribe(channel, authFor(running.target, `${id}:${channel}:${data}`), data);
  await client.next('pusher_internal:subscription_succeeded');
}

afterEach(async () => {
  for (const client of raws.splice(0)) client.socket.terminate();
  await running.stop();
});

test('a silent client is pinged, and closed with 4201 when it does not answer', async () => {
  running = await startEmbedded({ activityTimeoutS: 0.1, limits: { pongTimeoutS: 0.1 } });
  const client = raw();
  await client.socketId();
  await client.next('pusher:ping');
  expect(await client.closeCode()).toBe(4201);
  expect(running.server.stats().connections).toBe(0);
});

test('a client that answers its pings stays', async () => {
  running = await startEmbedded({ activityTimeoutS: 0.1, limits: { pongTimeoutS: 20 } });
  const client = raw();
  await client.socketId();
  for (let n = 0; n < 4; n += 1) {
    await client.next('pusher:ping');
    client.say('pusher:pong', {});
  }
  expect(client.socket.readyState).toBe(client.socket.OPEN);
});

test('pusher-js keeps an idle connection by itself', async () => {
  running = await startEmbedded({ activityTimeoutS: 0.2, limits: { pongTimeoutS: 20 } });
  const clients = createClients(running.target, createSdk(running.target));
  const client = await clients.connected();
  const states: string[] = [];
  client.connection.bind('state_change', ({ current }: { current: string }) => states.push(current));
  let pongs = 0;
  client.connection.bind('message', ({ event }: { event: string }) => {
    if (event === 'pusher:pong') pongs += 1;
  });
  await eventually(() => pongs >= 4, 'four pongs');
  expect(states).toEqual([]);
  clients.done();
});

test('a half-open client loses its seat at once and its socket soon after', async () => {
  running = await startEmbedded({ activityTimeoutS: 0.2, limits: { pongTimeoutS: 0.4, closeTimeoutS: 0.1 } });
  const clients = createClients(running.target, createSdk(running.target));
  const watcher = await clients.connected({ person: { id: 'watcher' } });
  const seen = (await subscribed(watcher, 'presence-counter')) as PresenceChannel;
  const vanished = raw();
  await joined(vanished, 'presence-counter', 'ada');
  const socket = running.sockets.at(-1)!;
  // From here on nothing is read and nothing is answered, as behind a pulled cable.
  vanished.socket.pause();
  const gone = await within(happens<{ id: string }>(seen, 'pusher:member_removed'), 'the departure');
  expect(gone.id).toBe('ada');
  await eventually(() => socket.destroyed, 'the socket is destroyed');
  clients.done();
});

test('the seat is free at the close frame, not when TCP is done', async () => {
  running = await startEmbedded({ limits: { closeTimeoutS: 600 } });
  const clients = createClients(running.target, createSdk(running.target));
  const watcher = await clients.connected({ person: { id: 'watcher' } });
  const seen = (await subscribed(watcher, 'presence-counter')) as PresenceChannel;
  const leaver = raw();
  await joined(leaver, 'presence-counter', 'ada');
  const socket = running.sockets.at(-1)!;
  const gone = happens<{ id: string }>(seen, 'pusher:member_removed');
  // It says goodbye but never reads the answer, so that its TCP connection stays.
  leaver.socket.pause();
  leaver.socket.close(1000);
  expect((await within(gone, 'the departure')).id).toBe('ada');
  expect(socket.destroyed).toBe(false);
  expect(running.server.stats().connections).toBe(1);
  clients.done();
});
