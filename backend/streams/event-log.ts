// Appends events to streams inside the transaction of the change they tell of, at once or a little later.
import { randomUUID } from 'node:crypto';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Db, LogTables } from '../db/schema.ts';
import type { HowToWrite, Rows, Store } from '../db/store.ts';
import type { Committed } from './fresh-events.ts';
import { origin, placeFor, placesFor, type Place, type Placed } from './places.ts';
import type { Row } from './unpublished.ts';

export type NewEvent = {
  stream: StreamName;
  type: string;
  /** When what it is about has an id of its own that is to be the event's as well. */
  id?: string | undefined;
  /** A sentence for clients that know nothing else; it names no customer. */
  message: string;
  at: number;
  /** The id of the command that made it. */
  cause?: string | undefined;
  /** What the event is about, such as `{ order }`. */
  body: Record<string, unknown>;
};

export type Appended = { stream: StreamName; epoch: string; seq: number; id: string };
export type Append = {
  (event: NewEvent): Promise<Appended>;
  /** Several, in their order, with as few statements as the database allows. */
  all(events: readonly NewEvent[]): Promise<void>;
  /** One event for each of these streams, made when its place is known; the rows are written along with them. */
  numbered(
    streams: readonly StreamName[],
    make: (places: readonly Place[]) => {
      events: readonly NewEvent[];
      later?: readonly NewEvent[];
      along: Rows;
    },
  ): Promise<void>;
  /**
   * Written down now, in one statement, and appended once no order waits: for what many are told of, and what may
   * stand in nobody's way.
   */
  later(events: readonly NewEvent[]): Promise<void>;
};

export type EventLog = {
  /** A transaction that may append. Whoever listens hears of it once it is durable. */
  write<T>(work: (tx: Db, append: Append) => Promise<T>, how?: HowToWrite): Promise<T>;
  /** Something was appended to these streams: these events. */
  onCommitted(listener: (events: Committed) => void): void;
  /** Something is to be appended later. */
  onLater(listener: () => void): void;
};

type Touched = { events: Map<StreamName, Row[]>; later: boolean };

export function createEventLog(store: Store): EventLog {
  const listeners: ((events: Committed) => void)[] = [];
  const laterListeners: (() => void)[] = [];
  return {
    async write(work, how) {
      let touched: Touched = { events: new Map(), later: false };
      const result = await store.write((tx) => {
        // A database may run the work again after a deadlock.
        touched = { events: new Map(), later: false };
        return work(tx, appendWithin(store, tx, touched));
      }, how);
      if (touched.events.size > 0) for (const listener of listeners) listener(touched.events);
      if (touched.later) for (const listener of laterListeners) listener();
      return result;
    },
    onCommitted: (listener) => void listeners.push(listener),
    onLater: (listener) => void laterListeners.push(listener),
  };
}

function appendWithin(store: Store, tx: Db, touched: Touched): Append {
  async function append(event: NewEvent): Promise<Appended> {
    const place = await placeFor(tx, event, false);
    const row = rowOf(event, place);
    await store.insertRows(tx, { events: [row] });
    touch(touched, row);
    const { stream, epoch, seq, id } = place;
    return { stream, epoch, seq, id };
  }
  async function insert(places: readonly Placed[], events: readonly NewEvent[], along: Rows): Promise<void> {
    const rows = events.map((event, i) => rowOf(event, places[i] as Placed));
    await store.insertRows(tx, { ...along, events: rows });
    for (const row of rows) touch(touched, row);
  }
  return Object.assign(append, {
    async all(events: readonly NewEvent[]) {
      await insert(await placesFor(store, tx, events, false), events, {});
    },
    async numbered(streams: readonly StreamName[], make: Parameters<Append['numbered']>[1]) {
      const wanted = streams.map((stream) => ({ stream }));
      const places = await placesFor(store, tx, wanted, true);
      const { events, later = [], along } = make(places);
      await insert(places, events, { ...along, later_events: later.map(laterRow) });
      touched.later ||= later.length > 0;
    },
    async later(events: readonly NewEvent[]) {
      if (events.length === 0) return;
      await store.insertRows(tx, { later_events: events.map(laterRow) });
      touched.later = true;
    },
  });
}

function touch({ events }: Touched, { stream, seq, type, at, body }: LogTables['events']): void {
  const row = { seq, type, at, body };
  const known = events.get(stream);
  if (known) known.push(row);
  else events.set(stream, [row]);
}

function laterRow(event: NewEvent): { stream: StreamName; id: string; event: string } {
  const { stream, id = randomUUID() } = event;
  return { stream, id, event: JSON.stringify({ ...event, id } satisfies NewEvent) };
}

function rowOf(event: NewEvent, { epoch, seq, prev, id }: Placed): LogTables['events'] {
  const { stream, type, at } = event;
  const wire = {
    stream,
    epoch,
    seq,
    prev,
    id,
    type,
    at: new Date(at).toISOString(),
    ...(event.cause === undefined ? {} : { cause: event.cause }),
    message: event.message,
    ...event.body,
  };
  return { stream, seq, id, type, at, body: JSON.stringify(wire) };
}

export async function headsOf(db: Db, streams: readonly StreamName[]): Promise<Record<StreamName, Head>> {
  if (streams.length === 0) return {};
  const rows = await db
    .selectFrom('streams')
    .select(['name', 'epoch', 'seq', 'last_id'])
    .where('name', 'in', streams)
    .execute();
  const heads: Record<StreamName, Head> = {};
  for (const row of rows) heads[row.name] = { epoch: row.epoch, seq: row.seq, id: row.last_id };
  const missing = streams.filter((stream) => heads[stream] === undefined);
  if (missing.length > 0) {
    const { epoch, base } = await origin(db);
    for (const stream of missing) heads[stream] = { epoch, seq: base, id: null };
  }
  return heads;
}
