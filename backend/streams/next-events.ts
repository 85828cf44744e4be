// The next events of a stream that are to be published: those that were committed here a moment ago, or else read.
import { batchCalls } from '../db/batch-calls.ts';
import type { Store } from '../db/store.ts';
import { createFreshEvents, type Committed } from './fresh-events.ts';
import { eventsAfter, type From, type Row } from './unpublished.ts';

export type NextEvents = {
  committed(events: Committed): void;
  after(place: From): Promise<Row[]>;
};

const placesAtOnce = 32;

export function createNextEvents(store: Store, limit: number): NextEvents {
  const fresh = createFreshEvents();
  // Several streams are poked by one commit: their events are read in one go.
  const together = batchCalls<From, Row[]>({
    most: placesAtOnce,
    async act(places) {
      const rows = await eventsAfter(store, places, limit);
      return rows.map((value) => ({ ok: true, value }));
    },
  });
  /** SQLite has no way to go that could be shared: who waited for others would only ring later. */
  const read = async (place: From): Promise<Row[]> =>
    store.kind === 'sqlite' ? ((await eventsAfter(store, [place], limit))[0] ?? []) : together.ask(place);

  return {
    committed: fresh.add,
    async after(place) {
      const rows = fresh.take(place, limit);
      return rows.length > 0 ? rows : read(place);
    },
  };
}
