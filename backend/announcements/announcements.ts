// Keeps announcements: makes, lists and ends them; each is an event of the stream of those whom it is for.
import { randomUUID } from 'node:crypto';
import { announcement as shape, type Announcement } from '../../contract/announcements.ts';
import type { StreamName } from '../../contract/streams.ts';
import { cutText } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Append, Appended, NewEvent } from '../streams/event-log.ts';

export type Wanted = {
  /** null: for all restaurants. */
  restaurant: string | null;
  text: string;
  /** When it ends by itself; null: never. */
  until: number | null;
  /** The person who says so. */
  from: string | undefined;
  /** The Idempotency-Key it came with. */
  cause?: string | undefined;
};

/** Tells everybody of the restaurant, or of all of them; null: nobody is notified of anything here. */
export type NotifyAll = Notifications['notifyAll'] | null;

const longestTitle = 80;
/** What does not fit into a title stands below it, whole. */
const worded = (text: string): { title: string; body: string } => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= longestTitle
    ? { title: line, body: '' }
    : { title: `${cutText(line, longestTitle - 1)}…`, body: text };
};

const day = 86_400_000;
export const longestDays = 400;

/** What is wrong with such an end; null: nothing. */
export function endOutOfReach(until: number | null, now: number): string | null {
  if (until === null) return null;
  if (until <= now) return 'until: lies in the past. Say when it ends, or leave it out.';
  if (until - now > longestDays * day)
    return `until: is more than ${longestDays} days away. Leave it out, and end the announcement when it is no longer true.`;
  return null;
}

const streamFor = (restaurant: string | null): StreamName =>
  restaurant === null ? 'global' : `restaurant:${restaurant}`;

const iso = (at: number): string => new Date(at).toISOString();

export async function announce(
  tx: Db,
  append: Append,
  { restaurant, text, until, from, cause }: Wanted,
  now: number,
  notifyAll: NotifyAll,
): Promise<{ announcement: Announcement; appended: Appended }> {
  const announcement: Announcement = {
    id: randomUUID(),
    to: restaurant === null ? 'all' : 'restaurant',
    text,
    at: iso(now),
    until: until === null ? null : iso(until),
    ...(from === undefined ? {} : { from }),
  };
  await tx
    .insertInto('announcements')
    .values({
      id: announcement.id,
      restaurant_id: restaurant,
      body: JSON.stringify(announcement),
      created_at: now,
      until_at: until,
      ended_at: null,
    })
    .execute();
  const appended = await append({ ...eventOf('announcement.new', restaurant, announcement, now), cause });
  await notifyAll?.(tx, append, { restaurant, kind: 'announcement', ...worded(text), from, at: now });
  return { announcement, appended };
}

const eventOf = (
  type: 'announcement.new' | 'announcement.ended',
  restaurant: string | null,
  announcement: Announcement,
  at: number,
): NewEvent => ({
  stream: streamFor(restaurant),
  type,
  at,
  message: type === 'announcement.new' ? announcement.text : 'An announcement has ended.',
  body: { announcement },
});

/** More than any console shows or anybody reads; each snapshot has all of them. */
export const mostAtOnce = 50;

/** Of the restaurant, or of those for all. */
export async function hasRoomForMore(db: Db, restaurant: string | null, now: number): Promise<boolean> {
  const rows = await current(db, now)
    .where('restaurant_id', restaurant === null ? 'is' : '=', restaurant)
    .limit(mostAtOnce)
    .execute();
  return rows.length < mostAtOnce;
}

export type Found = { restaurant: string | null; announcement: Announcement };

/** One that has not ended. */
export async function findAnnouncement(db: Db, id: string, now: number): Promise<Found | null> {
  const row = await current(db, now).where('id', '=', id).executeTakeFirst();
  return row ? { restaurant: row.restaurant_id, announcement: read(row.body) } : null;
}

/** False: it had ended before. */
export async function endAnnouncement(tx: Db, append: Append, id: string, now: number): Promise<boolean> {
  const row = await tx
    .updateTable('announcements')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where((either) => either.or([either('until_at', 'is', null), either('until_at', '>', now)]))
    .returning(['restaurant_id', 'body'])
    .executeTakeFirst();
  if (!row) return false;
  await append(eventOf('announcement.ended', row.restaurant_id, read(row.body), now));
  return true;
}

/** Those of a restaurant and those for all, the newest first; null: only those for all. */
export async function currentAnnouncements(
  db: Db,
  restaurant: string | null,
  now: number,
): Promise<Announcement[]> {
  const rows = await current(db, now)
    .where((either) =>
      restaurant === null
        ? either('restaurant_id', 'is', null)
        : either.or([either('restaurant_id', 'is', null), either('restaurant_id', '=', restaurant)]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(({ body }) => read(body));
}

const current = (db: Db, now: number) =>
  db
    .selectFrom('announcements')
    .select(['restaurant_id', 'body'])
    .where('ended_at', 'is', null)
    .where((either) => either.or([either('until_at', 'is', null), either('until_at', '>', now)]));

const read = (body: string): Announcement => shape.parse(JSON.parse(body));

/** Those that ended before that moment are nobody's business any more. */
export async function forgetAnnouncements(store: Store, before: number): Promise<{ announcements: number }> {
  const gone = await store.write((tx) =>
    tx
      .deleteFrom('announcements')
      .where((either) => either.or([either('ended_at', '<', before), either('until_at', '<', before)]))
      .executeTakeFirst(),
  );
  return { announcements: Number(gone.numDeletedRows) };
}
