// Where a page of a snapshot ends and the next one begins, and the orders that stand behind such a place.
import { sql } from 'kysely';
import { z } from 'zod';
import type { Head } from '../../contract/streams.ts';
import { uuid } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';

/** Closed orders stay for so long, so that what was just done can still be seen and undone. */
const closedKeptMs = 60 * 60_000;
const closedKept = 200;

/** Open orders first, the oldest before the others; then closed ones, the latest before the others. */
const place = z.object({
  of: z.enum(['open', 'closed']),
  /** The last order that was given out: when it was placed or closed, and its id. */
  last: z.object({ at: z.number().int(), id: uuid }).nullable(),
  /** How many closed ones were given out. */
  closed: z.number().int().min(0).max(closedKept),
});
export type Place = z.infer<typeof place>;

const head = z.object({
  epoch: z.string().max(64),
  seq: z.number().int().nonnegative(),
  id: z.string().max(64).nullable(),
});
/** `asOf`: the place of the restaurant's stream of which the page was the state. */
const bookmark = z.object({ place, asOf: head });
export type Bookmark = z.infer<typeof bookmark>;

export const beginning: Place = { of: 'open', last: null, closed: 0 };
const beginningOfClosed: Place = { of: 'closed', last: null, closed: 0 };

/** In a word that fits into an address. It opens nothing: whoever sends it is asked for their token as ever. */
export const writeBookmark = (end: Place, asOf: Head): string =>
  Buffer.from(JSON.stringify({ place: end, asOf } satisfies Bookmark)).toString('base64url');

/** Null when nobody here wrote it. */
export function readBookmark(word: string): Bookmark | null {
  try {
    const read = bookmark.safeParse(JSON.parse(Buffer.from(word, 'base64url').toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** Read from the database at once, of whatever length they are. */
const atOnce = 50;

export type Room = { orders: number; bytes: number };

/** As many as there is room for, one at least; `end` is null when there are no more. */
export async function ordersFrom(
  tx: Db,
  restaurant: string,
  from: Place,
  room: Room,
  now: number,
): Promise<{ bodies: string[]; end: Place | null }> {
  const bodies: string[] = [];
  let { bytes } = room;
  let end = from;
  while (bodies.length < room.orders && bytes > 0) {
    const left = end.of === 'open' ? Infinity : closedKept - end.closed;
    const wanted = Math.min(atOnce, room.orders - bodies.length, left);
    const rows = wanted === 0 ? [] : await rowsBehind(tx, restaurant, end, wanted, now);
    for (const { at, id, body } of rows) {
      if (bytes <= 0) return { bodies, end };
      bodies.push(body);
      bytes -= Buffer.byteLength(body);
      end = { of: end.of, last: { at, id }, closed: end.closed + (end.of === 'closed' ? 1 : 0) };
    }
    if (rows.length === wanted && wanted < left) continue;
    if (end.of === 'closed') return { bodies, end: null };
    end = beginningOfClosed;
  }
  return { bodies, end };
}

type Row = { at: number; id: string; body: string };

async function rowsBehind(
  tx: Db,
  restaurant: string,
  { of, last }: Place,
  limit: number,
  now: number,
): Promise<Row[]> {
  const column = of === 'open' ? 'placed_at' : 'closed_at';
  const [beyond, way] = of === 'open' ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
  let query = tx
    .selectFrom('orders')
    .select(['id', 'body', sql<number>`${sql.ref(column)}`.as('at')])
    .where('restaurant_id', '=', restaurant)
    .where('open', '=', of === 'open' ? 1 : 0);
  if (of === 'closed') query = query.where('closed_at', '>', now - closedKeptMs);
  if (last !== null)
    query = query.where((either) =>
      either.or([
        either(column, beyond, last.at),
        either.and([either(column, '=', last.at), either('id', beyond, last.id)]),
      ]),
    );
  return query.orderBy(column, way).orderBy('id', way).limit(limit).execute();
}
