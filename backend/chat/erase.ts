// Forgets what was written: an order's chat together with who its customer was, and the restaurant's own bit by bit.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { EventLog } from '../streams/event-log.ts';
import type { Append } from '../streams/event-log.ts';
import { forgetInLog } from './delete.ts';
import { toldOfDeletion } from './events.ts';
import { placesOf } from './places.ts';
import { emptyChat } from './rows.ts';

/** Nothing is written into it any more, be its order open or not. */
export async function eraseChat(
  store: Pick<Store, 'kind'>,
  tx: Db,
  append: Append,
  order: { id: string; number: string; restaurant: string; isOpen: boolean },
  at: number,
): Promise<void> {
  // Where nobody has written yet, nobody begins any more: what came later would stay.
  if (order.isOpen)
    await tx
      .insertInto('chats')
      .values({ ...emptyChat({ ...order, order }), erased_at: at })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  const chat = await tx
    .selectFrom('chats')
    .select('id')
    .where('id', '=', order.id)
    .$if(store.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  if (!chat) return;
  const rows = await tx.selectFrom('chat_messages').selectAll().where('chat_id', '=', order.id).execute();
  for (const row of rows) await forgetInLog(tx, order, row, order.number);
  await tx.updateTable('chats').set({ erased_at: at }).where('id', '=', order.id).execute();
  for (const table of ['chat_messages', 'chat_reads', 'chat_keys'] as const)
    await tx.deleteFrom(table).where('chat_id', '=', order.id).execute();
  if (!order.isOpen) return;
  // Still on somebody's screen: what the screens show stays what is kept here.
  const place = await placesOf(store, tx, [order.id]);
  for (const of of place.values()) await append.all(rows.flatMap((row) => toldOfDeletion(of, row.id, at)));
}

/** All that is left of these orders' chats, with their streams. */
export async function deleteChats(tx: Db, orders: readonly string[]): Promise<void> {
  const streams = orders.map((id) => `chat:${id}`);
  await tx.deleteFrom('events').where('stream', 'in', streams).execute();
  await tx.deleteFrom('streams').where('name', 'in', streams).execute();
  for (const table of ['chat_messages', 'chat_reads', 'chat_keys'] as const)
    await tx.deleteFrom(table).where('chat_id', 'in', orders).execute();
  await tx.deleteFrom('chats').where('id', 'in', orders).execute();
}

/** What staff wrote among themselves, as old as that: customers may be named in it. */
export async function forgetStaffMessages(log: EventLog, store: Store, before: number, atOnce: number) {
  const rows = await store.read
    .selectFrom('chat_messages as m')
    .innerJoin('chats as c', 'c.id', 'm.chat_id')
    .select(['m.chat_id', 'm.n', 'm.id', 'm.side', 'm.staff_seq', 'm.customer_seq', 'c.restaurant_id'])
    .where('m.at', '<', before)
    .where('c.order_id', 'is', null)
    .limit(atOnce)
    .execute();
  for (const row of rows)
    await log.write(async (tx) => {
      await forgetInLog(tx, { id: row.chat_id, restaurant: row.restaurant_id }, row);
      await tx
        .deleteFrom('chat_messages')
        .where('chat_id', '=', row.chat_id)
        .where('n', '=', row.n)
        .execute();
    });
  return rows.length;
}

export async function forgetKeys(store: Store, before: number): Promise<number> {
  const gone = await store.write((tx) =>
    tx.deleteFrom('chat_keys').where('at', '<', before).executeTakeFirst(),
  );
  return Number(gone.numDeletedRows);
}
