// Notes how far a side has read a chat, and tells it to everybody who shows how much is unread.
import type { Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import type { Append } from '../streams/event-log.ts';
import { toldOfReading } from './events.ts';
import { placeFor, sideOf } from './places.ts';
import { lockChats, messageNamed } from './rows.ts';

/** What was read stays read: an older mark than there is changes nothing. */
export async function markRead(
  store: Pick<Store, 'kind'>,
  tx: Db,
  append: Append,
  wish: { principal: Principal; id: string; upTo: string },
  at: number,
): Promise<void> {
  const { principal, id, upTo } = wish;
  const place = await placeFor(store, tx, principal, id);
  const row = await messageNamed(tx, id, upTo);
  if (!row) throw new ProblemError('not-found', 'There is no such message in this chat.', { field: 'upTo' });
  await lockChats(store, tx, [place]);
  const side = sideOf(principal);
  const moved = await tx
    .insertInto('chat_reads')
    .values({ chat_id: id, side, n: row.n, message_id: row.id, at })
    .onConflict((conflict) =>
      conflict
        .columns(['chat_id', 'side'])
        .doUpdateSet({ n: row.n, message_id: row.id, at })
        .where('chat_reads.n', '<', row.n),
    )
    .returning('n')
    .executeTakeFirst();
  if (!moved) return;
  const mark = { message: row.id, at: new Date(at).toISOString() };
  for (const event of toldOfReading(place, side, mark, at)) await append(event);
}
