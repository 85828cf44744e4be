// What was committed here a moment ago, so that whoever publishes it need not read it again. Given out once.
import { performance } from 'node:perf_hooks';
import type { StreamName } from '../../contract/streams.ts';
import type { From, Row } from './unpublished.ts';

/** Events by their stream, in order. */
export type Committed = ReadonlyMap<StreamName, readonly Row[]>;

export type FreshEvents = {
  add(committed: Committed): void;
  /** The next ones after that place without a gap; none when they have to be read. */
  take(from: From, limit: number): Row[];
};

/** What could not be published within this is read again: meanwhile it may have been erased. */
const freshMs = 1_000;
/** Of one stream; further ones are read. */
const mostKept = 50;

type Kept = { row: Row; until: number };

export function createFreshEvents(now: () => number = performance.now.bind(performance)): FreshEvents {
  const kept = new Map<StreamName, Kept[]>();
  let sweptAt = now();

  /** Of streams that nobody here publishes. */
  function sweep(): void {
    const at = now();
    if (at - sweptAt < freshMs) return;
    sweptAt = at;
    for (const [stream, of] of kept) if ((of.at(-1)?.until ?? 0) < at) kept.delete(stream);
  }

  return {
    add(committed) {
      sweep();
      const until = now() + freshMs;
      for (const [stream, rows] of committed) {
        const all = [...(kept.get(stream) ?? []), ...rows.map((row) => ({ row, until }))];
        kept.set(stream, all.slice(0, mostKept));
      }
    },
    take({ stream, after }, limit) {
      const of = kept.get(stream);
      if (!of) return [];
      const at = now();
      const rows: Row[] = [];
      let next = 0;
      for (; next < of.length && rows.length < limit; next += 1) {
        const { row, until } = of[next] as Kept;
        if (row.seq <= after) continue;
        if (until < at || row.seq !== after + rows.length + 1) break;
        rows.push(row);
      }
      // One that does not follow never will: the ones before it are read, and it with them.
      const left = rows.length < limit ? [] : of.slice(next);
      if (left.length === 0) kept.delete(stream);
      else kept.set(stream, left);
      return rows;
    },
  };
}
