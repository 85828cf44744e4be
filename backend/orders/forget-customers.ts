// Forgets who an order was for, a month after the last time the kitchen or the customer waited for it: in the order
// itself, in what it is found by, in what is left of the log, in the customer's inbox, and in the order's chat.
import { sql } from 'kysely';
import type { Order } from '../../contract/order.ts';
import type { StreamName } from '../../contract/streams.ts';
import { eraseChat } from '../chat/erase.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { untieOrders } from '../push/untie.ts';
import type { EventLog } from '../streams/event-log.ts';
import { isStaff } from './changes.ts';
import { lockOrder, saveOrder } from './rows.ts';
import { forgetWords } from './search-index.ts';
import { searchText } from './search-words.ts';

export type ForgetCustomersParts = {
  store: Store;
  log: EventLog;
  keepMs: number;
  at: number;
  atOnce: number;
};

/** What was done offline, or on the customer's page, is told by an event that is so much newer at most. */
const toldLaterMs = 4 * 86_400_000;

export function withoutPerson(order: Order): Order {
  const { customer: _customer, note: _note, fulfilment, items, ...rest } = order;
  return {
    ...rest,
    fulfilment: fulfilment.kind === 'delivery' ? { ...fulfilment, address: undefined } : fulfilment,
    items: items.map(({ note: _itemNote, ...item }) => item),
  } as Order;
}

export async function forgetCustomers(parts: ForgetCustomersParts): Promise<number> {
  const { store, log, keepMs, at, atOnce } = parts;
  const before = at - keepMs;
  const rows = await store.read
    .selectFrom('orders')
    .select('id')
    .where('personal', '=', 1)
    .where('placed_at', '<', before)
    // A scheduled order is cooked and delivered long after it was placed.
    .where('ring_at', '<', before)
    .where(promisedBefore(store, new Date(before).toISOString()))
    .limit(atOnce)
    .execute();
  for (const { id } of rows)
    await log.write(async (tx, append) => {
      const kept = await lockOrder(store, tx, id);
      if (!kept) return;
      const order = withoutPerson(kept.order);
      await saveOrder(tx, order, null, kept, at);
      await tx.updateTable('orders').set({ personal: 0 }).where('id', '=', id).execute();
      await forgetWords(store, tx, id, searchText(order));
      const lastSaid = Math.max(kept.closedAt ?? at, ...kept.order.acts.map((act) => Date.parse(act.at)));
      await forgetPersonInEvents(tx, `restaurant:${kept.restaurant}`, id, lastSaid);
      await forgetInInbox(tx, kept.order);
      const { restaurant } = kept;
      const chat = { id, number: order.number, restaurant, isOpen: kept.closedAt === null };
      await eraseChat(store, tx, append, chat, at);
      await untieOrders(tx, [id]);
      if (kept.closedAt !== null) return;
      // Still on somebody's screen: what the screens show stays what is kept here.
      await append({
        stream: `restaurant:${kept.restaurant}`,
        type: 'order.updated',
        message: `Order ${order.number} no longer names its customer.`,
        at,
        body: { order },
      });
    });
  return rows.length;
}

/**
 * Times of an order are written alike, so that their order is that of the text. PostgreSQL reads no JSON in which a NUL or
 * half a character is told, as in orders of former versions: there it looks for the words, which no text within an order
 * can have, because its quotes are escaped.
 */
function promisedBefore(store: Store, time: string) {
  const promised =
    store.kind === 'postgres'
      ? sql`substring(body from '"promisedAt":"([^"]+)"')`
      : sql`json_extract(body, '$.promisedAt')`;
  return sql<boolean>`coalesce(${promised}, '') < ${time}`;
}

/**
 * The inbox bears the customer's id as its name. It is forgotten from its start up to what this order told it, and
 * wholly when that was the last it was told.
 */
async function forgetInInbox(tx: Db, { id, customer }: Order): Promise<void> {
  const userId = customer?.userId;
  if (userId === undefined || (await isStaff(tx, userId))) return;
  const stream = `user:${userId}`;
  const last = await tx
    .selectFrom('events')
    .select((of) => of.fn.max('seq').as('seq'))
    .where('stream', '=', stream)
    .where('body', 'like', aboutOrder(id))
    .executeTakeFirst();
  await tx
    .deleteFrom('events')
    .where('stream', '=', stream)
    .where('seq', '<=', last?.seq ?? 0)
    .execute();
  const inbox = await tx.selectFrom('streams').select('seq').where('name', '=', stream).executeTakeFirst();
  const left = await tx.selectFrom('events').select('seq').where('stream', '=', stream).executeTakeFirst();
  if (!inbox || left) return;
  // Only at that very seq: something may be told there at this moment.
  await tx.deleteFrom('streams').where('name', '=', stream).where('seq', '=', inbox.seq).execute();
}

const aboutOrder = (id: string) => `%"order":{"id":"${id}"%`;

/**
 * Where the log is kept longer than names, names go from the log as well; the events stay where they are. When the log
 * begins after the last that was said of the order, only the stream's newest event, which always stays, can name it.
 */
async function forgetPersonInEvents(
  tx: Db,
  stream: StreamName,
  orderId: string,
  lastSaid: number,
): Promise<void> {
  const of = tx.selectFrom('events').where('stream', '=', stream);
  const first = await of.select('at').orderBy('seq').limit(1).executeTakeFirst();
  const newest = await of.select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  if (!first || !newest) return;
  const reachesBack = first.at <= lastSaid + toldLaterMs;
  const events = await of
    .select(['seq', 'body'])
    .where('seq', '>=', reachesBack ? 0 : newest.seq)
    .where('body', 'like', aboutOrder(orderId))
    .execute();
  for (const { seq, body } of events) {
    const event = JSON.parse(body) as { order: Order };
    await tx
      .updateTable('events')
      .set({ body: JSON.stringify({ ...event, order: withoutPerson(event.order) }) })
      .where('stream', '=', stream)
      .where('seq', '=', seq)
      .execute();
  }
}
