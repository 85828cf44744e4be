// Deletes a message: its text goes from the table and from the log, and everybody who has it is told.
import { may, type Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import type { Append } from '../streams/event-log.ts';
import { toldOfDeletion } from './events.ts';
import { placeFor, staffStream, type ChatPlace } from './places.ts';
import { lockChats, messageNamed, type MessageRow } from './rows.ts';

/** False when it was deleted before. */
export async function deleteMessage(
  store: Pick<Store, 'kind'>,
  tx: Db,
  append: Append,
  wish: { principal: Principal; id: string; message: string },
  at: number,
): Promise<boolean> {
  const { principal, id, message } = wish;
  const place = await placeFor(store, tx, principal, id);
  if (!may(principal, 'chat.delete', `chat:${id}`, { restaurant: place.restaurant }))
    throw new ProblemError('not-allowed', 'Messages are deleted by managers: step in as one.');
  await lockChats(store, tx, [place]);
  const row = await messageNamed(tx, id, message);
  if (!row) throw new ProblemError('not-found', 'There is no such message in this chat.');
  if (row.deleted_at !== null) return false;
  await tx
    .updateTable('chat_messages')
    .set({ text: '', deleted_at: at })
    .where('chat_id', '=', id)
    .where('n', '=', row.n)
    .execute();
  await forgetInLog(tx, place, row);
  for (const event of toldOfDeletion(place, row.id, at)) await append(event);
  return true;
}

type Told = { chatMessage?: { id: string } & Fields; plain?: Fields };
type Fields = Record<string, unknown>;

/**
 * What the log says of a message loses its text; `name` stands in for the customer's, when that is to go as well. The
 * events stay where they are.
 */
export async function forgetInLog(
  tx: Db,
  place: Pick<ChatPlace, 'id' | 'restaurant'>,
  row: Pick<MessageRow, 'id' | 'side' | 'staff_seq' | 'customer_seq'>,
  name?: string,
): Promise<void> {
  for (const [stream, seq] of [
    [staffStream(place), row.staff_seq],
    [`chat:${place.id}`, row.customer_seq],
  ] as const) {
    if (seq === null) continue;
    const event = await tx
      .selectFrom('events')
      .select('body')
      .where('stream', '=', stream)
      .where('seq', '=', seq)
      .executeTakeFirst();
    if (!event) continue;
    const told = JSON.parse(event.body) as Told;
    // After a backup was restored another event may stand there.
    if (told.chatMessage?.id !== row.id) continue;
    const body = JSON.stringify(withoutText(told, row.side === 'customer' ? name : undefined));
    await tx
      .updateTable('events')
      .set({ body })
      .where('stream', '=', stream)
      .where('seq', '=', seq)
      .execute();
  }
}

function withoutText(told: Told, name?: string): Told {
  const { chatMessage, plain, ...rest } = told;
  const username = name === undefined ? {} : { username: name };
  return {
    ...rest,
    ...(chatMessage === undefined
      ? {}
      : { chatMessage: { ...chatMessage, ...username, text: '', deleted: true } }),
    ...(plain === undefined ? {} : { plain: { ...plain, ...username, message: '' } }),
  } as Told;
}
