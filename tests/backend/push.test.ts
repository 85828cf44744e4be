// Pushes to customers and staff: through the running backend, to a push service that reads what only the subscriber can.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { queuePush, type PushKind } from '../../backend/push/index.ts';
import { onBothDatabases } from './support/databases.ts';
import { openPushService, type PushService, type Subscribed } from './support/push-service.ts';
import { openShop, until, type Client, type Shop } from './support/shop.ts';

const minute = 60_000;

onBothDatabases((databases) => {
  let shop: Shop;
  let service: PushService;
  beforeEach(async () => {
    service = await openPushService();
    shop = await openShop({
      database: await databases.fresh(),
      env: {
        COUNTERBELL_TELL_SECONDS: '0.1',
        COUNTERBELL_PUSH_ALSO_TO: service.origin,
        COUNTERBELL_PUSH_CONTACT: 'mailto:it@bella.example',
      },
    });
  });
  afterEach(async () => {
    await shop.close();
    service.close();
    expect(service.refused).toEqual([]);
  });

  const register = (client: Client, { subscription }: Subscribed, name = 'Phone') =>
    client.ask<{ id: string; field?: string }>('PUT', '/push-registrations', {
      kind: 'web',
      subscription,
      name,
    });

  async function registered(client: Client, subscriber = service.subscribe()) {
    const { status, body } = await register(client, subscriber);
    expect(status).toBe(200);
    return { ...subscriber, id: body.id };
  }

  async function waiting() {
    const placed = await shop.place();
    return { order: placed.order, customer: shop.client(placed.publicToken), token: placed.publicToken };
  }

  async function person(name: string, role: 'counter' | 'manager' | 'admin' = 'manager', pin = '123456') {
    const { identity } = shop.backend;
    const added = await identity.addPerson({ restaurant: shop.restaurant, name, role, pin });
    if (!added.ok) throw new Error(added.detail);
    return { id: added.value.id, pin };
  }

  async function stepIn(pin: string, device: Client = shop.till): Promise<Client> {
    const { status, body } = await device.post<{ token: string }>('/people/step-in', { pin });
    expect(status).toBe(200);
    return shop.client(body.token);
  }

  const news = (title: string, kind: PushKind = 'message') => ({
    id: randomUUID(),
    kind,
    title,
    restaurant: 'Bella',
    now: shop.clock.now(),
  });
  const queueTo = (people: string[], title: string, kind?: PushKind) =>
    shop.store.write((tx) => queuePush(shop.store, tx, people, news(title, kind)));

  /** All that was due before has been looked at once this has arrived. */
  async function everythingIsSent(): Promise<void> {
    const { customer, order } = await waiting();
    const marker = await registered(customer);
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('the marker', () => marker.got.length === 1);
  }

  const rows = async (table: 'push_registrations' | 'push_deliveries') =>
    (await shop.store.read.selectFrom(table).selectAll().execute()).length;

  test('a customer whose page is closed is told once that the order is ready', async () => {
    const { customer, order, token } = await waiting();
    const { got } = await registered(customer);
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    const [pushed] = await until('the push', () => got.length > 0 && got);
    expect(pushed?.message).toMatchObject({
      kind: 'order.ready',
      restaurant: 'Bella',
      order: { id: order.id, number: order.number },
      path: `/track/${token}`,
    });
    expect(pushed).toMatchObject({ urgency: 'high', topic: expect.stringMatching(/^[\w-]{32}$/) });
    expect(pushed?.ttl).toBeGreaterThan(44 * 60);
    expect(pushed?.ttl).toBeLessThanOrEqual(45 * 60);
    expect(pushed?.bytes.plain).toBeLessThan(3072);
    const told = await customer.get<{ publicKey: string; registrations: unknown[] }>('/push-registrations');
    expect(told.body.registrations).toHaveLength(1);
    expect(pushed?.vapid).toMatchObject({ sub: 'mailto:it@bella.example', key: told.body.publicKey });
    await until('nothing more to be sent', async () => (await rows('push_deliveries')) === 0);
    await everythingIsSent();
    expect(got).toHaveLength(1);
  });

  test('an order without a page that waits queues nothing', async () => {
    const { order } = await waiting();
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('told', async () =>
      (await shop.events(`order:${order.id}`)).some(({ type }) => type === 'order.ready'),
    );
    expect(await rows('push_deliveries')).toBe(0);
  });

  test('what is taken back within the undo is never pushed, and ready a second time is pushed again', async () => {
    const { customer, order } = await waiting();
    const { got } = await registered(customer);
    await shop.command(order.id, 'accept');
    // However long the two take on a busy machine, one comes within the undo of the other.
    shop.clock.stop();
    await shop.command(order.id, 'ready');
    await shop.command(order.id, 'recall');
    shop.clock.goOn();
    await everythingIsSent();
    expect(got).toEqual([]);
    await shop.command(order.id, 'ready');
    await until('the push', () => got.length === 1);
  });

  test('what could not be sent before the order went back to the kitchen is not sent', async () => {
    const { customer, order } = await waiting();
    const { got, answers, asked } = await registered(customer);
    const manager = await stepIn((await person('Ada')).pin);
    answers.push({ status: 503 });
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('the try that fails', () => asked() === 1);
    expect((await manager.post(`/orders/${order.id}/recall`, {})).status).toBe(200);
    await until('that it was given up', async () => {
      shop.clock.ahead += minute;
      return (await rows('push_deliveries')) === 0;
    });
    expect(got).toEqual([]);
    expect(asked()).toBe(1);
  });

  test('a push service that is down is asked again, and one that says when is not asked sooner', async () => {
    const { customer, order } = await waiting();
    const { got, answers, asked } = await registered(customer);
    answers.push({ status: 429, retryAfter: '600' });
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('the first try', () => asked() === 1);
    const due = await until('when it is tried again', async () => {
      const row = await shop.store.read.selectFrom('push_deliveries').selectAll().executeTakeFirst();
      return row !== undefined && row.next_at - shop.clock.now() > 5 * minute && row;
    });
    expect(due.next_at - shop.clock.now()).toBeGreaterThan(9 * minute);
    shop.clock.ahead += 9 * minute;
    await everythingIsSent();
    expect(asked()).toBe(1);
    shop.clock.ahead += 2 * minute;
    await until('the push', () => got.length === 1);
  });

  test('what comes too late to be of use is given up', async () => {
    const { customer, order } = await waiting();
    const { got, answers, asked } = await registered(customer);
    for (let i = 0; i < 50; i++) answers.push({ status: 500 });
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('the first try', () => asked() > 0);
    shop.clock.ahead += 45 * minute;
    await until('that it was given up', async () => (await rows('push_deliveries')) === 0);
    expect(got).toEqual([]);
    expect(await rows('push_registrations')).toBe(1);
  });

  test.each([404, 410])('an install of which the push service says %i is forgotten', async (status) => {
    const { customer, order } = await waiting();
    const { answers, asked } = await registered(customer);
    answers.push({ status });
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('that it is forgotten', async () => (await rows('push_registrations')) === 0);
    expect(asked()).toBe(1);
    expect(await rows('push_deliveries')).toBe(0);
  });

  test('one that never answers holds up nobody else', async () => {
    const { customer, order } = await waiting();
    const slow = await registered(customer);
    slow.answers.push(null);
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('the one that hangs', () => slow.asked() === 1);
    const began = Date.now();
    await everythingIsSent();
    expect(Date.now() - began).toBeLessThan(9_000);
  });

  test('a call goes before however much news that was there first', async () => {
    const ada = await person('Ada');
    const { got } = await registered(await stepIn(ada.pin));
    const kinds: PushKind[] = [...Array.from({ length: 60 }, () => 'message' as const), 'escalation'];
    await shop.store.write(async (tx) => {
      for (const kind of kinds) await queuePush(shop.store, tx, [ada.id], news(kind, kind));
    });
    await until('all of them', () => got.length === kinds.length);
    expect(got.findIndex(({ message }) => message.kind === 'escalation')).toBeLessThan(25);
  });

  test('a link that is passed on rings five installs, the newest', async () => {
    const { customer, order } = await waiting();
    const family: Awaited<ReturnType<typeof registered>>[] = [];
    for (let i = 0; i < 7; i++) {
      family.push(await registered(customer));
      shop.clock.ahead += 1000;
    }
    expect(await rows('push_registrations')).toBe(5);
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    await until('the pushes', () => family.filter(({ got }) => got.length === 1).length === 5);
    expect(family.map(({ got }) => got.length)).toEqual([0, 0, 1, 1, 1, 1, 1]);
  });

  test('a browser may wait for two orders, and saying it twice is saying it once', async () => {
    const [one, two] = [await waiting(), await waiting()];
    const subscriber = service.subscribe();
    const first = await registered(one.customer, subscriber);
    expect((await registered(one.customer, subscriber)).id).toBe(first.id);
    await registered(two.customer, subscriber);
    expect(await rows('push_registrations')).toBe(2);
    expect((await two.customer.ask('DELETE', `/push-registrations/${first.id}`)).status).toBe(404);
    expect((await one.customer.ask('DELETE', `/push-registrations/${first.id}`)).status).toBe(204);
    expect(await rows('push_registrations')).toBe(1);
  });

  test('somebody who signed in gets what is theirs, on each of their installs, until they step out', async () => {
    const ada = await person('Ada', 'counter', '2468');
    const elsewhere = await shop.enrol('install-of-the-bar');
    const [here, there] = [await stepIn(ada.pin), await stepIn(ada.pin, elsewhere)];
    const [first, second] = [await registered(here), await registered(there)];
    await queueTo([ada.id, 'nobody'], 'Hello');
    await until('both', () => first.got.length === 1 && second.got.length === 1);
    expect(first.got[0]).toMatchObject({ urgency: 'normal', message: { kind: 'message', title: 'Hello' } });
    await here.post('/people/step-out', {});
    await queueTo([ada.id], 'Hello again');
    await until('the other', () => second.got.length === 2);
    await everythingIsSent();
    expect(first.got).toHaveLength(1);
  });

  type Ended = { ada: string; client: Client; bar: Shop['till'] };
  test('a notification that a manager sends is pushed to whoever wants to be called for it', async () => {
    const [ada, ben] = [await person('Ada', 'counter', '2468'), await person('Ben', 'counter', '1357')];
    const boss = await stepIn((await person('Eve')).pin, await shop.enrol('install-of-the-office'));
    const bar = await shop.enrol('install-of-the-bar');
    const [hers, his] = [await stepIn(ada.pin), await stepIn(ben.pin, bar)];
    const [first, second] = [await registered(hers), await registered(his)];
    await his.ask('PUT', '/notifications/choices', { choices: { message: 'quiet' } });
    const sent = await boss.post('/notifications', {
      userIds: [ada.id, ben.id],
      notification: { title: 'Fridge 2', body: 'It is open.' },
    });
    expect(sent.status).toBe(201);
    const [pushed] = await until('the push', () => first.got.length > 0 && first.got);
    expect(pushed?.message).toMatchObject({
      id: sent.body['id'],
      kind: 'message',
      title: 'Fridge 2',
      body: 'It is open.',
      restaurant: 'Bella',
    });
    await everythingIsSent();
    expect(second.got).toEqual([]);
  });

  test.each<[string, (what: Ended) => Promise<unknown>]>([
    ['stepping out', ({ client }) => client.post('/people/step-out', {})],
    ['the device’s stepping them out', ({ bar }) => bar.post('/people/step-out', {})],
    [
      'the next one’s stepping in',
      async ({ bar }) => stepIn((await person('Ben', 'counter', '1357')).pin, bar),
    ],
    ['the device’s leaving', ({ bar }) => bar.post('/leave', {})],
    [
      'the device’s revocation',
      ({ bar }) => shop.backend.identity.revokeDevice(shop.restaurant, bar.enrolment.device.id),
    ],
    ['the person’s end', ({ ada }) => shop.backend.identity.endPerson(shop.restaurant, ada)],
    [
      'the sign-in’s time',
      async () => {
        shop.clock.ahead += 17 * 60 * minute;
        await shop.backend.identity.tidy();
      },
    ],
  ])('with %s an install is untied, and what was queued before is not sent', async (_, end) => {
    const ada = await person('Ada', 'counter', '2468');
    const bar = await shop.enrol('install-of-the-bar');
    const client = await stepIn(ada.pin, bar);
    const { got, answers, asked } = await registered(client);
    answers.push({ status: 503 });
    await queueTo([ada.id], 'Yours');
    await until('the try that fails', () => asked() === 1);
    await end({ ada: ada.id, client, bar });
    expect(await rows('push_registrations')).toBe(0);
    expect(await rows('push_deliveries')).toBe(0);
    shop.clock.ahead += minute;
    await everythingIsSent();
    expect(got).toEqual([]);
    expect(asked()).toBe(1);
  });

  test('an install that somebody else signs in on is theirs, and nothing of the former person comes there', async () => {
    const [ada, ben] = [await person('Ada', 'counter', '2468'), await person('Ben', 'counter', '1357')];
    const elsewhere = await shop.enrol('install-of-the-bar');
    const [hers, his] = [await stepIn(ada.pin), await stepIn(ben.pin, elsewhere)];
    const app = service.subscribe();
    const first = await registered(hers, app);
    app.answers.push({ status: 503 });
    await queueTo([ada.id], 'For Ada');
    await until('the try that fails', () => app.asked() === 1);
    const second = await registered(his, app);
    expect(second.id).not.toBe(first.id);
    await queueTo([ada.id, ben.id], 'For both');
    shop.clock.ahead += minute;
    await until('his', () => app.got.length > 0);
    await everythingIsSent();
    expect(app.got.map(({ message }) => message.title)).toEqual(['For both']);
    expect((await hers.ask('DELETE', `/push-registrations/${second.id}`)).status).toBe(404);
  });

  test('tokens of FCM and APNs are kept, and no try is made of what nothing here delivers', async () => {
    const ada = await person('Ada', 'counter', '2468');
    const client = await stepIn(ada.pin);
    for (const kind of ['fcm', 'apns'])
      expect((await client.ask('PUT', '/push-registrations', { kind, token: 'x'.repeat(64) })).status).toBe(
        200,
      );
    expect(
      (await client.get<{ registrations: unknown[] }>('/push-registrations')).body.registrations,
    ).toEqual([
      expect.objectContaining({ kind: 'fcm', name: null }),
      expect.objectContaining({ kind: 'apns', name: null }),
    ]);
    await queueTo([ada.id], 'Hello');
    await until('that nothing is tried again', async () => (await rows('push_deliveries')) === 0);
    expect(await rows('push_registrations')).toBe(2);
  });

  test.each([
    ['https://127.0.0.1/x', 'subscription.endpoint'],
    ['https://[::1]/x', 'subscription.endpoint'],
    ['http://push.example/x', 'subscription.endpoint'],
    ['https://me:word@push.example/x', 'subscription.endpoint'],
  ])('an endpoint at %s is refused', async (endpoint, field) => {
    const { customer } = await waiting();
    const { subscription } = service.subscribe();
    const answer = await register(customer, {
      ...service.subscribe(),
      subscription: { ...subscription, endpoint },
    });
    expect(answer).toMatchObject({ status: 422, body: { field } });
    expect(await rows('push_registrations')).toBe(0);
  });

  test('a key that is none is refused', async () => {
    const { customer } = await waiting();
    const { subscription } = service.subscribe();
    const keys = { ...subscription.keys, p256dh: Buffer.alloc(65, 4).toString('base64url') };
    const answer = await register(customer, {
      ...service.subscribe(),
      subscription: { ...subscription, keys },
    });
    expect(answer).toMatchObject({ status: 422, body: { field: 'subscription.keys.p256dh' } });
  });

  test('a device alone, a sales channel and nobody have no pushes', async () => {
    for (const [client, status] of [
      [shop.till, 403],
      [shop.web, 403],
      [shop.nobody, 401],
    ] as const) {
      expect((await register(client, service.subscribe())).status).toBe(status);
      expect((await client.get('/push-registrations')).status).toBe(status);
    }
  });

  test('the longest text there may be is cut to what a push takes', async () => {
    const ada = await person('Ada', 'counter', '2468');
    const { got } = await registered(await stepIn(ada.pin));
    await shop.store.write((tx) =>
      queuePush(shop.store, tx, [ada.id], {
        ...news('🔔'.repeat(400)),
        body: '漢"\n'.repeat(2000),
        restaurant: '店'.repeat(80),
      }),
    );
    const [pushed] = await until('the push', () => got.length > 0 && got);
    expect(pushed?.bytes.plain).toBeLessThanOrEqual(3072);
    expect(pushed?.message.title).toMatch(/^(🔔)+$/u);
  });
});
