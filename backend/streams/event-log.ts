// Appends events to streams inside the transaction of the change they tell of.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Db, LogTables } from '../db/schema.ts';
import type { HowToWrite, Rows, Store } from '../db/store.ts';

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
  /** One event for each of these streams, made when its place is known; the rows are written along with them. */
  numbered(
    streams: readonly StreamName[],
    make: (places: readonly Place[]) => { events: readonly NewEvent[]; along: Rows },
  ): Promise<void>;
};

export type EventLog = {
  /** A transaction that may append. Whoever listens to `onCommitted` hears of its streams once it is durable. */
  write<T>(work: (tx: Db, append: Append) => Promise<T>, how?: HowToWrite): Promise<T>;
  onCommitted(listener: (streams: ReadonlySet<StreamName>) => void): void;
};

export function createEventLog(store: Store): EventLog {
  const listeners: ((streams: ReadonlySet<StreamName>) => void)[] = [];
  return {
    async write(work, how) {
      let touched = new Set<StreamName>();
      const result = await store.write((tx) => {
        // A database may run the work again after a deadlock.
        touched = new Set();
        const append: Append = Object.assign(
          async (event: NewEvent) => {
            const place = await placeFor(tx, event.stream, false);
            await store.insertRows(tx, { events: [rowOf(event, place)] });
            touched.add(event.stream);
            const { stream, epoch, seq, id } = place;
            return { stream, epoch, seq, id };
          },
          {
            async numbered(streams: readonly StreamName[], make: Parameters<Append['numbered']>[1]) {
              const places = await placesFor(store, tx, streams);
              const { events, along } = make(places);
              const rows = events.map((event, i) => rowOf(event, places[i] as Placed));
              await store.insertRows(tx, { ...along, events: rows });
              for (const stream of streams) touched.add(stream);
            },
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

type Placed = Place & { prev: string | null };

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

/** Numbers are called out aloud, so they stay short: 1 to 999 and round again. */
const highestNumber = 999;

/** Allots the next seq under the stream's row lock, which is held until the transaction ends. */
async function placeFor(tx: Db, stream: StreamName, counts: boolean): Promise<Placed> {
  const id = randomUUID();
  const advance = () =>
    tx
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
  let row = await advance();
  if (!row) {
    await begin(tx, stream);
    row = await advance();
  }
  if (!row) throw vanished(stream);
  return { stream, epoch: row.epoch, seq: row.seq, id, number: row.numbered, prev: row.prev_id };
}

/** A numbered place in each of these streams, in the order they are given. */
async function placesFor(store: Store, tx: Db, streams: readonly StreamName[]): Promise<Placed[]> {
  if (store.kind === 'sqlite') {
    const places = [];
    for (const stream of streams) places.push(await placeFor(tx, stream, true));
    return places;
  }
  const ids = new Map<StreamName, string[]>();
  for (const stream of streams) ids.set(stream, [...(ids.get(stream) ?? []), randomUUID()]);
  const heads = new Map((await advanceAll(tx, ids)).map((head) => [head.name, head]));
  const missing = [...ids].filter(([name]) => !heads.has(name)).toSorted();
  for (const [name] of missing) await begin(tx, name);
  if (missing.length > 0)
    for (const head of await advanceAll(tx, new Map(missing))) heads.set(head.name, head);

  const given = new Map<StreamName, number>();
  return streams.map((stream) => {
    const head = heads.get(stream);
    const own = ids.get(stream) ?? [];
    const nth = given.get(stream) ?? 0;
    const id = own[nth];
    if (!head || id === undefined) throw vanished(stream);
    given.set(stream, nth + 1);
    return {
      stream,
      epoch: head.epoch,
      seq: head.seq - own.length + nth + 1,
      id,
      number: ((head.numbered + nth) % highestNumber) + 1,
      prev: own[nth - 1] ?? head.former,
    };
  });
}

type Advanced = {
  name: StreamName;
  epoch: string;
  seq: number;
  /** The newest event's id, and the last number called out, before this. */
  former: string | null;
  numbered: number;
};

/** One way to PostgreSQL and back. The rows are locked in the order of their names, whoever locks several. */
async function advanceAll(
  tx: Db,
  ids: ReadonlyMap<StreamName, readonly string[]>,
): Promise<readonly Advanced[]> {
  const wanted = [...ids].map(([name, own]) => ({
    name,
    count: own.length,
    last: own.at(-1),
    before: own.at(-2),
  }));
  const { rows } = await sql<Advanced>`
    with wanted as (
      select * from json_to_recordset(${JSON.stringify(wanted)}::json)
        as w(name text, count int, last text, before text)
    ), held as materialized (
      select name, last_id, numbered from streams where name = any(${[...ids.keys()]}) order by name for update
    )
    update streams s
    set seq = s.seq + w.count, last_id = w.last, prev_id = coalesce(w.before, h.last_id),
      numbered = (h.numbered + w.count - 1) % ${sql.lit(highestNumber)} + 1
    from wanted w join held h on h.name = w.name
    where s.name = h.name
    returning s.name, s.epoch, s.seq, h.last_id as former, h.numbered`.execute(tx);
  return rows;
}

const vanished = (stream: StreamName) =>
  new Error(`The stream ${stream} vanished while an event was appended to it.`);

async function begin(tx: Db, stream: StreamName): Promise<void> {
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
