import Pusher from 'pusher-js';
import WebSocket from 'ws';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { may } from '../../contract/permissions.ts';
import { channelOf } from '../../contract/streams.ts';
import { onBothDatabases } from './support/databases.ts';
import { until } from './support/shop.ts';
import { openTown, type Somebody, type Town } from './support/town.ts';

type Ear = {
  pusher: Pusher;
  /** What each channel came to: subscribed, or refused. */
  came: Map<string, 'subscribed' | 'refused'>;
  heard: { channel: string; name: string; data: unknown }[];
};

onBothDatabases((databases) => {
  let town: Town;
  const ears: Ear[] = [];
  beforeAll(async () => {
    town = await openTown(await databases.fresh());
  });
  afterEach(() => {
    for (const ear of ears.splice(0)) ear.pusher.disconnect();
  });
  afterAll(() => town.close());

  /** An unmodified pusher-js, as anybody with a token could run it. */
  function earOf(who: Pick<Somebody, 'token'>): Ear {
    const { key, port } = town.shop.till.enrolment.pusher;
    const params = who.token === null ? {} : { token: who.token };
    const { url } = town.shop.backend;
    const pusher = new Pusher(key, {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
      channelAuthorization: { endpoint: `${url}/pusher/auth`, transport: 'ajax', params },
      userAuthentication: { endpoint: `${url}/pusher/user-auth`, transport: 'ajax', params },
    });
    const ear: Ear = { pusher, came: new Map(), heard: [] };
    ears.push(ear);
    return ear;
  }

  function subscribe(ear: Ear, channel: string): void {
    const subscription = ear.pusher.subscribe(channel);
    subscription.bind('pusher:subscription_succeeded', () => ear.came.set(channel, 'subscribed'));
    subscription.bind('pusher:subscription_error', () => ear.came.set(channel, 'refused'));
    subscription.bind_global((name: string, data: unknown) => {
      if (!name.startsWith('pusher:')) ear.heard.push({ channel, name, data });
    });
  }

  const settled = (ear: Ear, channels: string[]) =>
    until(`an answer for each of ${channels.length} channels`, () => ear.came.size === channels.length);

  test('everybody hears the streams the table names for them, and no others', async () => {
    const streams = [
      'global',
      'restaurant:bella',
      'restaurant:roma',
      ...Object.values(town.orders).flatMap(({ order }) => [`order:${order.id}`, `chat:${order.id}`]),
      'chat:bella',
      'chat:roma',
      ...['counter', 'manager', 'admin'].map(
        (role) => `user:${town.person(`${role} of bella`).principal?.id}`,
      ),
      `user:${town.person('manager of roma').principal?.id}`,
    ];
    const channels = streams.map((stream) => channelOf(stream));
    const everybody = town.people.map((who) => ({ who, ear: earOf(who) }));
    for (const { ear } of everybody) for (const channel of channels) subscribe(ear, channel);
    for (const { who, ear } of everybody) {
      await settled(ear, channels);
      for (const stream of streams) {
        // The global channel is public: Pusher asks nobody.
        const restaurant = (['bella', 'roma'] as const).find(
          (id) => stream === `chat:${town.orders[id]?.order.id}`,
        );
        const named =
          stream === 'global' ||
          (who.principal !== null && may(who.principal, 'read', stream, { restaurant }));
        expect(`${who.name} ${stream} ${ear.came.get(channelOf(stream))}`).toBe(
          `${who.name} ${stream} ${named ? 'subscribed' : 'refused'}`,
        );
      }
    }

    const [one, other] = [await town.place('bella'), await town.place('roma')];
    const listeners = everybody.filter(
      ({ ear }) => ear.came.get('private-restaurant-bella') === 'subscribed',
    );
    for (const { who, ear } of listeners)
      await until(`order.new for ${who.name}`, () => ear.heard.some(({ name }) => name === 'order.new'));
    await until('order.new at Roma', () =>
      everybody.some(({ ear }) => ear.heard.some(({ channel }) => channel === 'private-restaurant-roma')),
    );
    for (const { who, ear } of everybody) {
      const text = JSON.stringify(ear.heard);
      for (const { order } of [one, other]) {
        const restaurant = order.id === one.order.id ? 'bella' : 'roma';
        const named = who.principal !== null && may(who.principal, 'read', `restaurant:${restaurant}`);
        expect(text.includes(order.id), `${who.name} hears ${restaurant}`).toBe(named);
      }
    }
  });

  test('names that only look like a channel of ours are signed for nobody', async () => {
    const id = town.orders.bella?.order.id ?? '';
    const names = [
      'private-restaurant-bella ',
      'private-restaurant-bella/../roma',
      'private-restaurant-bella,private-restaurant-roma',
      'private-restaurant-',
      'private-restaurant-Bella',
      'private-restaurant-bella:roma',
      'private-encrypted-restaurant-bella',
      'private-encrypted-restaurant-roma',
      'presence-restaurant-bella',
      'private-cache-restaurant-bella',
      `private-order-${id}`,
      '#server-to-user-x',
      'private-restaurant-bella\n',
      "private-restaurant-' or 1=1 --",
      '',
      'x'.repeat(300),
    ];
    const device = town.person('device of bella').client;
    for (const name of names) {
      for (const [path, body] of [
        ['/pusher/auth', { socket_id: '1.2', channel_name: name }],
        ['/pusher/authorize', { socketId: '1.2', channelName: name }],
      ] as const) {
        const answer = await device.post(path, body);
        expect([403, 422], `${path} ${name.slice(0, 60)}: ${answer.status}`).toContain(answer.status);
        expect(answer.body.auth).toBeUndefined();
      }
    }
    for (const socketId of ['1.2:private-restaurant-roma', '1', '', "1.2' or 1", '1.2\n']) {
      const body = { socketId, channelName: 'private-restaurant-bella' };
      expect((await device.post('/pusher/authorize', body)).status, socketId).toBe(422);
    }
  });

  test('a signature is good for its own channel on its own connection, and nowhere else', async () => {
    const { principal, client } = town.person('device of bella');
    expect(principal).not.toBeNull();
    const { key, port } = town.shop.till.enrolment.pusher;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${key}?protocol=7`);
    const frames: { event: string; channel?: string; data?: string }[] = [];
    socket.addEventListener('message', ({ data }) =>
      frames.push(JSON.parse(String(data as Buffer)) as (typeof frames)[0]),
    );
    const hello = await until('the handshake', () =>
      frames.find(({ event }) => event === 'pusher:connection_established'),
    );
    const { socket_id: socketId } = JSON.parse(hello.data ?? '{}') as { socket_id: string };
    const sign = async (socket: string) =>
      (
        await client.post<{ auth: string }>('/pusher/authorize', {
          socketId: socket,
          channelName: 'private-restaurant-bella',
        })
      ).body.auth;
    const subscribeWith = (channel: string, auth: string) =>
      socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
    subscribeWith('private-restaurant-roma', await sign(socketId));
    subscribeWith('private-restaurant-bella', await sign('1.2'));
    await until(
      'two refusals',
      () => frames.filter(({ event }) => event === 'pusher:subscription_error').length === 2,
    );
    subscribeWith('private-restaurant-bella', await sign(socketId));
    await until('the right one', () =>
      frames.some(({ event }) => event === 'pusher_internal:subscription_succeeded'),
    );
    await town.place('roma');
    const { order } = await town.place('bella');
    await until('the order of Bella', () => frames.some(({ data }) => data?.includes(order.id)));
    expect(frames.filter(({ event }) => event === 'order.new')).toHaveLength(1);
    socket.close();
  });

  test('a revoked device is cut off at once: told, disconnected, and never let in again', async () => {
    const { shop } = town;
    const till = await shop.enrol('till-to-be-stolen');
    const { token, device } = till.enrolment;
    const ear = earOf({ token });
    const signedIn = new Promise<void>((resolve) =>
      ear.pusher.user.bind_global((name: string) => {
        if (name === 'pusher:signin_success') resolve();
      }),
    );
    ear.pusher.signin();
    subscribe(ear, 'private-restaurant-bella');
    await until('the subscription', () => ear.came.get('private-restaurant-bella') === 'subscribed');
    await Promise.race([
      signedIn,
      until('the sign-in', () => (ear.pusher.user as unknown as { user_data: unknown }).user_data !== null),
    ]);

    const manager = town.person('manager of bella').client;
    expect((await manager.ask('DELETE', `/devices/${device.id}`)).status).toBe(204);
    await until('the end of its connection', () => ear.pusher.connection.state === 'disconnected');
    const { order } = await town.place('bella');
    ear.pusher.connect();
    await until('a new connection', () => ear.pusher.connection.state === 'connected');
    ear.came.clear();
    subscribe(ear, 'private-restaurant-bella');
    await until('the refusal', () => ear.came.get('private-restaurant-bella') === 'refused');
    expect(JSON.stringify(ear.heard)).not.toContain(order.id);

    for (const [method, path, body] of [
      ['GET', '/me'],
      ['GET', '/snapshot'],
      ['GET', '/streams/restaurant:bella/events'],
      ['GET', '/orders'],
      ['POST', '/pusher/authorize', { socketId: '1.2', channelName: 'private-restaurant-bella' }],
      ['POST', '/pusher/user-auth', { socketId: '1.2' }],
      ['POST', `/orders/${order.id}/accept`, {}],
      ['POST', '/people/step-in', { pin: '135790' }],
    ] as const) {
      const answer = await till.ask(method, path, body);
      expect(`${path} ${answer.status} ${String(answer.body.code)}`).toBe(`${path} 401 device-revoked`);
    }
  });

  test('an install that enrols again has one connection left: the new one', async () => {
    const { shop } = town;
    const first = await shop.enrol('till-that-moves');
    const ear = earOf({ token: first.enrolment.token });
    ear.pusher.signin();
    subscribe(ear, 'private-restaurant-bella');
    await until('the subscription', () => ear.came.get('private-restaurant-bella') === 'subscribed');
    await until(
      'the sign-in',
      () => (ear.pusher.user as unknown as { user_data: unknown }).user_data !== null,
    );
    await shop.enrol('till-that-moves');
    await until('the end of the old one', () => ear.pusher.connection.state === 'disconnected');
    expect((await first.get('/me')).status).toBe(401);
  });

  test('whoever signs in to Pusher does so as the device they stand at; who stands at none, as themselves', async () => {
    for (const who of town.people) {
      const answer = await who.client.post<{ user_data?: string }>('/pusher/user-auth', { socketId: '1.2' });
      const { principal } = who;
      const device =
        principal?.kind === 'device'
          ? principal.id
          : principal?.kind === 'person'
            ? (principal.device ?? principal.id)
            : null;
      if (device === null || device === undefined) {
        expect([401, 403], who.name).toContain(answer.status);
        continue;
      }
      expect(JSON.parse(answer.body.user_data ?? '{}'), who.name).toEqual({ id: device });
    }
  });
});
