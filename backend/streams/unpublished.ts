// Reads what is not published yet: the streams that have something, and the next events of each.
import { sql } from 'kysely';
import type { StreamName } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import { databaseNow } from './lease.ts';

export type Row = { seq: number; type: string; at: number; body: string };
export type From = { stream: StreamName; after: number };

/** Of each stream the first ones after that place, in order; one way to PostgreSQL and back. */
export async function eventsAfter(store: Store, places: readonly From[], limit: number): Promise<Row[][]> {
  if (store.kind === 'sqlite')
    return Promise.all(
      places.map(({ stream, after }) =>
        store.read
          .selectFrom('events')
          .select(['seq', 'type', 'at', 'body'])
          .where('stream', '=', stream)
          .where('seq', '>', after)
          .orderBy('seq')
          .limit(limit)
          .execute(),
      ),
    );
  const { rows } = await sql<Row & { stream: StreamName }>`
    select e.* from json_to_recordset(${JSON.stringify(places)}::json) as place(stream text, after bigint)
    cross join lateral (
      select stream, seq, type, at, body from events
      where stream = place.stream and seq > place.after order by seq limit ${sql.lit(limit)}
    ) e
    order by e.stream, e.seq`.execute(store.read);
  return places.map((place) => rows.filter(({ stream }) => stream === place.stream));
}

/** Those that this instance holds, or that nobody does. */
export function streamsToPublish(store: Store, owner: string): Promise<{ name: StreamName; seq: number }[]> {
  return store.read
    .selectFrom('streams')
    .select(['name', 'seq'])
    .where('published_seq', '<', sql<number>`seq`)
    .where((either) =>
      either.or([
        either('lease_owner', '=', owner),
        either('lease_until', '<', sql<number>`${databaseNow(store)}`),
      ]),
    )
    .limit(1_000)
    .execute();
}
