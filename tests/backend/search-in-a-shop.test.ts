// What becomes of the search when customers are forgotten, orders deleted, backups restored and versions changed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ordersPage } from '../../contract/api.ts';
import { backup, restore } from '../../backend/db/backup.ts';
import { forget } from '../../backend/orders/retention.ts';
import { ordersOnPage } from '../../backend/orders/search-index.ts';
import { onBothDatabases } from './support/databases.ts';
import { day, indexAll, keep, orderOf } from './support/searched-orders.ts';
import { openShop, until, type Shop } from './support/shop.ts';

onBothDatabases((databases, kind) => {
  describe('in a shop', () => {
    let shop: Shop;
    let database: string;
    beforeEach(async () => {
      database = await databases.fresh();
      shop = await openShop({ database, restaurant: 'bella' });
    });
    afterEach(() => shop.close());

    const found = async (q: string) =>
      ordersPage.parse((await shop.till.get(`/orders?q=${encodeURIComponent(q)}&limit=200`)).body).orders;
    const gramsLeft = async () => {
      const rows = await shop.store.read.selectFrom('search_grams').select('gram').execute();
      return new Set(rows.map(({ gram }) => gram));
    };
    const keepFor = { logMs: 400 * day, timelinesMs: 395 * day, personalMs: 30 * day };
    const forgetAll = async (now: number, more: Partial<typeof keepFor> = {}) => {
      const parts = {
        store: shop.store,
        log: shop.backend.log,
        keep: { ...keepFor, ...more },
        now: () => now,
      };
      for (;;) if (Object.values(await forget(parts)).every((count) => count === 0)) return;
    };
    const customer = { name: 'Wxqyana Zvkson', phone: '+49 89 7654-3217' };
    /** So many of others that the orders of this customer come into the index. */
    const fillPage = (at: number) =>
      keep(
        shop.store,
        'bella',
        Array.from({ length: ordersOnPage }, () =>
          orderOf({ at, name: 'Anna', phone: '', dish: 'Margherita' }),
        ),
      );

    test('who is forgotten is found no more, and is in no byte of the files', async () => {
      const placed = [];
      for (let i = 0; i < 3; i++) {
        const { order, publicToken } = await shop.place({ customer });
        placed.push(order);
        await shop.till.post('/api/chat', { id: order.id, message: 'Is it Wxqyana Zvkson?' });
        await shop.client(publicToken).post('/api/chat', { id: order.id, message: 'Yes, and 7654-3217' });
      }
      await shop.till.post('/api/chat', { id: 'bella', message: 'Wxqyana comes at eight' });
      for (const { id } of placed) await shop.command(id, 'reject', { reason: 'Closed' });
      await fillPage(Date.now() + 1_000);
      await indexAll(shop.store, Date.now() + day);
      expect((await gramsLeft()).has('wxq')).toBe(true);
      await shop.store.write((tx) =>
        tx.updateTable('orders').set({ personal: 0 }).where('search', 'like', '%anna%').execute(),
      );
      for (const q of ['wxqyana', 'zvk', '7654-3217', '3217', customer.phone])
        expect(await found(q), q).toHaveLength(3);

      await forgetAll(Date.now() + 31 * day);
      for (const q of ['wxqyana', 'zvk', '7654-3217', '76543217', customer.phone])
        expect(await found(q), q).toEqual([]);
      expect(await found('rejected')).toEqual([]);
      expect((await found(placed[0]?.number ?? '')).map(({ id }) => id)).toContain(placed[0]?.id);
      expect([...(await gramsLeft())].filter((gram) => /wxq|xqy|zvk/.test(gram))).toEqual([]);
      await until('nobody reads the files any more', () => shop.store.leaveNoTrace());
      if (kind === 'sqlite')
        for (const file of [database, `${database}-wal`]) {
          const bytes = readFileSync(file).toString('latin1');
          expect(bytes, file).not.toMatch(/wxqyana|zvkson|7654-?3217/i);
        }
    });

    test('orders that are deleted leave no page of the index behind', async () => {
      await fillPage(Date.now() - 2 * day);
      await indexAll(shop.store, Date.now());
      expect((await gramsLeft()).size).toBeGreaterThan(0);
      await shop.store.write((tx) => tx.updateTable('orders').set({ personal: 0 }).execute());
      await forgetAll(Date.now() + 400 * day);
      expect((await gramsLeft()).size).toBe(0);
      expect(await shop.store.read.selectFrom('search_pages').selectAll().execute()).toEqual([]);
    });

    test('a page that is begun in the same moment as others gets a number of its own', async () => {
      const at = Date.now();
      const taken = Array.from({ length: 1000 }, (_, i) => at * 1000 + i).map((id) => ({
        id,
        book: id,
        restaurant_id: 'elsewhere',
        from_at: at,
        to_at: at,
        orders: '',
      }));
      await shop.store.write((tx) => tx.insertInto('search_pages').values(taken).execute());
      await fillPage(at - 2 * day);
      await indexAll(shop.store, at);
      expect((await gramsLeft()).size).toBeGreaterThan(0);
      expect(await found('anna')).toHaveLength(200);
    });

    test('a restored backup is found whole, and put into the index anew', async () => {
      await fillPage(Date.now() - 2 * day);
      await indexAll(shop.store, Date.now());
      const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-search-'));
      try {
        await backup(shop.store, path.join(folder, 'backup.gz'), Date.now());
        await shop.place({ customer });
        await restore(shop.store, path.join(folder, 'backup.gz'));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      expect(await gramsLeft()).toEqual(new Set());
      expect(await found('anna')).toHaveLength(200);
      expect(await found('wxqyana')).toEqual([]);
      await indexAll(shop.store, Date.now());
      expect(await found('anna')).toHaveLength(200);
    });

    test('as many words as a question can hold are answered, and more are refused with a sentence', async () => {
      await shop.place({ customer });
      const fifty = 'wxqyana a n 7 '.repeat(7).trim();
      expect(fifty.length).toBeLessThanOrEqual(100);
      expect(await found(fifty)).toHaveLength(1);
      const words = Array.from({ length: 500 }, (_, i) => `word${i}`).join('+');
      expect(await shop.till.get(`/orders?q=${words}`)).toMatchObject({
        status: 422,
        body: { code: 'invalid', field: 'q' },
      });
    });

    test('orders with what no order may say any more come into the index, and do not keep others out of it', async () => {
      await fillPage(Date.now() - 2 * day);
      const odd = orderOf({ at: Date.now() - 2 * day, name: 'Wx\0qyana \ud83c', phone: '', dish: 'Pho' });
      await keep(shop.store, 'bella', [{ ...odd, placedAt: new Date(Date.now() - 3 * day).toISOString() }]);
      await indexAll(shop.store, Date.now());
      expect((await gramsLeft()).has('wxq')).toBe(true);
      expect(await found('wxqyana pho')).toHaveLength(1);
      await forgetAll(Date.now() + 31 * day);
      expect(await found('wxqyana')).toEqual([]);
    });

    test('orders of a version without the index are found at once, and by digits once they are in it', async () => {
      await fillPage(Date.now() - 2 * day);
      const old = orderOf({
        at: Date.now() - 2 * day,
        name: customer.name,
        phone: customer.phone,
        dish: 'Pho',
      });
      await keep(shop.store, 'bella', [old]);
      const asThen = `${old.number} ${customer.name} ${customer.phone} web pho`.toLowerCase();
      await shop.store.write((tx) =>
        tx.updateTable('orders').set({ search: asThen }).where('id', '=', old.id).execute(),
      );
      expect(await found('wxqyana 7654-3217')).toHaveLength(1);
      await fillPage(Date.now() - day);
      await indexAll(shop.store, Date.now());
      expect(await found('wxqyana 76543217')).toHaveLength(1);
    });
  });
});
