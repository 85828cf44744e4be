// Orders as they are kept: the contract's order as text, with columns for what is searched.
import type { Act, Order } from '../../contract/order.ts';
import type { Db, LogTables } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { isOpenOrder } from '../../contract/order.ts';
import { searchText } from './search-words.ts';

export type Kept = { order: Order; restaurant: string; placedBy: string | null; acts: number };

function changing(order: Order, now: number, closedBefore: number | null) {
  const closed = order.status === 'collected' || order.status === 'rejected' || order.status === 'cancelled';
  return {
    status: order.status,
    closed_at: closed ? (closedBefore ?? now) : null,
    open: isOpenOrder(order) ? 1 : 0,
    body: JSON.stringify(order),
  };
}

/** A new order as it is written down. */
export function rowsOfOrder(
  order: Order,
  acts: readonly Act[],
  of: { restaurant: string; placedBy: string | null; now: number },
): { order: LogTables['orders']; acts: LogTables['acts'][] } {
  const row = {
    id: order.id,
    restaurant_id: of.restaurant,
    number: order.number,
    channel: order.channel,
    placed_by: of.placedBy,
    placed_at: Date.parse(order.placedAt),
    ring_at: Date.parse(order.ringAt),
    acts: acts.length,
    search: searchText(order),
    personal: 1,
    page: null,
    ...changing(order, of.now, null),
  };
  return { order: row, acts: acts.map((act, i) => rowOfAct(order.id, i + 1, act)) };
}

function rowOfAct(orderId: string, n: number, act: Act): LogTables['acts'] {
  return { order_id: orderId, n, at: Date.parse(act.at), body: JSON.stringify(act) };
}

/** The order, and nobody else may change it until the transaction ends. */
export async function lockOrder(
  store: Store,
  tx: Db,
  id: string,
): Promise<(Kept & { closedAt: number | null }) | null> {
  const row = await tx
    .selectFrom('orders')
    .select(['restaurant_id', 'placed_by', 'acts', 'closed_at', 'body'])
    .where('id', '=', id)
    .$if(store.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) return null;
  return {
    order: readOrder(row.body),
    restaurant: row.restaurant_id,
    placedBy: row.placed_by,
    acts: row.acts,
    closedAt: row.closed_at,
  };
}

export async function saveOrder(
  tx: Db,
  order: Order,
  act: Act | null,
  kept: { acts: number; closedAt: number | null },
  now: number,
): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ ...changing(order, now, kept.closedAt), acts: kept.acts + (act ? 1 : 0) })
    .where('id', '=', order.id)
    .execute();
  if (act)
    await tx
      .insertInto('acts')
      .values(rowOfAct(order.id, kept.acts + 1, act))
      .execute();
}

// Written by this very program, so it is read without being checked again.
export function readOrder(body: string): Order {
  return JSON.parse(body) as Order;
}

export type DueKind = 'tell' | 'ring' | 'collect';

/** A time sets it, null takes it away. */
export async function setDue(tx: Db, orderId: string, kind: DueKind, at: number | null): Promise<void> {
  if (at === null)
    await tx.deleteFrom('due').where('order_id', '=', orderId).where('kind', '=', kind).execute();
  else
    await tx
      .insertInto('due')
      .values({ order_id: orderId, kind, at } satisfies LogTables['due'])
      .onConflict((conflict) => conflict.columns(['order_id', 'kind']).doUpdateSet({ at }))
      .execute();
}
