// Channels and events under names of other systems, on a running backend: what stops its start, what it warns of, who is
// told of new orders.
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import type { BeatAnswer } from '../../contract/api.ts';
import { ourProtocol, protocolHeader, writeProtocol } from '../../contract/protocol.ts';
import { defaultChannels } from '../../contract/streams.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { must } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, until, type Shop, type ShopOptions } from './support/shop.ts';

onBothDatabases((databases) => {
  const shops: Shop[] = [];
  afterEach(async () => {
    for (const shop of shops.splice(0)) await shop.close();
  });

  async function open(options: Partial<ShopOptions> = {}): Promise<Shop> {
    const shop = await openShop({ database: await databases.fresh(), ...options });
    shops.push(shop);
    return shop;
  }

  async function addPerson(shop: Shop, role: 'counter' | 'manager' | 'admin', pin: string): Promise<string> {
    const { restaurant } = shop;
    return must(await shop.backend.identity.addPerson({ restaurant, name: role, role, pin })).id;
  }

  test('a restaurant whose channel would be another’s stops the start with a sentence', async () => {
    const database = await databases.fresh();
    const first = await openShop({ database });
    await first.store.write((tx) =>
      addRestaurant(tx, 'user-7', { ...plainSettings, name: 'Seven' }, first.clock.now()),
    );
    await first.close();
    const env = { PUSHER_RESTAURANT_CHANNEL: 'private-:restaurant' };
    await expect(openShop({ database, env })).rejects.toThrow(
      'restaurant:user-7 cannot be rung: its name would be private-user-7, and that is the channel of user:7. ' +
        'Give PUSHER_RESTAURANT_CHANNEL another beginning.',
    );
  });

  test('nor is one founded while the backend runs', async () => {
    const shop = await open({ env: { PUSHER_RESTAURANT_CHANNEL: 'private-:id' } });
    const { key } = must(
      await shop.backend.identity.addKey({ kind: 'admin', restaurant: null, name: 'head office' }),
    );
    const found = (id: string) => shop.client(key).post('/restaurants', { id, name: 'Seven' });
    expect(await found('user-7')).toMatchObject({
      status: 422,
      body: { field: 'id', detail: expect.stringContaining('that is the channel of user:7') },
    });
    expect((await found('seven')).status).toBe(201);
  });

  test('chat that everybody may hear is warned of in the log, and nothing else is', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    await open({ logger, env: { PUSHER_CHAT_CHANNEL: 'presence-CHAT_:id' } });
    expect(lines).toEqual([]);
    await open({ logger, env: { PUSHER_CHAT_CHANNEL: 'CHAT_:chat' } });
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ event: 'pusher.chat-is-public', channel: 'CHAT_:id' }),
    ]);
  });

  test('each beat tells consoles how channels are called, but not one that would not understand it', async () => {
    const shop = await open({ env: { PUSHER_USER_CHANNEL: 'private-:user' } });
    const beat = async (headers: Record<string, string>) => {
      const said = { live: true, audible: true, window: 'none', person: null, cursors: {} };
      return (await shop.till.ask<BeatAnswer>('POST', '/beat', said, headers)).body.channels;
    };
    expect(await beat({ [protocolHeader]: writeProtocol(ourProtocol) })).toEqual({
      ...defaultChannels,
      user: 'private-:id',
    });
    expect(await beat({})).toBeUndefined();
  });

  test('a form may hold the token, whichever of the two ways it goes', async () => {
    const shop = await open();
    const post = async (path: string, fields: Record<string, string>) =>
      (await fetch(shop.backend.url + path, { method: 'POST', body: new URLSearchParams(fields) })).status;
    const { token } = shop.till;
    const channel = 'private-restaurant-bella';
    const asked = { socketId: '1.2', channelName: channel };
    expect(await post('/pusher/authorize', { ...asked, token })).toBe(200);
    expect(await post('/pusher/authorize', asked)).toBe(401);
    expect(await post('/pusher/authorize', { ...asked, channelName: 'private-restaurant-roma', token })).toBe(
      403,
    );
    expect(await post('/pusher/auth', { socket_id: '1.2', channel_name: channel, token })).toBe(200);
  });

  test('managers are told of new orders on their own streams where the restaurant wishes it', async () => {
    const shop = await open({ settings: { orderNewToManagers: true } });
    const manager = await addPerson(shop, 'manager', '135790');
    const admin = await addPerson(shop, 'admin', '246802');
    const counter = await addPerson(shop, 'counter', '2468');
    const { order } = await shop.place({ customer: { name: 'Anastasia', phone: '030 1234 567' } });
    for (const id of [manager, admin]) {
      const [told] = await until(`order.new for ${id}`, async () => {
        const events = await shop.events(`user:${id}`);
        return events.length > 0 && events;
      });
      expect(told).toMatchObject({
        type: 'order.new',
        seq: 1,
        message: `New order ${order.number}.`,
        order: { id: order.id, number: order.number, status: 'new', restaurant: { name: 'Bella' } },
      });
      // Where the order is, in its restaurant's stream, its customer is forgotten in time; here they never were.
      expect(JSON.stringify(told)).not.toMatch(/Anastasia|030 1234 567/);
    }
    expect(await shop.events(`user:${counter}`)).toEqual([]);
  });

  test('elsewhere they are not, and nobody but managers is told of the setting', async () => {
    const shop = await open();
    const manager = await addPerson(shop, 'manager', '135790');
    const stepped = await shop.till.post<{ token: string }>('/people/step-in', { pin: '135790' });
    const hers = shop.client(stepped.body.token);
    await shop.place();
    const { body: before } = await hers.get<Restaurant>('/restaurant');
    expect(before.orderNewToManagers).toBeUndefined();
    const { id: _, accepting: __, ...settings } = before;
    const wished = { ...settings, orderNewToManagers: true };
    expect((await hers.ask('PUT', '/restaurant', wished)).body).toMatchObject({ orderNewToManagers: true });
    expect((await hers.get('/restaurant')).body).toMatchObject({ orderNewToManagers: true });
    const { order } = await shop.place();
    await until('the second order', async () => (await shop.events(`user:${manager}`)).length > 0);
    const told = await shop.events(`user:${manager}`);
    expect(told.map((event) => 'order' in event && event.order.id)).toEqual([order.id]);

    for (const path of ['/restaurant', '/snapshot'])
      expect(JSON.stringify((await shop.till.get(path)).body)).not.toContain('orderNewToManagers');
    expect(JSON.stringify(await shop.events('restaurant:bella'))).not.toContain('orderNewToManagers');
  });

  test('a customer with a user id is told "ready" on their own stream', async () => {
    const shop = await open();
    const { order } = await shop.place({ customer: { name: 'Ana', userId: 'customer-9' } });
    await shop.command(order.id, 'ready');
    const [told] = await until('order.ready', async () => {
      const events = await shop.events('user:customer-9');
      return events.length > 0 && events;
    });
    expect(told).toMatchObject({
      type: 'order.ready',
      message: `Your order ${order.number} is ready.`,
      order: { id: order.id },
    });
  });
});
