// The log and its pages: when a consumer may go on, when it needs a snapshot, and what is forgotten in time.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventsPage, snapshot, type Snapshot } from '../../contract/api.ts';
import { isFullOrder, parseEvent } from '../../contract/events.ts';
import type { Order } from '../../contract/order.ts';
import { forget } from '../../backend/orders/retention.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, until, type Shop } from './support/shop.ts';

const day = 86_400_000;
const keep = { logMs: 14 * day, timelinesMs: 395 * day, personalMs: 30 * day };

onBothDatabases((databases) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterEach(() => shop.close());

  const page = (query: string) => shop.till.get(`/streams/restaurant:bella/events?${query}`);
  const published = () =>
    until('everything is published', async () => {
      const rows = await shop.store.read.selectFrom('streams').select(['seq', 'published_seq']).execute();
      return rows.every((row) => row.seq === row.published_seq);
    });
  const forgetAt = (now: number, more: Partial<typeof keep> = {}) =>
    forget({ store: shop.store, log: shop.backend.log, keep: { ...keep, ...more }, now: () => now });

  test('pages follow each other without a gap, and every event names the one before', async () => {
    for (let i = 0; i < 7; i++) await shop.place();
    const seen = [];
    let after = '0';
    for (;;) {
      const { events, head } = eventsPage.parse((await page(`after=${after}&limit=3`)).body);
      seen.push(...events);
      const last = seen.at(-1);
      after = `${last?.seq}&id=${last?.id}`;
      if (last?.seq === head.seq) break;
    }
    expect(seen.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(seen.map((event) => event.prev)).toEqual([null, ...seen.slice(0, -1).map((event) => event.id)]);
    expect(seen.every((event) => parseEvent(event).ok && isFullOrder(event))).toBe(true);
  });

  test('another event at that place, a place that is not there yet, and a place before the log: 410', async () => {
    for (let i = 0; i < 3; i++) await shop.place();
    const [first, second] = await shop.events('restaurant:bella');
    expect((await page(`after=1&id=${first?.id}`)).status).toBe(200);
    expect(await page(`after=1&id=${second?.id}`)).toMatchObject({ status: 410, body: { code: 'log-gone' } });
    expect((await page('after=4')).status).toBe(410);
    expect((await page(`after=0&id=${first?.id}`)).status).toBe(410);
    expect((await page('after=3')).body).toMatchObject({ events: [] });
  });

  test('a database that was rewound by hand is noticed by the event’s id', async () => {
    await shop.place();
    await shop.place();
    const [, lost] = await shop.events('restaurant:bella');
    // As a copy of the file from a minute ago would have it, going on with other orders.
    await shop.store.write(async (tx) => {
      const [first] = await shop.events('restaurant:bella');
      await tx.deleteFrom('events').where('seq', '=', 2).execute();
      await tx
        .updateTable('streams')
        .set({ seq: 1, last_id: first?.id ?? null })
        .where('name', '=', 'restaurant:bella')
        .execute();
    });
    expect((await page(`after=2&id=${lost?.id}`)).status).toBe(410);
    await shop.place();
    expect((await page(`after=2&id=${lost?.id}`)).status).toBe(410);
  });

  test('a consumer that is up to date goes on however much is forgotten; one that is behind is told', async () => {
    for (let i = 0; i < 5; i++) await shop.place();
    await published();
    const [, second, , , last] = await shop.events('restaurant:bella');
    const forgotten = await forgetAt(shop.clock.now() + 15 * day);
    expect(forgotten.events).toBe(4);
    expect((await page(`after=2&id=${second?.id}`)).status).toBe(410);
    expect((await page('after=0')).status).toBe(410);
    expect((await page(`after=5&id=${last?.id}`)).body).toMatchObject({ events: [], head: { seq: 5 } });
    const { seq } = await shop.place();
    expect((await page(`after=5&id=${last?.id}`)).body).toMatchObject({ events: [{ seq, prev: last?.id }] });
  });

  test('what is not published yet is not forgotten', async () => {
    await shop.place();
    await shop.place();
    await published();
    await shop.store.write((tx) =>
      tx.updateTable('streams').set({ published_seq: 0, lease_until: 9e15, lease_owner: 'x' }).execute(),
    );
    expect((await forgetAt(shop.clock.now() + 15 * day)).events).toBe(0);
  });

  test('after a month nobody finds the customer’s name, also where the log is kept longer', async () => {
    const { order } = await shop.place({
      customer: { name: 'Anastasia', phone: '555 0100', userId: 'ana' },
      fulfilment: { kind: 'delivery', address: 'Lindenallee 7' },
      note: 'ring at Anastasia’s',
    });
    const open = await shop.place({ customer: { name: 'Anastasia' } });
    await shop.command(order.id, 'reject', { reason: 'Closed' });
    await published();
    await forgetAt(shop.clock.now() + 31 * day, { logMs: 60 * day });
    const everything = async () => {
      const kept = [];
      for (const table of [
        'orders',
        'events',
        'acts',
        'commands',
        'receipts',
        'notifications',
        'later_events',
      ] as const)
        kept.push(await shop.store.read.selectFrom(table).selectAll().execute());
      return JSON.stringify(kept);
    };
    expect(await everything()).not.toMatch(/Anastasia|anastasia|555 0100|Lindenallee|"ana"/);
    const after = (await shop.till.get<Order>(`/orders/${order.id}`)).body;
    expect(after).toMatchObject({ status: 'rejected', items: order.items, fulfilment: { kind: 'delivery' } });
    // What screens show of an order that is still open is what is kept: they are told.
    const last = (await shop.events('restaurant:bella')).at(-1);
    expect(last).toMatchObject({ type: 'order.updated', order: { id: open.order.id } });
    snapshot.parse((await shop.till.get('/snapshot')).body);
  });

  test('orders and their timelines go after thirteen months, open ones stay', async () => {
    const gone = await shop.place();
    await shop.command(gone.order.id, 'accept');
    await shop.command(gone.order.id, 'cancel');
    await shop.web.post(`/orders/${gone.order.id}/cancel`);
    await shop.command(gone.order.id, 'understood');
    const open = await shop.place();
    await published();
    const now = shop.clock.now() + 400 * day;
    await forgetAt(now);
    expect((await shop.till.get(`/orders/${gone.order.id}`)).status).toBe(404);
    expect((await shop.till.get(`/orders/${open.order.id}`)).status).toBe(200);
    const streams = await shop.store.read.selectFrom('streams').select('name').execute();
    expect(streams.map((stream) => stream.name)).toEqual(['restaurant:bella']);
  });

  test('the snapshot shows what belongs on the screen, at the very place of the stream', async () => {
    const closed = await shop.place();
    await shop.command(closed.order.id, 'reject');
    const open = await shop.place();
    const { orders, heads } = snapshot.parse((await shop.till.get<Snapshot>('/snapshot')).body);
    expect(orders.map((order) => order.id)).toEqual([open.order.id, closed.order.id]);
    expect(heads['restaurant:bella']?.seq).toBe(open.seq);
    shop.clock.ahead += 2 * 3_600_000;
    const later = (await shop.till.get<Snapshot>('/snapshot')).body;
    expect(later.orders.map((order) => order.id)).toEqual([open.order.id]);
  });

  test('a page ends when it is heavy, and the next one goes on', async () => {
    const long = 'x'.repeat(500);
    const items = Array.from({ length: 200 }, (_, i) => ({
      id: String(i),
      name: 'Everything',
      quantity: 1,
      modifiers: [],
      allergens: [],
      note: long,
    }));
    for (let i = 0; i < 48; i++) await shop.place({ items });
    for (let i = 0; i < 110; i++) await shop.place();
    const first = eventsPage.parse((await page('after=0&limit=500')).body);
    expect(first.events.length).toBeGreaterThan(0);
    expect(first.events.length).toBeLessThan(158);
    const rest = eventsPage.parse((await page(`after=${first.events.length}&limit=500`)).body);
    expect(first.events.length + rest.events.length).toBe(158);
  });
});
