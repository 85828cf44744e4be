// Chats and their messages as they are kept.
import type { ChatSide } from '../../contract/chat.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { ChatTables } from '../db/schema-chat.ts';
import type { Store } from '../db/store.ts';
import type { ChatPlace } from './places.ts';

export type ChatRow = ChatTables['chats'];
export type MessageRow = ChatTables['chat_messages'];

type WhichChat = Pick<ChatPlace, 'id' | 'restaurant'> & { order: { id: string } | null };

/** A chat in which nobody has written yet. */
export const emptyChat = ({ id, restaurant, order }: WhichChat): ChatRow => ({
  id,
  restaurant_id: restaurant,
  order_id: order?.id ?? null,
  messages: 0,
  from_customer: 0,
  begun_at: null,
  erased_at: null,
});

/** These chats, and nobody else may write into them until the transaction ends. They are made where they are not there. */
export async function lockChats(
  store: Pick<Store, 'kind'>,
  tx: Db,
  places: readonly ChatPlace[],
): Promise<Map<string, ChatRow>> {
  // In one order, whoever locks several.
  const rows = new Map(places.map((place) => [place.id, emptyChat(place)]));
  const sorted = [...rows.keys()].toSorted();
  await tx
    .insertInto('chats')
    .values(sorted.flatMap((id) => rows.get(id) ?? []))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const locked = await tx
    .selectFrom('chats')
    .selectAll()
    .where(among(store, 'id', sorted))
    .orderBy('id')
    .$if(store.kind === 'postgres', (query) => query.forUpdate())
    .execute();
  return new Map(locked.map((row) => [row.id, row]));
}

export async function chatOf(db: Db, id: string): Promise<ChatRow | undefined> {
  return db.selectFrom('chats').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function saveChat(tx: Db, { id, messages, from_customer, begun_at }: ChatRow): Promise<void> {
  await tx.updateTable('chats').set({ messages, from_customer, begun_at }).where('id', '=', id).execute();
}

export async function messageNamed(db: Db, chat: string, id: string): Promise<MessageRow | undefined> {
  return db
    .selectFrom('chat_messages')
    .selectAll()
    .where('id', '=', id)
    .where('chat_id', '=', chat)
    .executeTakeFirst();
}

/** The newest before that number, the oldest of them first. */
export async function messagesBefore(
  db: Db,
  chat: string,
  before: number | null,
  limit: number,
): Promise<MessageRow[]> {
  const rows = await db
    .selectFrom('chat_messages')
    .selectAll()
    .where('chat_id', '=', chat)
    .$if(before !== null, (query) => query.where('n', '<', before ?? 0))
    .orderBy('n', 'desc')
    .limit(limit)
    .execute();
  return rows.toReversed();
}

export type Read = { chat_id: string; side: ChatSide; n: number; message_id: string; at: number };

export async function readsOf(store: Pick<Store, 'kind'>, db: Db, chats: readonly string[]): Promise<Read[]> {
  const rows = await db
    .selectFrom('chat_reads')
    .selectAll()
    .where(among(store, 'chat_id', chats))
    .execute();
  return rows as Read[];
}
