// Orders as they are looked up: one, a page of them, a timeline.
import { statuses, type Act, type Order } from '../../contract/order.ts';
import type { receiptStages } from '../../contract/api.ts';
import type { Store } from '../db/store.ts';
import { readOrder } from './rows.ts';
import { placeText, readPlace } from './place-in-time.ts';
import { findByWords, placedWithin, type Found, type Within } from './search.ts';
import { wordsOf } from './search-words.ts';

export async function findOrder(
  store: Pick<Store, 'read'>,
  id: string,
): Promise<{ order: Order; restaurant: string; placedBy: string | null } | null> {
  const row = await store.read
    .selectFrom('orders')
    .select(['restaurant_id', 'placed_by', 'body'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { order: readOrder(row.body), restaurant: row.restaurant_id, placedBy: row.placed_by } : null;
}

export type Search = {
  restaurant: string;
  statuses: readonly string[];
  q?: string | undefined;
  /** Placed from then on, and before then. */
  placed?: { from: number; to: number } | undefined;
  before?: string | undefined;
  limit: number;
};

/** Newest first. `before` is where the page before ended; null when its text means nothing. */
export async function searchOrders(
  store: Store,
  search: Search,
): Promise<{ orders: string[]; before: string | null } | null> {
  const before = search.before === undefined ? null : readPlace(search.before);
  if (search.before !== undefined && before === null) return null;
  const within = {
    restaurant: search.restaurant,
    statuses: search.statuses,
    from: search.placed?.from ?? 0,
    to: search.placed?.to ?? Number.MAX_SAFE_INTEGER,
    before,
  };
  const words = wordsOf(search.q ?? '');
  const rows =
    words.length === 0
      ? await newest(store, within, search.limit + 1)
      : await findByWords(store, words, within, search.limit + 1);
  const page = upToHeaviest(rows.slice(0, search.limit));
  const last = page.at(-1);
  return {
    orders: page.map((row) => row.body),
    before: rows.length > page.length && last ? placeText({ at: last.placed_at, id: last.id }) : null,
  };
}

/** Whatever words they have. */
function newest(store: Store, within: Within, wanted: number): Promise<Found[]> {
  return placedWithin(store, within, within.before)
    .select(['id', 'placed_at', 'body'])
    .orderBy('placed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(wanted)
    .execute();
}

/** Orders can be long, and whoever asks may read slowly: a page ends when it is full, or heavy. */
const heaviest = 4 * 1024 * 1024;

function upToHeaviest<Row extends { body: string }>(rows: readonly Row[]): readonly Row[] {
  let bytes = 0;
  // One that begins before the page is heavy is still on it.
  return rows.filter(({ body }) => {
    const fits = bytes < heaviest;
    bytes += Buffer.byteLength(body);
    return fits;
  });
}

export function knownStatuses(asked: string | undefined): readonly string[] | null {
  if (asked === undefined || asked === '') return [];
  const names = asked.split(',');
  return names.every((name) => (statuses as readonly string[]).includes(name)) ? names : null;
}

export async function timelineOf(store: Store, orderId: string) {
  const acts = await store.read
    .selectFrom('acts')
    .select('body')
    .where('order_id', '=', orderId)
    .orderBy('n')
    .execute();
  const receipts = await store.read
    .selectFrom('receipts')
    .select(['stage', 'at', 'device_id'])
    .where('order_id', '=', orderId)
    .orderBy('at')
    .execute();
  return {
    order: orderId,
    acts: acts.map((row) => JSON.parse(row.body) as Act),
    receipts: receipts.map((row) => ({
      stage: row.stage as (typeof receiptStages)[number],
      at: new Date(row.at).toISOString(),
      device: row.device_id === '' ? null : row.device_id,
    })),
  };
}
