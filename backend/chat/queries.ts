// Chats as they are looked up: a page of one, and those that belong on a restaurant's screens.
import { sql } from 'kysely';
import {
  chatOpenAfterOrderMs,
  type Chat,
  type ChatMark,
  type ChatSide,
  type ChatWriting,
} from '../../contract/chat.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Head } from '../../contract/streams.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import { headsOf } from '../streams/event-log.ts';
import { placeFor, placesOf, sideOf, streamsOf, type ChatPlace } from './places.ts';
import { chatOf, messageNamed, messagesBefore, readsOf, type MessageRow, type Read } from './rows.ts';
import { chatRefOf, messageOf } from './shown.ts';
import { writingOf } from './standing.ts';

export type PageWish = {
  principal: Principal;
  id: string;
  before?: string | undefined;
  limit: number;
  now: number;
};
export type ChatPage = { chat: Chat; more: boolean; writing: ChatWriting; head: Head };

/** A page, and the place of the chat's stream of which it is the state. */
export function chatPage(store: Store, wish: PageWish): Promise<ChatPage> {
  const { principal, id, before, limit, now } = wish;
  return store.consistent(async (tx) => {
    const place = await placeFor(store, tx, principal, id);
    const from = before === undefined ? null : await messageNamed(tx, id, before);
    if (from === undefined)
      throw new ProblemError('invalid', 'before: is a message of this chat.', { field: 'before' });
    const row = await chatOf(tx, id);
    const rows = await messagesBefore(tx, id, from?.n ?? null, limit + 1);
    const side = sideOf(principal);
    const stream = streamsOf(place).at(side === 'staff' ? 0 : -1) ?? '';
    const { [stream]: head } = await headsOf(tx, [stream]);
    return {
      chat: shown(place, rows.slice(-limit), await readsOf(store, tx, [id]), side),
      more: rows.length > limit,
      writing: writingOf(
        { ...place, begun: (row?.begun_at ?? null) !== null, erased: (row?.erased_at ?? null) !== null },
        side,
        now,
      ),
      head: head as Head,
    };
  });
}

function shown(place: ChatPlace, rows: readonly MessageRow[], reads: readonly Read[], to: ChatSide): Chat {
  const markOf = (side: ChatSide): ChatMark | null => {
    const read = reads.find((one) => one.chat_id === place.id && one.side === side);
    return read === undefined ? null : { message: read.message_id, at: new Date(read.at).toISOString() };
  };
  return {
    ...chatRefOf(place),
    messages: rows.map((row) => messageOf(row, { place, to })),
    seen: { staff: to === 'staff' ? markOf('staff') : null, customer: markOf('customer') },
  };
}

/** So many of a chat's newest messages; older ones are asked for. */
const newest = 30;
/** More than a screen shows at once; those in which somebody wrote last come first. */
const mostChats = 200;

/** The restaurant's own, and those of orders that are not closed yet, in which somebody has written. */
export async function chatsOnScreen(
  store: Pick<Store, 'kind'>,
  tx: Db,
  restaurant: string,
  now: number,
): Promise<Chat[]> {
  const open = await tx
    .selectFrom('orders as o')
    .innerJoin('chats as c', 'c.id', 'o.id')
    .select(['c.id', 'c.messages'])
    .where('o.restaurant_id', '=', restaurant)
    // Each by its own index.
    .where((either) =>
      either.or([either('o.open', '=', 1), either('o.closed_at', '>', now - chatOpenAfterOrderMs)]),
    )
    .where((either) =>
      either.or([either('o.closed_at', 'is', null), either('o.closed_at', '>', now - chatOpenAfterOrderMs)]),
    )
    .where('c.erased_at', 'is', null)
    .orderBy(
      (of) =>
        of
          .selectFrom('chat_messages as m')
          .select('m.at')
          .whereRef('m.chat_id', '=', 'c.id')
          .whereRef('m.n', '=', 'c.messages'),
      'desc',
    )
    .limit(mostChats)
    .execute();
  const ids = [restaurant, ...open.map(({ id }) => id)];
  const places = await placesOf(store, tx, ids);
  const rows = await tx
    .selectFrom('chat_messages as m')
    .innerJoin('chats as c', 'c.id', 'm.chat_id')
    .selectAll('m')
    .where(among(store, 'm.chat_id', ids))
    .where(sql<boolean>`m.n > c.messages - ${sql.lit(newest)}`)
    .orderBy('m.n')
    .execute();
  const reads = await readsOf(store, tx, ids);
  return ids.flatMap((id) => {
    const place = places.get(id);
    const messages = rows.filter((row) => row.chat_id === id);
    return place && messages.length > 0 ? [shown(place, messages, reads, 'staff')] : [];
  });
}
