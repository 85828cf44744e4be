// Orders of long ago are found by what staff know of them, whether they stand in the index yet or not, and whoever was
// forgotten is not found.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ordersPage } from '../../contract/api.ts';
import type { Order } from '../../contract/order.ts';
import { backup, restore } from '../../backend/db/backup.ts';
import type { Store } from '../../backend/db/store.ts';
import { openStore } from '../../backend/db/open.ts';
import { searchOrders, type Search } from '../../backend/orders/queries.ts';
import { forget } from '../../backend/orders/retention.ts';
import { rowsOfOrder } from '../../backend/orders/rows.ts';
import { indexOrders, ordersOnPage } from '../../backend/orders/search-index.ts';
import { finds, searchText, wordsOf } from '../../backend/orders/search-words.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, until, type Shop } from './support/shop.ts';

const day = 86_400_000;
const noon = Date.parse('2026-03-01T12:00:00.000Z');
const names = [
  'Anna Müller',
  'Hans-Jürgen Obermüller',
  'Zoë',
  '李雷',
  'Annette Schmidt',
  'محمد',
  '🍕 Paul',
  '',
];
const dishes = ['Margherita', 'Crème brûlée', '100%_Quince', 'Pho Bò'];
const base = { status: 'collected', channel: 'web', fulfilment: { kind: 'pick-up' }, acts: [] } as const;

let nth = 0;
const nextId = () => `00000000-0000-4000-8000-${String((nth += 1)).padStart(12, '0')}`;

function orderOf(some: { at: number; name: string; phone: string; dish: string; status?: Order['status'] }) {
  const at = new Date(some.at).toISOString();
  return {
    ...base,
    id: nextId(),
    number: String(nth % 1000),
    status: some.status ?? 'collected',
    payment: { kind: 'paid' },
    customer: { name: some.name, ...(some.phone === '' ? {} : { phone: some.phone }) },
    items: [{ id: '1', name: some.dish, quantity: 1, modifiers: [], allergens: [], ticked: false }],
    total: { amount: 100, currency: 'EUR' },
    placedAt: at,
    ringAt: at,
    promisedAt: null,
    tellAt: null,
    toldAt: null,
    snoozedUntil: null,
    toBeUnderstood: null,
    assumed: false,
  } as unknown as Order;
}

async function keep(store: Store, restaurant: string, orders: readonly Order[]): Promise<void> {
  const rows = orders.map((order) =>
    rowsOfOrder(order, [], { restaurant, placedBy: null, now: Date.parse(order.placedAt) }),
  );
  await store.write((tx) => store.insertRows(tx, { orders: rows.map(({ order }) => order) }));
}

async function indexAll(store: Store, now = noon + 2 * day): Promise<void> {
  while ((await indexOrders({ store, now: () => now })) > 0);
}

/** Every page of an answer, or so many of them. */
async function allOf(
  store: Store,
  search: Partial<Search> & { restaurant: string },
  pages = Infinity,
): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  for (let i = 0; ; i++) {
    const page = await searchOrders(store, { statuses: [], limit: 7, ...search, before });
    if (page === null) throw new Error('The end of a page is not understood.');
    ids.push(...page.orders.map((body) => (JSON.parse(body) as Order).id));
    if (page.before === null || i + 1 >= pages) return ids;
    before = page.before;
  }
}

