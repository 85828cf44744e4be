// How orders and receipts are looked up over the API, on both databases.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ordersPage, timeline } from '../../contract/api.ts';
import type { Order } from '../../contract/order.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, simpleOrder, type Shop } from './support/shop.ts';

onBothDatabases((databases) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ database: await databases.fresh(), settings: { autoAccept: ['kiosk'] } });
  });
  afterAll(() => shop.close());

  const orderOf = async (id: string) => (await shop.till.get<Order>(`/orders/${id}`)).body;

  test('orders are found by words and status, page by page', async () => {
    const marked = [];
    for (let i = 0; i < 5; i++)
      marked.push(
        (await shop.place({ items: [{ ...simpleOrder.items[0]!, name: `100%_Quince ${i}` }] })).order.id,
      );
    const found: string[] = [];
    let before: string | null = '';
    while (before !== null) {
      const answer = await shop.till.get(
        `/orders?q=100%25_quince&status=new,accepted&limit=2${before === '' ? '' : `&before=${before}`}`,
      );
      const page = ordersPage.parse(answer.body);
      found.push(...page.orders.map((order) => order.id));
      before = page.before;
    }
    expect(found).toEqual(marked.toReversed());
    expect((await shop.till.get('/orders?q=100%25xQuince')).body).toEqual({ orders: [], before: null });
    expect(await shop.till.get('/orders?status=boiled')).toMatchObject({
      status: 422,
      body: { field: 'status' },
    });
    expect(await shop.till.get("/orders?before=1';drop")).toMatchObject({
      status: 422,
      body: { field: 'before' },
    });
  });

  test('a day is the restaurant’s own, also the one with 25 hours', async () => {
    const berlin = { ...(await shop.till.get('/restaurant')).body, timeZone: 'Europe/Berlin' };
    await shop.store.write((tx) =>
      tx
        .updateTable('restaurants')
        .set({ body: JSON.stringify(berlin) })
        .execute(),
    );
    const placedAt = async (time: string) => {
      const { order } = await shop.place();
      await shop.store.write((tx) =>
        tx
          .updateTable('orders')
          .set({ placed_at: Date.parse(time) })
          .where('id', '=', order.id)
          .execute(),
      );
      return order.id;
    };
    await placedAt('2026-10-24T21:59:59.999Z');
    const first = await placedAt('2026-10-24T22:00:00.000Z');
    const last = await placedAt('2026-10-25T22:59:59.999Z');
    await placedAt('2026-10-25T23:00:00.000Z');
    const found = async (query: string) =>
      ordersPage.parse((await shop.till.get(`/orders?${query}`)).body).orders.map((order) => order.id);
    expect(await found('day=2026-10-25')).toEqual([last, first]);
    expect(await found('day=2026-10-25&q=margherita')).toEqual([last, first]);
    expect(await found('day=2026-10-25&q=quince')).toEqual([]);
    expect(await found('day=2026-10-25&status=collected')).toEqual([]);
    for (const day of ['2026-02-30', '25.10.2026', '2026-10-25T00:00:00Z', ''])
      expect(await shop.till.get(`/orders?day=${day}`), day).toMatchObject({
        status: 422,
        body: { field: 'day' },
      });
  });

  test('receipts are kept once per device, and the customer’s page shows on the order', async () => {
    const { order, publicToken } = await shop.place();
    const at = new Date(shop.clock.now()).toISOString();
    const receipts = [
      { order: order.id, stage: 'stored', at },
      { order: order.id, stage: 'sounded', at },
      { order: '00000000-0000-4000-8000-000000000000', stage: 'stored', at },
    ];
    expect((await shop.till.post('/receipts', { receipts })).status).toBe(204);
    expect((await shop.till.post('/receipts', { receipts })).status).toBe(204);
    const page = shop.client(publicToken);
    const received = { receipts: [{ order: order.id, stage: 'received', at }] };
    expect((await page.post('/receipts', received)).status).toBe(204);
    expect(
      (await page.post('/receipts', { receipts: [{ order: order.id, stage: 'page-open', at }] })).status,
    ).toBe(204);
    expect((await orderOf(order.id)).customerPage).toBe('received');
    const kept = timeline.parse((await shop.till.get(`/orders/${order.id}/timeline`)).body).receipts;
    expect(kept.map((receipt) => receipt.stage).toSorted()).toEqual([
      'page-open',
      'received',
      'sounded',
      'stored',
    ]);
    expect(kept.find((receipt) => receipt.stage === 'stored')?.device).toBe(shop.till.enrolment.device.id);
  });
});
