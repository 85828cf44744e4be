// Pages of a stream's log: what a consumer missed, or the news that the log no longer says.
import type { StreamName } from '../../contract/streams.ts';
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
    const rows = await tx
      .selectFrom('events')
      .select(['seq', 'id', 'body'])
      .where('stream', '=', stream)
      .where('seq', '>=', atCursor ?? query.after + 1)
      .orderBy('seq')
      .limit(query.limit + (atCursor === null ? 0 : 1))
      .execute();
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
