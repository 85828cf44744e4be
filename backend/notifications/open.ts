// Opens notifications of a person: each once, told to all devices of theirs, and never one that has not come yet.
import type { StreamName } from '../../contract/streams.ts';
import type { Opening } from '../../contract/notifications.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Append } from '../streams/event-log.ts';
import { hasCome } from './rows.ts';
import { standingAt, type Standing } from './standing.ts';

export type Opened = {
  person: string;
  /** When it was opened, by whoever did. */
  at: number;
  now: number;
  cause: string | undefined;
};

/** Null: this person has no such notification. */
export async function openOne(
  store: Store,
  tx: Db,
  append: Append,
  id: string,
  by: Opened,
): Promise<Standing | null> {
  const stream = await holdStream(store, tx, by.person);
  const known = await tx
    .selectFrom('notification_recipients as r')
    .select('r.opened_at')
    .where('r.notification_id', '=', id)
    .where('r.person_id', '=', by.person)
    .where(hasCome(by.person))
    .executeTakeFirst();
  if (!known) return null;
  const opened = await tx
    .updateTable('notification_recipients as r')
    .set({ opened_at: by.at })
    .where('r.notification_id', '=', id)
    .where('r.person_id', '=', by.person)
    .where('r.opened_at', 'is', null)
    .returning('notification_id as id')
    .executeTakeFirst();
  if (!opened) return standingAt(tx, stream);
  return tell(append, stream, { ids: [id], count: 1 }, by);
}

/** All that have come to them, up to a moment: what came after it they have not seen. */
export async function openAll(
  store: Store,
  tx: Db,
  append: Append,
  upTo: number,
  by: Opened,
): Promise<Standing> {
  const stream = await holdStream(store, tx, by.person);
  const opened = await tx
    .updateTable('notification_recipients as r')
    .set({ opened_at: by.at })
    .where('r.person_id', '=', by.person)
    .where('r.opened_at', 'is', null)
    .where('r.created_at', '<=', upTo)
    .where(hasCome(by.person))
    .executeTakeFirst();
  const count = Number(opened.numUpdatedRows);
  if (count === 0) return standingAt(tx, stream);
  return tell(append, stream, { ids: [], upTo: new Date(upTo).toISOString(), count }, by);
}

/**
 * Whoever appends what has come since waits until this is done: so everything that is opened stands before its opening in
 * the stream, and nothing else does.
 */
async function holdStream(store: Store, tx: Db, person: string): Promise<StreamName> {
  const stream = `user:${person}`;
  await tx
    .selectFrom('streams')
    .select('name')
    .where('name', '=', stream)
    .$if(store.kind === 'postgres', (query) => query.forUpdate())
    .execute();
  return stream;
}

async function tell(append: Append, stream: StreamName, opening: Opening, by: Opened): Promise<Standing> {
  const { epoch, seq } = await append({
    stream,
    type: 'notification.opened',
    message:
      opening.count === 1 ? 'A notification was opened.' : `${opening.count} notifications were opened.`,
    at: by.now,
    cause: by.cause,
    body: { opening },
  });
  return { stream, epoch, seq };
}
