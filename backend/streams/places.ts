// Allots the next places of streams inside a transaction: dense numbers, each naming the event before it.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { StreamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';

/** Where an event will stand, and the next number to call out. */
export type Place = { stream: StreamName; epoch: string; seq: number; id: string; number: number };
/** `prev`: the id of the event before it. */
export type Placed = Place & { prev: string | null };

/** `id`: the event's own, when it has one already. */
export type Wanted = { stream: StreamName; id?: string | undefined };

/** Numbers are called out aloud, so they stay short: 1 to 999 and round again. */
const highestNumber = 999;

/**
 * Allots the next seq under the stream's row lock, which is held until the transaction ends. `counts`: it takes the next
 * number to call out.
 */
export async function placeFor(
  tx: Db,
  { stream, id = randomUUID() }: Wanted,
  counts: boolean,
): Promise<Placed> {
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

/** A place for each, in the order they are given. */
export async function placesFor(
  store: Store,
  tx: Db,
  wanted: readonly Wanted[],
  counts: boolean,
): Promise<Placed[]> {
  if (store.kind === 'sqlite') {
    // Whose place follows another of the same go is allotted after it.
    const single = new Map(wanted.map((one) => [one.stream, one]));
    const places = single.size === wanted.length && !counts ? await advanceEach(tx, wanted) : new Map();
    const all = [];
    for (const one of wanted) all.push(places.get(one.stream) ?? (await placeFor(tx, one, counts)));
    return all;
  }
  const ids = new Map<StreamName, string[]>();
  for (const { stream, id = randomUUID() } of wanted) ids.set(stream, [...(ids.get(stream) ?? []), id]);
  const heads = new Map((await advanceAll(tx, ids, counts)).map((head) => [head.name, head]));
  const missing = [...ids].filter(([name]) => !heads.has(name)).toSorted();
  for (const [name] of missing) await begin(tx, name);
  if (missing.length > 0)
    for (const head of await advanceAll(tx, new Map(missing), counts)) heads.set(head.name, head);

  const given = new Map<StreamName, number>();
  return wanted.map(({ stream }) => {
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

/** One place in each of these streams, in one statement; a stream that has not begun gets none. */
async function advanceEach(tx: Db, wanted: readonly Wanted[]): Promise<Map<StreamName, Placed>> {
  const ids = Object.fromEntries(wanted.map(({ stream, id = randomUUID() }) => [stream, id]));
  const { rows } = await sql<{
    name: StreamName;
    epoch: string;
    seq: number;
    id: string;
    prev: string | null;
  }>`
    update streams set seq = seq + 1, prev_id = last_id, last_id = w.value
    from json_each(${JSON.stringify(ids)}) w where streams.name = w.key
    returning name, epoch, seq, last_id as id, prev_id as prev`.execute(tx);
  return new Map(
    rows.map(({ name: stream, epoch, seq, id, prev }) => [
      stream,
      { stream, epoch, seq, id, prev, number: 0 },
    ]),
  );
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
  counts: boolean,
): Promise<readonly Advanced[]> {
  const wanted = [...ids].map(([name, own]) => ({
    name,
    count: own.length,
    last: own.at(-1),
    before: own.at(-2),
  }));
  const numbered = counts ? sql`(h.numbered + w.count - 1) % ${sql.lit(highestNumber)} + 1` : sql`h.numbered`;
  const { rows } = await sql<Advanced>`
    with wanted as (
      select * from json_to_recordset(${JSON.stringify(wanted)}::json)
        as w(name text, count int, last text, before text)
    ), held as materialized (
      select name, last_id, numbered from streams where name = any(${[...ids.keys()]}) order by name for update
    )
    update streams s
    set seq = s.seq + w.count, last_id = w.last, prev_id = coalesce(w.before, h.last_id),
      numbered = ${numbered}
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
