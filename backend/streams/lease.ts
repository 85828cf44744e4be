// The lease on a stream's row: who may publish it, and up to where Pusher has taken it.
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { StreamName } from '../../contract/streams.ts';
import { among } from '../db/among.ts';
import type { Store } from '../db/store.ts';

/** Leases are measured by the database's clock: instances may disagree about the time. */
export function databaseNow(store: Store) {
  return store.kind === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
}

/** Up to where it is published, and until when the lease holds by this process's own steady clock. */
export type Taken = { published: number; until: number };

/** The leases that could be had: another instance has the others. */
export async function takeLeases(
  store: Store,
  owner: string,
  streams: readonly StreamName[],
  forMs: number,
): Promise<ReadonlyMap<StreamName, Taken>> {
  const until = performance.now() + forMs;
  const now = databaseNow(store);
  const rows = await store.write(
    async (tx) => {
      if (store.kind === 'postgres') {
        const taken = await sql<{ name: StreamName; published_seq: number }>`
          with held as materialized (
            select name from streams
            where name = any(${[...streams]}) and (lease_owner = ${owner} or lease_until < ${now})
            order by name for update
          )
          update streams s set lease_owner = ${owner}, lease_until = ${now} + ${forMs}
          from held h where s.name = h.name
          returning s.name, s.published_seq`.execute(tx);
        return taken.rows;
      }
      return tx
        .updateTable('streams')
        .set({ lease_owner: owner, lease_until: sql`${now} + ${forMs}` })
        .where(among(store, 'name', streams))
        .where((either) =>
          either.or([either('lease_owner', '=', owner), either('lease_until', '<', sql<number>`${now}`)]),
        )
        .returning(['name', 'published_seq'])
        .execute();
    },
    { urgent: true, single: true },
  );
  return new Map(rows.map((row) => [row.name, { published: row.published_seq, until }]));
}

export type Mark = {
  stream: StreamName;
  seq: number;
  /** Nothing is left to publish as far as is known: another instance may go on. */
  release: boolean;
};
/** `more`: something came meanwhile; `until`: null when the lease was lost to somebody else. */
export type Marked = { stream: StreamName; until: number | null; more: boolean };

/** Moves the marks of several streams at once. A lease is given back only if really nothing is left. */
export async function markPublished(
  store: Store,
  owner: string,
  marks: readonly Mark[],
  forMs: number,
): Promise<Marked[]> {
  const until = performance.now() + forMs;
  const now = databaseNow(store);
  const rows = await store.write(
    async (tx) => {
      if (store.kind === 'postgres') {
        const names = marks.map(({ stream }) => stream);
        const marked = await sql<{ name: StreamName; seq: number }>`
          with wanted as (
            select * from json_to_recordset(${JSON.stringify(marks)}::json)
              as w(stream text, seq bigint, release boolean)
          ), held as materialized (
            select name from streams where name = any(${names}) and lease_owner = ${owner}
            order by name for update
          )
          update streams s
          set published_seq = w.seq,
            lease_until = case when w.release and s.seq = w.seq then 0 else ${now} + ${forMs} end
          from wanted w join held h on h.name = w.stream
          where s.name = h.name and s.published_seq <= w.seq
          returning s.name, s.seq`.execute(tx);
        return marked.rows;
      }
      const ends = Object.fromEntries(marks.map(({ stream, seq }) => [stream, seq]));
      const { rows: marked } = await sql<{ name: StreamName; seq: number }>`
        update streams set published_seq = w.value, lease_until = ${now} + ${forMs}
        from json_each(${JSON.stringify(ends)}) w
        where streams.name = w.key and lease_owner = ${owner} and published_seq <= w.value
        returning name, seq`.execute(tx);
      return marked;
    },
    { urgent: true, single: true },
  );
  const newest = new Map(rows.map((row) => [row.name, row.seq]));
  return marks.map(({ stream, seq }) => {
    const end = newest.get(stream);
    return { stream, until: end === undefined ? null : until, more: end !== undefined && end > seq };
  });
}

/** Whoever comes next need not wait until the leases end by themselves. */
export async function giveBack(store: Store, owner: string): Promise<void> {
  await store.write(
    (tx) => tx.updateTable('streams').set({ lease_until: 0 }).where('lease_owner', '=', owner).execute(),
    { urgent: true, single: true },
  );
}
