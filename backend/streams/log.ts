// The log: events appended to streams inside the transaction of the change they tell of.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { HowToWrite, Statement, Store } from '../db/store.ts';

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
/** Where an event will stand, and the next number to call out. */
export type Place = { stream: StreamName; epoch: string; seq: number; id: string; number: number };
export type Append = {
  (event: NewEvent): Promise<Appended>;
  /** The event is made when its place is known; the statements are carried out along with it. */
  numbered(
    stream: StreamName,
    make: (place: Place) => { event: NewEvent; along: readonly Statement[] },
  ): Promise<Appended>;
};

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
        const note = <P extends { stream: StreamName }>(place: P): P => {
          touched.add(place.stream);
          return place;
        };
        const append: Append = Object.assign(
          async (event: NewEvent) =>
            note(await appendTo(store, tx, event.stream, false, () => ({ event, along: [] }))),
          {
            numbered: async (stream: StreamName, make: Parameters<Append['numbered']>[1]) =>
              note(await appendTo(store, tx, stream, true, make)),
          },
        );
        return work(tx, append);
      }, how);
      if (touched.size > 0) for (const listener of listeners) listener(touched);
      return result;
    },
    onCommitted: (listener) => void listeners.push(listener),
  };
}

/** Allots the next seq under the stream's row lock, which is held until the transaction ends. */
async function appendTo(
  store: Store,
  tx: Db,
  stream: StreamName,
  counts: boolean,
  make: (place: Place) => { event: NewEvent; along: readonly Statement[] },
): Promise<Appended> {
  const id = randomUUID();
  const row = (await advance(tx, stream, id, counts)) ?? (await begin(tx, stream, id, counts));
  const { epoch, seq } = row;
  const { event, along } = make({ stream, epoch, seq, id, number: row.numbered });
  const wire = {
    stream,
    epoch,
    seq,
    prev: row.prev_id,
    id,
    type: event.type,
    at: new Date(event.at).toISOString(),
    ...(event.cause === undefined ? {} : { cause: event.cause }),
    message: event.message,
    ...event.body,
  };
  const body = JSON.stringify(wire);
  const insert = tx.insertInto('events').values({ stream, seq, id, type: event.type, at: event.at, body });
  await store.together(tx, [...along, insert]);
  return { stream, epoch, seq, id };
}

/** Numbers are called out aloud, so they stay short: 1 to 999 and round again. */
const highestNumber = 999;

function advance(tx: Db, stream: StreamName, id: string, counts: boolean) {
  return tx
    .updateTable('streams')
    .set({
      seq: sql`seq + 1`,
      prev_id: sql`last_id`,
      last_id: id,
      ...(counts ? { numbered: sql`numbered % ${sql.lit(highestNumber)} + 1` } : {}),
    })
    .where('name', '=', stream)
    .returning(['seq', 'epoch', 'prev_id', 'numbered'])
    .executeTakeFirst();
}

async function begin(tx: Db, stream: StreamName, id: string, counts: boolean) {
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
  const place = await advance(tx, stream, id, counts);
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
