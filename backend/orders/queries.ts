// Orders as they are looked up: one, a page of them, a timeline.
import { sql } from 'kysely';
import { statuses, type Act, type Order } from '../../contract/order.ts';
import type { receiptStages } from '../../contract/api.ts';
import type { Store } from '../db/store.ts';
import { asSearched, readOrder } from './rows.ts';

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
  let query = store.read
    .selectFrom('orders')
    .select(['id', 'placed_at', 'body'])
    .where('restaurant_id', '=', search.restaurant);
  if (search.statuses.length > 0) query = query.where('status', 'in', search.statuses);
  for (const word of asSearched(search.q ?? '')
    .split(/\s+/)
    .filter(Boolean))
    query = query.where((either) => either.or(spellings(word).map(contains)));
  if (search.placed !== undefined)
    query = query.where('placed_at', '>=', search.placed.from).where('placed_at', '<', search.placed.to);
  if (search.before !== undefined) {
    const place = /^(\d{1,15})\.([0-9a-f-]{36})$/i.exec(search.before);
    if (!place) return null;
    const [at, id] = [Number(place[1]), place[2] ?? ''];
    query = query.where((either) =>
      either.or([
        either('placed_at', '<', at),
        either.and([either('placed_at', '=', at), either('id', '<', id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy('placed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(search.limit + 1)
    .execute();
  const page = upToHeaviest(rows.slice(0, search.limit));
  const last = page.at(-1);
  return {
    orders: page.map((row) => row.body),
    before: rows.length > page.length && last ? `${last.placed_at}.${last.id}` : null,
  };
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

/** Orders of before 0.2 are kept as they were spelt. */
const spellings = (word: string) => [...new Set([word, word.normalize('NFD')])];
const contains = (word: string) =>
  sql<boolean>`search like ${`%${word.replace(/[!%_]/g, '!$&')}%`} escape '!'`;

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
