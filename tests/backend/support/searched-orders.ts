// Orders as the search has to find them, written past the API: with a name, a telephone, a dish and a moment.
import type { Order } from '../../../contract/order.ts';
import type { Store } from '../../../backend/db/store.ts';
import { searchOrders, type Search } from '../../../backend/orders/queries.ts';
import { rowsOfOrder } from '../../../backend/orders/rows.ts';
import { indexOrders } from '../../../backend/orders/search-index.ts';
import { plainOrder } from '../../support/plain-order.ts';

export const day = 86_400_000;
export const noon = Date.parse('2026-03-01T12:00:00.000Z');

let nth = 0;
const nextId = () => `00000000-0000-4000-8000-${String((nth += 1)).padStart(12, '0')}`;

export function orderOf(some: {
  at: number;
  name: string;
  phone: string;
  dish: string;
  status?: Order['status'];
}) {
  const at = new Date(some.at).toISOString();
  const id = nextId();
  return plainOrder({
    id,
    number: String(nth % 1000),
    status: some.status ?? 'collected',
    customer: { name: some.name, ...(some.phone === '' ? {} : { phone: some.phone }) },
    items: [{ id: '1', name: some.dish, quantity: 1, modifiers: [], allergens: [], ticked: false }],
    total: { amount: 100, currency: 'EUR' },
    placedAt: at,
    ringAt: at,
  });
}

export async function keep(store: Store, restaurant: string, orders: readonly Order[]): Promise<void> {
  const rows = orders.map((order) =>
    rowsOfOrder(order, [], { restaurant, placedBy: null, now: Date.parse(order.placedAt) }),
  );
  await store.write((tx) => store.insertRows(tx, { orders: rows.map(({ order }) => order) }));
}

export async function indexAll(store: Store, now = noon + 2 * day): Promise<void> {
  while ((await indexOrders({ store, now: () => now })) > 0);
}

/** Every page of an answer, or so many of them. */
export async function allOf(
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
