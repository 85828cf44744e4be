// Pages of a stream's log: what a consumer missed, or the news that the log no longer says.
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

    const atCursor = query.after === epochFrom ? null : query.after;
    const rows = await read(
      tx,
      stream,
      atCursor ?? query.after + 1,
      query.limit + (atCursor === null ? 0 : 1),
    );
    if (atCursor === null) {
      if (query.id !== undefined) return gone('there is no event at the start of an epoch');
    } else {
      const known = rows.shift();
      if (known?.seq !== query.after) return gone(`event ${query.after} is no longer kept`);
      if (query.id !== undefined && known.id !== query.id)
        return gone(`another event stands at ${query.after}`);
    }
    if (query.after < head.seq && rows[0]?.seq !== query.after + 1)
      return gone(`event ${query.after + 1} is no longer kept`);
    return {
      kind: 'page',
      json: `{"events":[${rows.map((row) => row.body).join(',')}],"head":${JSON.stringify(head)}}`,
    };
  });
}

/** Orders can be long: a page ends when it is full, or heavy. */
const heaviest = 4 * 1024 * 1024;
const atOnce = 125;

type Row = { seq: number; id: string; body: string };

async function read(tx: Db, stream: StreamName, from: number, count: number): Promise<Row[]> {
  const rows: Row[] = [];
  let weight = 0;
  while (rows.length < count && weight < heaviest) {
    const more = await tx
      .selectFrom('events')
      .select(['seq', 'id', 'body'])
      .where('stream', '=', stream)
      .where('seq', '>=', from + rows.length)
      .orderBy('seq')
      .limit(Math.min(atOnce, count - rows.length))
      .execute();
    for (const row of more) weight += row.body.length;
    rows.push(...more);
    if (more.length < atOnce) break;
  }
  return rows;
}
