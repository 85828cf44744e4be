// Pages of a stream's log: what a consumer missed, or the news that the log no longer says.
import { sql } from 'kysely';
import type { StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { headsOf } from './log.ts';

export type EventsQuery = { after: number; id?: string | undefined; limit: number };

/** `gone`: the log does not hold exactly that event at that seq, so only a snapshot helps. */
export type Page = { kind: 'page'; json: string } | { kind: 'gone'; why: string };

/** The page is put together as text: its events are stored as they travel. */
export function eventsPage(store: Store, stream: StreamName, query: EventsQuery): Promise<Page> {
  return store.consistent(async (tx) => {
    const { [stream]: head } = await headsOf(tx, [stream]);
    if (!head) throw new Error(`No head for ${stream}`);
    const epochFrom =
      (await tx.selectFrom('streams').select('epoch_from').where('name', '=', stream).executeTakeFirst())
        ?.epoch_from ?? head.seq;
    const gone = (why: string): Page => ({ kind: 'gone', why });
    if (query.after > head.seq) return gone(`the stream ends at ${head.seq}`);
    if (query.after < epochFrom) return gone(`the stream's present epoch begins after ${epochFrom}`);

    // The start of an epoch is a place without an event.
    if (query.after === epochFrom) {
      if (query.id !== undefined) return gone('there is no event at the start of an epoch');
    } else {
      const known = await tx
        .selectFrom('events')
        .select('id')
        .where('stream', '=', stream)
        .where('seq', '=', query.after)
        .executeTakeFirst();
      if (!known) return gone(`event ${query.after} is no longer kept`);
      if (query.id !== undefined && known.id !== query.id)
        return gone(`another event stands at ${query.after}`);
    }
    const { first, text } = await read(tx, stream, query.after, query.limit);
    if (query.after < head.seq && first !== query.after + 1)
      return gone(`event ${query.after + 1} is no longer kept`);
    return { kind: 'page', json: `{"events":[${text}],"head":${JSON.stringify(head)}}` };
  });
}

/** Orders can be long: a page ends when it is full, or heavy. */
const heaviest = 4 * 1024 * 1024;
const atOnce = 125;

/** Events after a place, put together by the database: a few long texts cost far less than hundreds of short ones. */
async function read(
  tx: Db,
  stream: StreamName,
  after: number,
  limit: number,
): Promise<{ first: number | null; text: string }> {
  const parts: string[] = [];
  let first: number | null = null;
  let weight = 0;
  for (let done = 0; done < limit && weight < heaviest; done += atOnce) {
    const { count, from, text } = await tx
      .selectFrom((outer) =>
        outer
          .selectFrom('events')
          .select(['seq', 'body'])
          .where('stream', '=', stream)
          .where('seq', '>', after + done)
          .orderBy('seq')
          .limit(Math.min(atOnce, limit - done))
          .as('part'),
      )
      .select([
        sql<number>`count(*)`.as('count'),
        sql<number | null>`min(seq)`.as('from'),
        sql<string | null>`string_agg(body, ',' order by seq)`.as('text'),
      ])
      .executeTakeFirstOrThrow();
    if (text === null) break;
    first ??= from;
    weight += text.length;
    parts.push(text);
    if (count < atOnce) break;
  }
  return { first, text: parts.join(',') };
}
