// The life of an order over the API, on both databases.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandAnswer, placedAnswer, snapshot, timeline } from '../../contract/api.ts';
import { parseEvent, type TrackedOrder } from '../../contract/events.ts';
import type { Order } from '../../contract/order.ts';
import { clockErrorMs } from '../../backend/identity/how-late.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, simpleOrder, until, type Shop } from './support/shop.ts';

const minute = 60_000;

onBothDatabases((databases) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ database: await databases.fresh(), settings: { autoAccept: ['kiosk'] } });
  });
  afterAll(() => shop.close());

  const orderOf = async (id: string) => (await shop.till.get<Order>(`/orders/${id}`)).body;
  const streamOf = async (id: string) =>
    (await shop.events(`order:${id}`)) as { type: string; order: TrackedOrder }[];
  /** The day turns faster than the test: everything due until then is done. */
  const letPass = (ms: number) => {
    shop.clock.ahead += ms;
  };

  test('what the sales channel leaves out gets the restaurant’s default', async () => {
    const answer = await shop.web.post('/orders', {
      items: [
        { name: 'Soup', price: 450, quantity: 2 },
        { name: 'Bread', id: 'b' },
      ],
    });
    expect(answer.status).toBe(201);
    const { order, stream } = placedAnswer.parse(answer.body);
    expect(stream).toBe('restaurant:bella');
    expect(order).toMatchObject({
      status: 'new',
      channel: 'web',
      fulfilment: { kind: 'pick-up' },
      payment: { kind: 'collect', amount: 900 },
      total: { amount: 900, currency: 'EUR' },
      ringAt: order.placedAt,
      promisedAt: null,
      items: [
        { id: '1', name: 'Soup', quantity: 2, ticked: false },
        { id: 'b', quantity: 1 },
      ],
    });
    const next = await shop.place();
    expect(Number(next.order.number)).toBe(Number(order.number) + 1);
  });

  test('an order goes from new to collected, and everybody hears what is theirs', async () => {
    const { order, publicToken } = await shop.place({ customer: { name: 'Anastasia', userId: 'ana-1' } });
    for (const verb of ['accept', 'ready'] as const) {
      const answer = await shop.command(order.id, verb);
      expect(answer.status).toBe(200);
      commandAnswer.parse(answer.body);
    }
    await until('the customer is told', async () => (await orderOf(order.id)).toldAt);
    expect((await shop.command(order.id, 'collect')).body.order.status).toBe('collected');

    const mine = (await streamOf(order.id)).map((event) => [event.type, event.order.status]);
    expect(mine).toEqual([
      ['order.updated', 'accepted'],
      ['order.ready', 'ready'],
      ['order.updated', 'collected'],
    ]);
    const inbox = await shop.events('user:ana-1');
    expect(inbox.map((event) => event.type)).toEqual(['order.ready']);
    for (const event of await shop.events('restaurant:bella')) expect(parseEvent(event).ok).toBe(true);
    const page = await shop.client(publicToken).get<TrackedOrder>(`/orders/${order.id}`);
    expect(page.body).toMatchObject({ status: 'collected', number: order.number });
    expect(JSON.stringify(page.body)).not.toContain('Anastasia');
    const told = timeline.parse((await shop.till.get(`/orders/${order.id}/timeline`)).body);
    expect(told.acts.map((act) => act.what)).toEqual(['placed', 'accept', 'ready', 'told', 'collect']);
  });

  test('pressing twice, here or at another device, is no conflict and changes nothing', async () => {
    const { order } = await shop.place();
    const first = await shop.command(order.id, 'accept');
    const head = (await shop.events('restaurant:bella')).length;
    const second = await (await shop.enrol('install-two')).post(`/orders/${order.id}/accept`);
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({
      already: { what: 'accept', by: { name: 'Till' } },
      order: first.body.order,
    });
    expect(await shop.events('restaurant:bella')).toHaveLength(head);
  });

  test('a command that cannot be carried out answers 409 with the order as it is', async () => {
    const { order } = await shop.place();
    await shop.command(order.id, 'reject', { reason: 'Sold out' });
    const late = await shop.command(order.id, 'accept');
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'conflict', order: { id: order.id, status: 'rejected' } },
    });
    const narrow = await shop.place();
    const named = await shop.command(narrow.order.id, 'ready', { from: ['accepted'] });
    expect(named).toMatchObject({ status: 409, body: { order: { status: 'new' } } });
  });

  test('an Idempotency-Key answers again as before, also after the order went on; with another body it is refused', async () => {
    const { order, seq } = await shop.place({}, 'placing-1');
    expect(await shop.place({}, 'placing-1')).toMatchObject({ seq, order: { id: order.id } });
    const other = await shop.web.post('/orders', { items: [{ name: 'Else' }] }, 'placing-1');
    expect(other).toMatchObject({ status: 422, body: { code: 'key-reused', field: 'Idempotency-Key' } });

    const accepted = await shop.command(order.id, 'accept', { minutes: 5 }, 'press-1');
    await shop.command(order.id, 'ready', {}, 'press-2');
    const again = await shop.command(order.id, 'accept', { minutes: 5 }, 'press-1');
    expect(again).toMatchObject({ status: 200, body: { seq: accepted.body.seq, already: null } });
    expect(again.body.order.status).toBe('ready');
    expect(await shop.command(order.id, 'accept', { minutes: 6 }, 'press-1')).toMatchObject({ status: 422 });
    const causes = (await shop.events('restaurant:bella')).filter((event) => event.cause === 'press-1');
    expect(causes).toHaveLength(1);
  });

  test('the same key twice at the same moment takes effect once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => shop.web.post('/orders', simpleOrder, 'at-once')),
    );
    const ids = new Set(answers.map((answer) => (answer.body as { order: Order }).order.id));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201));
    expect(ids.size).toBe(1);
  });

  test('what is refused among orders that come at the same moment takes none of the others with it', async () => {
    await shop.web.post('/orders', simpleOrder, 'taken');
    const answers = await Promise.all([
      shop.web.post('/orders', simpleOrder),
      shop.web.post('/orders', { ...simpleOrder, note: 'another one' }, 'taken'),
      shop.web.post('/orders', { ...simpleOrder, promisedAt: '2001-01-01T12:00:00Z' }),
      shop.web.post('/orders', { items: [{ name: 'Gold', price: 100_000_000, quantity: 2 }] }),
      shop.web.post('/orders', simpleOrder),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([201, 422, 422, 422, 201]);
    const placed = answers.filter(({ status }) => status === 201).map(({ body }) => placedAnswer.parse(body));
    expect(new Set(placed.map(({ order }) => order.number)).size).toBe(2);
    for (const { order, seq } of placed)
      expect((await shop.events('restaurant:bella')).find((event) => event.seq === seq)).toMatchObject({
        order,
      });
  });

  test('ready, taken back in time: the customer hears nothing of it', async () => {
    const { order, publicToken } = await shop.place();
    await shop.command(order.id, 'accept');
    await shop.command(order.id, 'ready');
    const page = await shop.client(publicToken).get<TrackedOrder>(`/orders/${order.id}`);
    expect(page.body.status).toBe('accepted');
    const back = await shop.command(order.id, 'recall');
    expect(back.body.order).toMatchObject({ status: 'accepted', tellAt: null, toldAt: null });
    letPass(minute);
    // What is due is done in order of time: once this one is told, the other one would have been.
    const { order: probe } = await shop.place();
    await shop.command(probe.id, 'ready');
    await until('somebody else is told', async () => (await orderOf(probe.id)).toldAt);
    expect((await streamOf(order.id)).map((event) => event.order.status)).toEqual(['accepted']);
  });

  test('a ready taken back after the customer was told is told as well; at the counter only a manager may', async () => {
    const pin = '482615';
    await shop.backend.identity.addPerson({ restaurant: 'bella', name: 'Ada', role: 'manager', pin });
    const { order } = await shop.place();
    await shop.command(order.id, 'ready');
    await until('the customer is told', async () => (await orderOf(order.id)).toldAt);
    expect(await shop.command(order.id, 'recall')).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
    const stepped = await shop.till.post<{ token: string }>('/people/step-in', { pin });
    const ada = shop.client(stepped.body.token);
    expect((await ada.post(`/orders/${order.id}/recall`)).status).toBe(200);
    await shop.till.post('/people/step-out');
    const events = await streamOf(order.id);
    expect(events.at(-1)).toMatchObject({ type: 'order.updated', order: { status: 'accepted' } });
  });

  test('a ready that arrives late is written down, and rings nobody', async () => {
    const { order } = await shop.place();
    const pressed = new Date(shop.clock.now()).toISOString();
    letPass(11 * minute);
    const answer = await shop.command(order.id, 'ready', { occurredAt: pressed });
    expect(answer.body.order).toMatchObject({ status: 'ready', tellAt: null, toldAt: null });
    expect(answer.body.order.acts.at(-1)).toMatchObject({ what: 'ready', at: pressed });
    const events = await streamOf(order.id);
    expect(events).toMatchObject([{ type: 'order.updated', order: { status: 'ready' } }]);
  });

  test('stopping the bell is a snooze with an end, and never a conflict', async () => {
    const { order } = await shop.place();
    const before = shop.clock.now();
    const { body } = await shop.command(order.id, 'stop-bell', { seconds: 30 });
    const seconds = (Date.parse(body.order.snoozedUntil ?? '') - before) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThan(90);
    await shop.command(order.id, 'accept');
    const late = await shop.command(order.id, 'stop-bell');
    expect(late).toMatchObject({ status: 200, body: { order: { snoozedUntil: null } } });
    expect(late.body.already).not.toBeNull();
  });

  test('an accepted order that is cancelled stays on the screen until it is understood', async () => {
    const { order } = await shop.place();
    await shop.command(order.id, 'accept');
    const cancelled = await shop.web.post(`/orders/${order.id}/cancel`, { reason: 'changed their mind' });
    expect(cancelled).toMatchObject({ status: 200, body: { order: { toBeUnderstood: 'cancelled' } } });
    const open = async () =>
      snapshot
        .parse((await shop.till.get('/snapshot')).body)
        .orders.filter((one) => one.toBeUnderstood !== null)
        .map((one) => one.id);
    expect(await open()).toContain(order.id);
    await shop.command(order.id, 'understood');
    expect(await open()).not.toContain(order.id);
  });

  test('items are ticked one by one; what is not there is named', async () => {
    const { order } = await shop.place();
    const tick = (item: string, body = {}) => shop.till.post(`/orders/${order.id}/items/${item}/tick`, body);
    expect((await tick('1')).body).toMatchObject({ order: { items: [{ ticked: true }] }, already: null });
    expect((await tick('1')).body.already).not.toBeNull();
    expect((await tick('1', { ticked: false })).body).toMatchObject({
      order: { items: [{ ticked: false }] },
    });
    expect(await tick('99')).toMatchObject({ status: 422, body: { field: 'item' } });
  });

  test('delay moves the promise and tells the customer', async () => {
    const { order } = await shop.place();
    const { promisedAt } = (await shop.command(order.id, 'accept', { minutes: 10 })).body.order;
    const delayed = (await shop.command(order.id, 'delay', { minutes: 15 })).body.order;
    expect(Date.parse(delayed.promisedAt ?? '') - Date.parse(promisedAt ?? '')).toBe(15 * minute);
    expect((await streamOf(order.id)).at(-1)?.order.promisedAt).toBe(delayed.promisedAt);
    expect(await shop.command(order.id, 'delay')).toMatchObject({ status: 422, body: { field: 'minutes' } });
  });

  test('a scheduled order rings when it is due, and a channel may be accepted by itself', async () => {
    const promisedAt = new Date(shop.clock.now() + 60 * minute).toISOString();
    const { order } = await shop.place({ channel: 'kiosk', promisedAt });
    expect(order).toMatchObject({ status: 'accepted', promisedAt });
    expect(Date.parse(order.ringAt)).toBe(Date.parse(promisedAt) - 20 * minute);
    letPass(41 * minute);
    const rung = await until('the order is due', async () =>
      (await orderOf(order.id)).acts.find((act) => act.what === 'due'),
    );
    expect(rung.by.kind).toBe('system');
  });

  test('a ready order closes itself, and opens again', async () => {
    const { order } = await shop.place();
    await shop.command(order.id, 'ready');
    await until('the customer is told', async () => (await orderOf(order.id)).toldAt);
    letPass(46 * minute);
    await until('it counts as collected', async () => (await orderOf(order.id)).assumed);
    const stepped = await shop.till.post<{ token: string }>('/people/step-in', { pin: '482615' });
    const opened = await shop.client(stepped.body.token).post(`/orders/${order.id}/recall`);
    expect(opened).toMatchObject({ status: 200, body: { order: { status: 'ready', assumed: false } } });
    await shop.till.post('/people/step-out');
  });

  test('while the restaurant is paused it takes no orders and says until when', async () => {
    const { body: restaurant } = await shop.till.get<Record<string, unknown>>('/restaurant');
    const { id: _, accepting: __, ...settings } = restaurant;
    const stepped = await shop.till.post<{ token: string }>('/people/step-in', { pin: '482615' });
    const ada = shop.client(stepped.body.token);
    const pause = { until: new Date(shop.clock.now() + minute).toISOString(), reason: 'Oven broken' };
    expect((await ada.ask('PUT', '/restaurant', { ...settings, pause })).status).toBe(200);
    const refused = await shop.web.post('/orders', simpleOrder);
    expect(refused).toMatchObject({ status: 409, body: { code: 'paused' } });
    expect(refused.body.detail).toContain('Oven broken');
    letPass(2 * minute);
    expect((await shop.web.post('/orders', simpleOrder)).status).toBe(201);
    await shop.till.post('/people/step-out');
  });

  test('what somebody pressed while stepped in counts as theirs when it is sent after they stepped out', async () => {
    const { order } = await shop.place();
    const stepped = await shop.till.post<{ person: { id: string } }>('/people/step-in', { pin: '482615' });
    const pressed = new Date(shop.clock.now()).toISOString();
    await shop.till.post('/people/step-out');
    const { person } = stepped.body;
    const theirs = await shop.command(order.id, 'cancel', { person: person.id, occurredAt: pressed });
    expect(theirs.body.order.acts.at(-1)).toMatchObject({
      what: 'cancel',
      by: { kind: 'person', name: 'Ada' },
    });
    const { order: second } = await shop.place();
    letPass(clockErrorMs + 1_000);
    const now = new Date(shop.clock.now()).toISOString();
    const notTheirs = await shop.command(second.id, 'cancel', { person: person.id, occurredAt: now });
    expect(notTheirs.status).toBe(403);
  });
});
