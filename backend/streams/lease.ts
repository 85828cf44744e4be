// The lease on a stream's row: who may publish it, and up to where Pusher has taken it.
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { StreamName } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';

/** Leases are measured by the database's clock: instances may disagree about the time. */
export function databaseNow(store: Store) {
  return store.kind === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
}

/** Until when it holds, by this process's own steady clock; null: another instance has it. */
export async function takeLease(
  store: Store,
  owner: string,
  stream: StreamName,
  forMs: number,
): Promise<{ published: number; until: number } | null> {
  const until = performance.now() + forMs;
  const row = await store.write(
    (tx) =>
      tx
        .updateTable('streams')
        .set({ lease_owner: owner, lease_until: sql`${databaseNow(store)} + ${forMs}` })
        .where('name', '=', stream)
        .where((either) =>
          either.or([
            either('lease_owner', '=', owner),
            either('lease_until', '<', sql<number>`${databaseNow(store)}`),
          ]),
        )
        .returning('published_seq')
        .executeTakeFirst(),
    { urgent: true, single: true },
  );
  return row ? { published: row.published_seq, until } : null;
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
  return store.write(
    async (tx) => {
      const marked: Marked[] = [];
      // In the order of their names, so that two instances never wait for each other in a circle.
      for (const { stream, seq, release } of marks.toSorted((a, b) => (a.stream < b.stream ? -1 : 1))) {
        const row = await tx
          .updateTable('streams')
          .set({
            published_seq: seq,
            lease_until: release
              ? sql`case when seq = ${seq} then 0 else ${now} + ${forMs} end`
              : sql`${now} + ${forMs}`,
          })
          .where('name', '=', stream)
          .where('lease_owner', '=', owner)
          .where('published_seq', '<=', seq)
          .returning('seq')
          .executeTakeFirst();
        marked.push({ stream, until: row ? until : null, more: row !== undefined && row.seq > seq });
      }
      return marked;
    },
    { urgent: true },
  );
}

/** Whoever comes next need not wait until the leases end by themselves. */
export async function giveBack(store: Store, owner: string): Promise<void> {
  await store.write(
    (tx) => tx.updateTable('streams').set({ lease_until: 0 }).where('lease_owner', '=', owner).execute(),
    { urgent: true, single: true },
  );
}