onBothDatabases((databases, kind) => {
  describe('among orders in the index and orders that are not there yet', () => {
    const restaurant = 'bella';
    let store: Store;
    const orders: Order[] = [];
    beforeAll(async () => {
      store = await openStore(await databases.fresh());
      const [made] = fc.sample(
        fc.array(
          fc.record({
            // Several of one moment, and some that come in late.
            at: fc.integer({ min: 0, max: 600 }).map((minutes) => noon - minutes * 60_000),
            name: fc.constantFrom(...names),
            phone: fc.constantFrom('', '+49 30 123-45', '0301234599', '(089) 777 12'),
            dish: fc.constantFrom(...dishes),
            status: fc.constantFrom<Order['status']>('collected', 'cancelled'),
          }),
          { minLength: 3 * ordersOnPage, maxLength: 3 * ordersOnPage },
        ),
        { numRuns: 1, seed: 5 },
      );
      const all = (made ?? []).map(orderOf);
      const parts = [all.slice(0, ordersOnPage + 40), all.slice(ordersOnPage + 40)];
      for (const part of parts) {
        await keep(store, restaurant, part);
        await keep(
          store,
          'roma',
          part.slice(0, 30).map((order) => ({ ...order, id: randomUUID() })),
        );
        await indexAll(store);
      }
      orders.push(...all);
      const loose = await store.read.selectFrom('orders').select('id').where('page', 'is', null).execute();
      expect(loose.length).toBeGreaterThan(0);
      expect(loose.length).toBeLessThan(ordersOnPage + 60);
    });
    afterAll(() => store.close());

    const newest = (some: readonly Order[]) =>
      some
        .toSorted((a, b) => Date.parse(b.placedAt) - Date.parse(a.placedAt) || (a.id < b.id ? 1 : -1))
        .map((order) => order.id);

    const piece = fc
      .tuple(fc.constantFrom(...names, ...dishes, '3012345', '030 12345', '77712'), fc.nat(8), fc.nat(8))
      .map(([text, from, length]) => [...text].slice(from, from + 1 + length).join(''));

    test('any words, day, status and size of page answer what reading every order answers', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(piece, { maxLength: 3 }),
          fc.option(fc.tuple(fc.nat(600), fc.nat(300))),
          fc.subarray<string>(['collected', 'cancelled', 'new']),
          fc.integer({ min: 1, max: 200 }),
          async (pieces, minutes, statuses, limit) => {
            const q = pieces.join(' ');
            const placed = minutes && {
              from: noon - (minutes[0] + minutes[1]) * 60_000,
              to: noon - minutes[0] * 60_000,
            };
            const words = wordsOf(q);
            const expected = newest(
              orders.filter((order) => {
                const at = Date.parse(order.placedAt);
                return (
                  finds(words, searchText(order)) &&
                  (placed === null || (at >= placed.from && at < placed.to)) &&
                  (statuses.length === 0 || statuses.includes(order.status))
                );
              }),
            );
            const search = { restaurant, q, statuses, limit, ...(placed === null ? {} : { placed }) };
            const found = await allOf(store, search, 4);
            expect(found).toEqual(expected.slice(0, 4 * limit));
          },
        ),
        { numRuns: 40 },
      );
    });

    test.each([
      ['müller', ['Anna Müller', 'Hans-Jürgen Obermüller']],
      ['MULLER', ['Anna Müller', 'Hans-Jürgen Obermüller']],
      ['ann mül', ['Anna Müller']],
      ['雷', ['李雷']],
      ['李雷', ['李雷']],
      ['🍕', ['🍕 Paul']],
      ['xylophon', []],
    ])('%s finds %j', async (q, expected) => {
      const found = new Set(await allOf(store, { restaurant, q, limit: 200 }));
      const theirs = orders.filter((order) => found.has(order.id)).map((order) => order.customer?.name);
      expect(new Set(theirs)).toEqual(new Set(expected));
      expect(found.size).toBe(
        orders.filter((order) => (expected as string[]).includes(order.customer?.name ?? '')).length,
      );
    });

    test.each(['3012345', '12345', '2345', '030 12345', '030/123-45', '+49 30 123-45', '(030) 12345'])(
      'the telephone number +49 30 123-45 is found by %s',
      async (q) => {
        const found = new Set(await allOf(store, { restaurant, q, limit: 200 }));
        const theirs = orders.filter((order) => order.customer?.phone === '+49 30 123-45');
        expect(theirs.length).toBeGreaterThan(10);
        expect(theirs.every((order) => found.has(order.id))).toBe(true);
        expect(orders.some((order) => order.customer?.phone === undefined && found.has(order.id))).toBe(
          false,
        );
      },
    );
  });

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
      for (let i = 0; i < 3; i++) placed.push((await shop.place({ customer })).order);
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
