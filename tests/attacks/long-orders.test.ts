// Orders of any length a sales channel likes must not make a snapshot that no console can read.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Snapshot } from '../../contract/api.ts';
import type { NewOrder, Order } from '../../contract/order.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, type Answer, type Shop } from '../backend/support/shop.ts';

/** So many items, and so many bytes of text on each. */
const orderOf = (items: number, bytes: number): NewOrder => ({
  items: Array.from({ length: items }, (_, i) => ({
    name: `Dish ${i}`,
    quantity: 1,
    modifiers: Array.from({ length: Math.floor(bytes / 80) }, () => 'x'.repeat(80)),
    allergens: [],
    note: 'y'.repeat(Math.min(500, 1 + (bytes % 80))),
  })),
});

onBothDatabases((databases, kind) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterAll(() => shop.close());

  const read = (query: string) => shop.till.get<Snapshot>(`/snapshot${query}`);
  const rightOrders = (snapshot: { orders: Order[] }) =>
    new Map(snapshot.orders.map((order) => [order.id, order]));

  /** Page after page, as a console does it; `between` happens after each. */
  async function inPages(limit: number, between: () => Promise<unknown>) {
    const orders = new Map<string, Order>();
    const pages: Answer<Snapshot>[] = [];
    for (let after = ''; ;) {
      const page = await read(`?limit=${limit}${after}`);
      pages.push(page);
      for (const order of page.body.orders ?? []) orders.set(order.id, order);
      if (typeof page.body.next !== 'string') return { orders, pages, last: page.body };
      after = `&after=${encodeURIComponent(page.body.next)}`;
      await between();
    }
  }

  test('an order of 1.9 MB is refused with a sentence, and nothing is placed', async () => {
    const before = (await shop.events('restaurant:bella')).length;
    const { status, body } = await shop.web.post('/orders', orderOf(200, 2400), `long-${kind}`);
    expect(status).toBe(413);
    expect(body).toMatchObject({
      code: 'too-large',
      detail: expect.stringMatching(/128.*shorten its notes/),
    });
    expect(await shop.events('restaurant:bella')).toHaveLength(before);
  });

  test('an order for a wedding is taken: 200 items, each with 500 letters', async () => {
    const wedding = orderOf(200, 480);
    expect((await shop.web.post('/orders', wedding)).status).toBe(201);
  });

  test('whatever changes between two pages, together they are the state of the last one', async () => {
    const placed = await Promise.all(Array.from({ length: 12 }, () => shop.place()));
    const ids = placed.map(({ order }) => order.id);
    const changes: (() => Promise<unknown>)[] = [
      () => shop.command(ids[0] ?? '', 'accept'),
      () => shop.command(ids[1] ?? '', 'reject', { reason: 'Sold out' }),
      () => shop.place(),
      async () => {
        await shop.command(ids[2] ?? '', 'accept');
        await shop.command(ids[2] ?? '', 'ready');
        await shop.command(ids[2] ?? '', 'collect');
      },
      () => shop.command(ids[11] ?? '', 'reject', { reason: 'Closed' }),
      () => shop.command(ids[2] ?? '', 'recall'),
      () => shop.command(ids[10] ?? '', 'accept'),
    ];
    const { orders, last } = await inPages(2, async () => changes.shift()?.());
    expect(changes).toEqual([]);
    const whole = (await read('')).body;
    expect(last.heads).toEqual(whole.heads);
    expect(orders).toEqual(rightOrders(whole));
  });

  test('of the longest orders there may be a page is light, and all pages together are the whole', async () => {
    for (let placed = 0; placed < 40; placed += 1) await shop.place(orderOf(200, 480));
    const { orders, pages, last } = await inPages(100, async () => {});
    expect(pages.length).toBeGreaterThan(1);
    for (const { body } of pages) expect(JSON.stringify(body).length).toBeLessThan(5 * 2 ** 20);
    const whole = (await read('')).body;
    expect(whole.next).toBeUndefined();
    expect([...orders.keys()]).toEqual(whole.orders.map(({ id }) => id));
    expect(last.heads).toEqual(whole.heads);
  });

  test('a page of what was looked up is light as well, and page after page it is all there is', async () => {
    type Found = { orders: Order[]; before: string | null };
    let all = (await read('')).body.orders.length;
    for (; all < 45; all++) await shop.place(orderOf(200, 480));
    const found = new Set<string>();
    let pages = 0;
    for (let before: string | null = ''; before !== null; pages++) {
      const answer: Answer<Found> = await shop.till.get(
        `/orders?limit=200${before === '' ? '' : `&before=${before}`}`,
      );
      expect(JSON.stringify(answer.body).length).toBeLessThan(5 * 1024 * 1024);
      for (const { id } of answer.body.orders) found.add(id);
      before = answer.body.before;
    }
    expect(pages).toBeGreaterThan(1);
    expect(found.size).toBe(all);
  });

  test('more than a console without pages reads is refused at once, and can be had in pages', async () => {
    const { order } = await shop.place(orderOf(200, 480));
    const many = Math.ceil((64 * 1024 * 1024) / JSON.stringify(order).length);
    const ids = Array.from({ length: many }, () => randomUUID());
    await shop.store.write(async (tx) => {
      const kept = await tx
        .selectFrom('orders')
        .selectAll()
        .where('id', '=', order.id)
        .executeTakeFirstOrThrow();
      for (const id of ids) {
        const body = JSON.stringify({ ...order, id });
        await tx
          .insertInto('orders')
          .values({ ...kept, id, body })
          .execute();
      }
    });
    expect(await read('')).toMatchObject({
      status: 422,
      body: { code: 'invalid', field: 'limit', detail: expect.stringContaining('limit=100') },
    });
    const { orders } = await inPages(100, async () => {});
    expect(ids.every((id) => orders.has(id))).toBe(true);
    await shop.store.write(async (tx) => {
      await tx.deleteFrom('orders').where('id', 'in', ids).execute();
    });
    expect((await read('')).status).toBe(200);
  });

  test('a page of a log that was replaced, or a made-up one, is none', async () => {
    const first = (await read('?limit=1')).body.next ?? '';
    const mark = JSON.parse(Buffer.from(first, 'base64url').toString()) as { asOf: object; place: object };
    const word = (made: object) => Buffer.from(JSON.stringify({ ...mark, ...made })).toString('base64url');
    const forged = (asOf: object) => word({ asOf: { ...mark.asOf, ...asOf } });
    for (const asOf of [{ epoch: 'another' }, { seq: 10 ** 9 }, { id: 'another' }])
      expect(await read(`?limit=1&after=${forged(asOf)}`)).toMatchObject({
        status: 410,
        body: { code: 'log-gone' },
      });
    for (const place of [
      { of: 'closed', closed: 201 },
      { last: { at: 0, id: '\0' } },
      { last: { at: 1e300, id: '' } },
    ])
      expect((await read(`?limit=1&after=${word({ place: { ...mark.place, ...place } })}`)).status).toBe(422);
    for (const strange of ['x', 'bnVsbA', '%00', encodeURIComponent('{"place":1}')])
      expect(await read(`?after=${strange}`)).toMatchObject({ status: 422, body: { field: 'after' } });
    expect((await read('?limit=0')).status).toBe(422);
  });
});
