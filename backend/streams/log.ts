// The log: events appended to streams inside the transaction of the change they tell of.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { HowToWrite, Store } from '../db/store.ts';

export type NewEvent = {
  stream: StreamName;
  type: string;
  /** A sentence for clients that know nothing else; it names no customer. */
  message: string;
  at: number;
  /** The id of the command that made it. */
  cause?: string | undefined;
  /** What the event is about, such as `{ order }`. */
  body: Record<string, unknown>;
};

export type Appended = { stream: StreamName; epoch: string; seq: number; id: string };
export type Append = (event: NewEvent) => Promise<Appended>;

export type Log = {
  /** A transaction that may append. Whoever listens to `onCommitted` hears of its streams once it is durable. */
  write<T>(work: (tx: Db, append: Append) => Promise<T>, how?: HowToWrite): Promise<T>;
  onCommitted(listener: (streams: ReadonlySet<StreamName>) => void): void;
};

export function createLog(store: Store): Log {
  const listeners: ((streams: ReadonlySet<StreamName>) => void)[] = [];
  return {
    async write(work, how) {
      let touched = new Set<StreamName>();
      const result = await store.write((tx) => {
        // A database may run the work again after a deadlock.
        touched = new Set();
        return work(tx, async (event) => {
          const appended = await append(tx, event);
          touched.add(event.stream);
          return appended;
        });
      }, how);
      if (touched.size > 0) for (const listener of listeners) listener(touched);
      return result;
    },
    onCommitted: (listener) => void listeners.push(listener),
  };
}

/** Allots the next seq under the stream's row lock, which is held until the transaction ends. */
async function append(tx: Db, event: NewEvent): Promise<Appended> {
  const id = randomUUID();
  const place = (await advance(tx, event.stream, id)) ?? (await begin(tx, event.stream, id));
  const wire = {
    stream: event.stream,
    epoch: place.epoch,
    seq: place.seq,
    prev: place.prev_id,
    id,
    type: event.type,
    at: new Date(event.at).toISOString(),
    ...(event.cause === undefined ? {} : { cause: event.cause }),
    message: event.message,
    ...event.body,
  };
  await tx
    .insertInto('events')
    .values({
      stream: event.stream,
      seq: place.seq,
      id,
      type: event.type,
      at: event.at,
      body: JSON.stringify(wire),
    })
    .execute();
  return { stream: event.stream, epoch: place.epoch, seq: place.seq, id };
}

function advance(tx: Db, stream: StreamName, id: string) {
  return tx
    .updateTable('streams')
    .set({ seq: sql`seq + 1`, prev_id: sql`last_id`, last_id: id })
    .where('name', '=', stream)
    .returning(['seq', 'epoch', 'prev_id'])
    .executeTakeFirst();
}

async function begin(tx: Db, stream: StreamName, id: string) {
  const { epoch, base } = await origin(tx);
  await tx
    .insertInto('streams')
    .values({
      name: stream,
      epoch,
      seq: base,
      last_id: null,
      prev_id: null,
      epoch_from: base,
      published_seq: base,
      lease_owner: null,
      lease_until: 0,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const place = await advance(tx, stream, id);
  if (!place) throw new Error(`The stream ${stream} vanished while an event was appended to it.`);
  return place;
}

/** What every stream starts from: this database's epoch, and a seq above everything an earlier epoch published. */
export async function origin(db: Db): Promise<{ epoch: string; base: number }> {
  const rows = await db.selectFrom('meta').selectAll().where('key', 'in', ['epoch', 'seq_base']).execute();
  const facts = new Map(rows.map((row) => [row.key, row.value]));
  const epoch = facts.get('epoch');
  if (epoch === undefined) throw new Error('The database has no epoch: it was not set up by this backend.');
  return { epoch, base: Number(facts.get('seq_base') ?? 0) };
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
