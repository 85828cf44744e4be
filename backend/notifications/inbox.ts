// Reads a person's inbox: the newest of it, page by page, and how many of it are not opened.
import { sql } from 'kysely';
import type { Inbox, Notification } from '../../contract/notifications.ts';
import { uuid } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';
import { choicesOf } from './choices.ts';
import { hasCome, told } from './rows.ts';

const newest = 50;

/** Of one moment with whatever else is read in the transaction, such as the heads of the streams. */
export async function inboxOf(tx: Db, person: string): Promise<Inbox> {
  const { notifications } = await pageOf(tx, person, { unread: false, before: null, limit: newest });
  return { notifications, unread: await unreadOf(tx, person), choices: await choicesOf(tx, person) };
}

export async function unreadOf(db: Db, person: string): Promise<number> {
  const { unread } = await db
    .selectFrom('notification_recipients as r')
    .select((of) => of.fn.countAll().as('unread'))
    .where('r.person_id', '=', person)
    .where('r.opened_at', 'is', null)
    .where(hasCome(person))
    .executeTakeFirstOrThrow();
  return Number(unread);
}

export type Place = { at: number; id: string };
export type Wanted = { unread: boolean; before: Place | null; limit: number };

/** The newest first; each page goes on right behind the last of the page before, whatever has come since. */
export async function pageOf(
  db: Db,
  person: string,
  { unread, before, limit }: Wanted,
): Promise<{ notifications: Notification[]; before: string | null }> {
  const rows = await db
    .selectFrom('notification_recipients as r')
    .innerJoin('notifications as n', 'n.id', 'r.notification_id')
    .select(['n.id', 'n.kind', 'n.title', 'n.body', 'n.data', 'n.order_id', 'n.order_number', 'n.sent_by'])
    .select(['r.created_at', 'r.opened_at'])
    .where('r.person_id', '=', person)
    .where(hasCome(person))
    .$if(unread, (query) => query.where('r.opened_at', 'is', null))
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(r.created_at, r.notification_id) < (${before?.at}, ${before?.id})`),
    )
    .orderBy('r.created_at', 'desc')
    .orderBy('r.notification_id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    notifications: page.map(told),
    before: last && rows.length > limit ? `${last.created_at}.${last.id}` : null,
  };
}

/** Where a page ended, in the words it was given in; null when nobody here wrote them. */
export function readPlace(word: string): Place | null {
  const [at = '', id = ''] = word.split('.');
  return /^\d{1,15}$/.test(at) && uuid.safeParse(id).success ? { at: Number(at), id } : null;
}
