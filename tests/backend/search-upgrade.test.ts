// A database from before there was an index of orders is opened, searched at once and indexed in the background; one of a
// newer version is refused in words.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openStore } from '../../backend/db/open.ts';
import { searchOrders } from '../../backend/orders/queries.ts';
import { indexOrders, ordersOnPage } from '../../backend/orders/search-index.ts';
import { onBothDatabases } from './support/databases.ts';
import { takeBackTo } from './support/former-schema.ts';

const day = 86_400_000;

const was = {
  restaurant_id: 'bella',
  status: 'collected',
  channel: 'web',
  placed_by: null,
  open: 0,
  acts: 0,
  personal: 1,
};

function oldOrder(i: number) {
  const customer = { name: `Guest${String(i).padStart(4, '0')} Müller`, phone: `+49 30 700-${1000 + i}` };
  const order = { id: randomUUID(), number: String(i), channel: 'web', customer, items: [{ name: 'Pho' }] };
  const at = Date.now() - 2 * day + i;
  return {
    ...was,
    id: order.id,
    number: order.number,
    placed_at: at,
    ring_at: at,
    closed_at: at,
    search: `${i} ${customer.name} ${customer.phone} web pho`.toLowerCase(),
    body: JSON.stringify(order),
  };
}

onBothDatabases((databases) => {
  test('orders of before are found at once, and are in the index after a while', async () => {
    const database = await databases.fresh();
    const before = await openStore(database);
    await takeBackTo(before, '004_inboxes');
    const rows = Array.from({ length: 2 * ordersOnPage + 10 }, (_, i) => oldOrder(i));
    await before.write(async (tx) => {
      for (let i = 0; i < rows.length; i += 200)
        await tx
          .insertInto('orders')
          .values(rows.slice(i, i + 200))
          .execute();
    });
    await before.close();

    const store = await openStore(database);
    const found = async (q: string) =>
      (await searchOrders(store, { restaurant: 'bella', statuses: [], limit: 200, q }))?.orders.map(
        (body) => (JSON.parse(body) as { number: string }).number,
      );
    for (const q of ['guest0007 muller', '700-1007']) expect(await found(q), q).toEqual(['7']);
    let rounds = 0;
    while ((await indexOrders({ store, now: Date.now })) > 0) {
      rounds += 1;
      // Whatever is in the index by now, nothing is found twice or not at all.
      expect(await found('guest0007 muller')).toEqual(['7']);
    }
    expect(rounds).toBe(2);
    for (const q of ['guest0007 muller', '700-1007', '307001007', '7001007'])
      expect(await found(q), q).toEqual(['7']);
    await store.close();
  });

  test('a database with a step that this version does not know is refused, and is as it was', async () => {
    const database = await databases.fresh();
    const store = await openStore(database);
    const future = sql`insert into kysely_migration (name, timestamp) values ('999_later', '2030-01-01T00:00:00.000Z')`;
    await store.write((tx) => future.execute(tx));
    await store.close();
    await expect(openStore(database)).rejects.toThrow(/last used by a newer version/);
  });
});
