// The HTTP API in detail: what publishers get back.
import { expect, test } from 'vitest';
import { within } from './support/deadline.ts';
import { running, target, sdk, clients, raws, post, get } from './support/http-api.ts';
import { happens, subscribed } from './support/official.ts';
import { authFor, RawClient } from './support/raw.ts';

test('a success is exactly {} unless something was asked', async () => {
  const event = { name: 'e', data: '{}', channels: ['orders'] };
  for (const [path, body] of [
    ['/events', event],
    ['/batch_events', { batch: [{ name: 'e', data: '', channel: 'orders' }] }],
    ['/batch_events', { batch: [] }],
    ['/users/ada/terminate_connections', {}],
  ] as const) {
    expect(await post(path, body)).toEqual({ status: 200, text: '{}', type: 'application/json' });
  }
});

test('publishing tells what was asked about the channels', async () => {
  await subscribed(await clients.connected({ person: { id: 'ada' } }), 'presence-asked');
  await subscribed(await clients.connected({ person: { id: 'ada' } }), 'presence-asked');
  const info = 'subscription_count,user_count';
  const one = await sdk.trigger(['presence-asked', 'empty'], 'e', {}, { info });
  expect(await one.json()).toEqual({
    channels: {
      'presence-asked': { subscription_count: 2, user_count: 1 },
      empty: { subscription_count: 0 },
    },
  });
  const many = await sdk.triggerBatch([
    { channel: 'presence-asked', name: 'e', data: {}, info },
    { channel: 'empty', name: 'e', data: {} },
  ] as never);
  expect(await many.json()).toEqual({ batch: [{ subscription_count: 2, user_count: 1 }, {}] });
});

test('a channel is described as far as was asked', async () => {
  await subscribed(await clients.connected({ person: { id: 'ada' } }), 'presence-described');
  const path = '/channels/presence-described';
  expect((await get(path)).json).toEqual({ occupied: true });
  expect((await get(path, { info: 'user_count' })).json).toEqual({ occupied: true, user_count: 1 });
  expect((await get('/channels/empty', { info: 'subscription_count' })).json).toEqual({
    occupied: false,
    subscription_count: 0,
  });
  expect((await get('/channels/empty', { info: 'user_count' })).status).toBe(400);
  expect((await get('/channels', { info: 'user_count' })).status).toBe(400);
  expect((await get('/channels', { info: 'weather' })).status).toBe(400);
  expect((await get(`${path}/users`)).json).toEqual({ users: [{ id: 'ada' }] });
  expect((await get('/channels/presence-empty/users')).json).toEqual({ users: [] });
});

test('the list of channels leaves out what is empty and what belongs to one user', async () => {
  const client = new RawClient(target);
  raws.push(client);
  const id = await client.socketId();
  client.say('pusher:signin', {
    auth: authFor(target, `${id}::user::{"id":"ada"}`),
    user_data: '{"id":"ada"}',
  });
  client.subscribe('#server-to-user-ada');
  client.subscribe('listed');
  client.subscribe('__proto__');
  client.subscribe('unlisted');
  client.say('pusher:unsubscribe', { channel: 'unlisted' });
  await client.settled();
  expect((await get('/channels')).text).toBe('{"channels":{"listed":{},"__proto__":{}}}');
  expect((await get('/channels', { filter_by_prefix: 'lis', info: 'subscription_count' })).json).toEqual({
    channels: { listed: { subscription_count: 1 } },
  });
  expect((await get('/channels', { filter_by_prefix: 'other' })).json).toEqual({ channels: {} });
});

test('the last event of a cache channel can be read', async () => {
  expect((await get('/channels/cache-menu', { info: 'cache' })).json).toEqual({
    occupied: false,
    cache: null,
  });
  await sdk.trigger('cache-menu', 'menu', 'soup');
  expect((await get('/channels/cache-menu', { info: 'cache' })).json).toEqual({
    occupied: false,
    cache: { data: 'soup', ttl: 1_800 },
  });
});

test('a user is spoken to through /events and /batch_events alike', async () => {
  const client = new RawClient(target);
  raws.push(client);
  const id = await client.socketId();
  const userData = '{"id":"ada@example.com"}';
  client.say('pusher:signin', { auth: authFor(target, `${id}::user::${userData}`), user_data: userData });
  const channel = '#server-to-user-ada@example.com';
  client.subscribe(channel);
  await client.next('pusher_internal:subscription_succeeded');
  await sdk.sendToUser('ada@example.com', 'one', {});
  await sdk.triggerBatch([{ channel, name: 'two', data: {} }]);
  expect(await client.next('one')).toMatchObject({ channel });
  expect(await client.next('two')).toMatchObject({ channel });
});

async function signedIn(user: string): Promise<RawClient> {
  const client = new RawClient(target);
  raws.push(client);
  const id = await client.socketId();
  const userData = JSON.stringify({ id: user });
  client.say('pusher:signin', { auth: authFor(target, `${id}::user::${userData}`), user_data: userData });
  await client.next('pusher:signin_success');
  return client;
}

test.each(['ada', 'ada lovelace', 'ada+1@example.com', 'Ådå', '50%', 'a/b'])(
  '%s can be sent away',
  async (user) => {
    const client = await signedIn(user);
    await sdk.terminateUserConnections(encodeURIComponent(user));
    expect(await client.closeCode()).toBe(4009);
  },
);

test.each(['ada lovelace', 'ada+1@example.com', 'Ådå'])(
  '%s can be sent away by an application that leaves the escaping to its library',
  async (user) => {
    const client = await signedIn(user);
    await sdk.terminateUserConnections(user);
    expect(await client.closeCode()).toBe(4009);
  },
);

test('pusher-js that was sent away does not come back', async () => {
  const client = await clients.connected({ person: { id: 'fired' } });
  client.signin();
  await within(
    new Promise<void>((resolve) => {
      client.connection.bind(
        'message',
        ({ event }: { event: string }) => event === 'pusher:signin_success' && resolve(),
      );
    }),
    'the sign-in',
  );
  const gone = happens(client.connection, 'disconnected');
  await sdk.terminateUserConnections('fired');
  await within(gone, 'the end');
  expect(running.server.stats().users).toBe(0);
});
