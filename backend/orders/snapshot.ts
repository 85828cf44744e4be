// Everything that belongs on a restaurant's screen, at a known place of each stream: all at once, or in pages.
import type { z } from 'zod';
import type { snapshot } from '../../contract/api.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { openEscalations } from '../escalation/open-escalations.ts';
import { snapshotInFirstProtocol } from '../http/first-protocol.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import { headsOf } from '../streams/event-log.ts';
import { beginning, ordersFrom, readBookmark, writeBookmark, type Room } from './snapshot-place.ts';

export type SnapshotWish = {
  restaurant: string;
  /** Whose places are to be named. */
  streams: readonly StreamName[];
  /** Whoever asks is called when nobody takes care of an order. */
  manages: boolean;
  now: number;
  /** How many orders at most; null: all there are, at once. */
  limit: number | null;
  /** Where the page before ended, in its own word. */
  after: string | null;
  /** What other rooms have to say in it to whoever asks, on the last page. */
  others?: { parts: readonly SnapshotPart[]; principal: Principal };
  /** Whoever asks refuses what came after the first protocol. */
  firstProtocol?: boolean;
};

/** What else belongs on the screen, of the same moment as the heads; nothing: there is no such thing here. */
export type SnapshotPart = (
  tx: Db,
  about: { restaurant: string; principal: Principal; now: number },
) => Promise<Pick<z.input<typeof snapshot>, 'inbox' | 'chats' | 'announcements' | 'consolesGone'>>;

export type SnapshotAnswer =
  | { kind: 'snapshot'; json: string }
  | { kind: 'no-restaurant' | 'unreadable' | 'too-long' }
  /** The page before is of a log that does not go on like that any more: only the first page helps. */
  | { kind: 'gone'; why: string };

/** Orders can be long: a page ends when it is full, or heavy. */
const heaviest = 4 * 1024 * 1024;
/** Without pages: as long as a console of 0.1.0, which knows none, reads at all. */
export const wholeAtMostBytes = 64 * 1024 * 1024;
const everything: Room = { orders: Infinity, bytes: wholeAtMostBytes };
/** More changes than that between two pages, and beginning again is the shorter way. */
const changesAtMost = 200;

/**
 * Every page is of one moment, and all of them together are of the last one's: what changed since the page before comes
 * along, wherever it stands.
 */
export function snapshotOf(store: Store, wish: SnapshotWish): Promise<SnapshotAnswer> {
  const { restaurant: id, limit, after, now } = wish;
  return store.consistent(async (tx) => {
    const mark = after === null ? null : readBookmark(after);
    if (after !== null && mark === null) return { kind: 'unreadable' };
    const restaurant = await getRestaurant(tx, id);
    if (!restaurant) return { kind: 'no-restaurant' };
    const stream = `restaurant:${id}`;
    const heads = await headsOf(tx, [...new Set([...wish.streams, stream])]);
    const head = heads[stream] as Head;
    const changed = mark === null ? [] : await changedSince(tx, id, mark.asOf, head);
    if (!Array.isArray(changed)) return { kind: 'gone', why: changed.why };
    const room = limit === null ? everything : { orders: limit, bytes: heaviest };
    const { bodies, end } = await ordersFrom(tx, id, mark?.place ?? beginning, room, now);
    if (limit === null && end !== null) return { kind: 'too-long' };
    const others = end === null && wish.firstProtocol !== true ? await saidByOthers(tx, wish) : {};
    const about = {
      now: new Date(now).toISOString(),
      heads,
      restaurant,
      ...(wish.manages ? { escalations: await openEscalations(tx, id) } : {}),
      ...(limit === null ? {} : { next: end && writeBookmark(end, head) }),
      ...others,
    };
    const orders = [...changed, ...bodies].join(',');
    const told = JSON.stringify(wish.firstProtocol ? snapshotInFirstProtocol(about) : about);
    return { kind: 'snapshot', json: `${told.slice(0, -1)},"orders":[${orders}]}` };
  });
}

async function saidByOthers(tx: Db, { restaurant, now, others }: SnapshotWish): Promise<object> {
  const said = [];
  if (others === undefined) return {};
  const { parts, principal } = others;
  for (const part of parts) said.push(await part(tx, { restaurant, principal, now }));
  return Object.assign({}, ...said) as object;
}

/** The orders that events after that place tell of, as they are now. */
async function changedSince(
  tx: Db,
  restaurant: string,
  before: Head,
  now: Head,
): Promise<string[] | { why: string }> {
  if (before.epoch !== now.epoch || before.seq > now.seq)
    return { why: 'the page before is of a log that was replaced' };
  const events = await tx
    .selectFrom('events')
    .select(['seq', 'id', 'body'])
    .where('stream', '=', `restaurant:${restaurant}`)
    .where('seq', '>=', before.seq)
    .orderBy('seq')
    .limit(changesAtMost + 2)
    .execute();
  const known = events[0]?.seq === before.seq ? events[0].id : null;
  if (known !== before.id) return { why: `another event stands at ${before.seq}, or none any more` };
  const since = events.filter(({ seq }) => seq > before.seq);
  if (since.length > changesAtMost) return { why: 'too much has changed since the page before' };
  const ids = new Set(
    since.flatMap(({ body }) => (JSON.parse(body) as { order?: { id: string } }).order?.id ?? []),
  );
  if (ids.size === 0) return [];
  const rows = await tx
    .selectFrom('orders')
    .select('body')
    .where('restaurant_id', '=', restaurant)
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ body }) => body);
}
