// Orders of long ago are found by what staff know of them, whether they stand in the index yet or not.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Order } from '../../contract/order.ts';
import { type Store } from '../../backend/db/store.ts';
import { openStore } from '../../backend/db/open.ts';
import { searchOrders } from '../../backend/orders/queries.ts';
import { ordersOnPage } from '../../backend/orders/search-index.ts';
import { finds, searchText, wordsOf } from '../../backend/orders/search-words.ts';
import { onBothDatabases } from './support/databases.ts';
import { allOf, indexAll, keep, noon, orderOf } from './support/searched-orders.ts';

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

onBothDatabases((databases) => {
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

    test('a word in all orders, with something that none of them has, holds nobody else up', async () => {
      let turns = 0;
      let over = false;
      const takeTurns = () => {
        turns += 1;
        if (!over) setImmediate(takeTurns);
      };
      setImmediate(takeTurns);
      const page = await searchOrders(store, { restaurant, q: 'b', statuses: ['new'], limit: 200 });
      over = true;
      expect(page?.orders).toEqual([]);
      // At most 64 orders are read in one go.
      expect(turns).toBeGreaterThan(orders.length / 64 / 2);
    });

    test.each([
      ['müller', ['Anna Müller', 'Hans-Jürgen Obermüller']],
      ['MULLER', ['Anna Müller', 'Hans-Jürgen Obermüller']],
      ['ann mül', ['Anna Müller']],
      ['雷', ['李雷']],
      ['李雷', ['李雷']],
      ['🍕', ['🍕 Paul']],
      ['xylophon', []],
      ['\0müller', ['Anna Müller', 'Hans-Jürgen Obermüller']],
      ['\ud83c', []],
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
});
