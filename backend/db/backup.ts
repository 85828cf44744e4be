// Copies a whole database to one file and back, the same file for SQLite and PostgreSQL. What comes back is a new
// epoch, and no stream ever continues below a seq it has published: who was connected takes a snapshot and goes on.
import { randomUUID } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline as join, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { z } from 'zod';
import { PlainError } from '../process/plain-error.ts';
import type { Db } from './schema.ts';
import type { Store } from './store.ts';
import { writeWhole } from './whole-file.ts';

const format = 'counterbell-backup-1';
const headLine = z.object({ format: z.literal(format), steps: z.array(z.string()), at: z.string() });
const rowLine = z.object({
  table: z.string(),
  row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/**
 * Events are not kept, nor those still to be appended: after a restore nobody may ask for an event of the epoch before,
 * and everybody takes a snapshot. The index of orders is made anew.
 */
const emptied = [
  'events',
  'later_events',
  'guesses',
  'beats',
  'search_pages',
  'search_grams',
  // A link that was opened since would open once more, and a push be sent that was sent before.
  'phone_links',
  'push_deliveries',
] as const;
const leftOut = new Set<string>([...emptied, 'terminations']);
const rowsAtOnce = 500;
/** More than any stream publishes between a backup and the loss of what came after it. */
const margin = 1_000_000;

type Row = Record<string, string | number | null>;
type Loose = { selectFrom(table: string): { selectAll(): { execute(): Promise<Row[]> } } };

/** The tables of this database, whichever steps of the schema it has. */
async function tablesOf(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables();
  return tables
    .map((table) => table.name)
    .filter((name) => !name.startsWith('kysely_') && !leftOut.has(name));
}

async function stepsOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map((row) => row.name);
}

/** Works while the backend runs: all of it is read as of one moment. */
export async function backup(store: Store, file: string, now: number): Promise<{ rows: number }> {
  let rows = 0;
  async function* lines(tx: Db) {
    const steps = await stepsOf(tx);
    yield `${JSON.stringify({ format, steps, at: new Date(now).toISOString() })}\n`;
    for (const table of await tablesOf(tx))
      for (const row of await (tx as unknown as Loose).selectFrom(table).selectAll().execute()) {
        rows += 1;
        yield `${JSON.stringify({ table, row })}\n`;
      }
  }
  // It holds orders and what tokens are checked against: only for its owner.
  await writeWhole(file, (handle) =>
    store.consistent(
      (tx) =>
        pipeline(Readable.from(lines(tx)), createGzip(), async (pieces: AsyncIterable<Buffer>) => {
          for await (const piece of pieces) await handle.writeFile(piece);
        }),
      { patient: true },
    ),
  );
  return { rows };
}

export type Restored = { at: string; rows: number; epoch: string; seq: number };

/** Replaces everything in the database, in one transaction: it is all there afterwards, or nothing has changed. */
export async function restore(store: Store, file: string): Promise<Restored> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new PlainError(`${file} cannot be read (${error.code}). Nothing was changed: name another file.`);
  });
  const { head, content } = await contentOf(file, handle);

  return store.write(
    async (tx) => {
      const steps = new Set(await stepsOf(tx));
      const newer = head.steps.find((step) => !steps.has(step));
      if (newer !== undefined)
        throw new PlainError(
          `The backup was made by a newer version (it knows ${newer}). Update this backend first.`,
        );
      const tables = await tablesOf(tx);
      const reached = await furthest(tx);
      const ended = await endedHere(tx, tables);
      const installs = await installsHere(tx);
      const used = await tx.selectFrom('codes').select(['id', 'uses']).where('uses', '>', 0).execute();
      for (const table of [...tables, ...emptied]) await sql`delete from ${sql.table(table)}`.execute(tx);
      await insert(tx, new Set(tables), content);
      await tx.updateTable('orders').set({ page: null }).where('page', 'is not', null).execute();
      await endAgain(tx, ended);
      await untieAgain(tx, installs);
      for (const { id, uses } of used)
        await tx.updateTable('codes').set({ uses }).where('id', '=', id).where('uses', '<', uses).execute();
      const seq = Math.max(reached, await furthest(tx)) + margin;
      const epoch = await beginEpoch(tx, seq);
      return { at: head.at, rows: content.length, epoch, seq };
    },
    { patient: true },
  );
}

/** All of a file that "backup" has written; the file is closed afterwards, whatever was in it. */
async function contentOf(file: string, handle: FileHandle) {
  const unpacked = createGunzip();
  // Joined, so that either end takes the other with it, and whoever reads the lines hears what went wrong.
  join(handle.createReadStream(), unpacked, () => undefined);
  const reading = createInterface({ input: unpacked, crlfDelay: Infinity })[Symbol.asyncIterator]();
  try {
    const first = await reading.next().catch(() => null);
    const head = headLine.safeParse(parseJson(first?.value));
    if (!head.success)
      throw new PlainError(`${file} is not a backup of this backend. Give a file that "backup" has written.`);
    const content: { table: string; row: Row }[] = [];
    for (let line = await reading.next(); line.done !== true; line = await reading.next())
      content.push(rowLine.parse(parseJson(line.value)));
    return { head: head.data, content };
  } finally {
    unpacked.destroy();
  }
}

function parseJson(line: unknown): unknown {
  try {
    return JSON.parse(String(line));
  } catch {
    return null;
  }
}

async function furthest(tx: Db): Promise<number> {
  const stream = await tx
    .selectFrom('streams')
    .select((of) => of.fn.max('seq').as('seq'))
    .executeTakeFirst();
  const base = await tx.selectFrom('meta').select('value').where('key', '=', 'seq_base').executeTakeFirst();
  return Math.max(stream?.seq ?? 0, Number(base?.value ?? 0));
}

async function insert(
  tx: Db,
  tables: ReadonlySet<string>,
  content: { table: string; row: Row }[],
): Promise<void> {
  for (let from = 0; from < content.length;) {
    const { table } = content[from] ?? { table: '' };
    const columns = Object.keys(content[from]?.row ?? {});
    // SQLite takes 32,766 values in a statement.
    const most = Math.min(rowsAtOnce, Math.floor(30_000 / Math.max(1, columns.length)));
    let to = from;
    while (to < content.length && content[to]?.table === table && to - from < most) to += 1;
    if (tables.has(table)) {
      const rows = content
        .slice(from, to)
        .map(({ row }) => sql`(${sql.join(columns.map((name) => row[name]))})`);
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))}) values ${sql.join(rows)}`.execute(
        tx,
      );
    }
    from = to;
  }
}

type Ended = { table: string; id: string; ended_at: number };

/** What was revoked since the backup stays revoked: a restore must not let anybody in again. */
async function endedHere(tx: Db, tables: readonly string[]): Promise<Ended[]> {
  const found: Ended[] = [];
  for (const table of await endable(tx, tables)) {
    const { rows } = await sql<{ id: string; ended_at: number }>`
      select id, ended_at from ${sql.table(table)} where ended_at is not null`.execute(tx);
    found.push(...rows.map((row) => ({ table, ...row })));
  }
  return found;
}

async function endable(tx: Db, tables: readonly string[]): Promise<string[]> {
  const all = await tx.introspection.getTables();
  return all
    .filter(
      (table) => tables.includes(table.name) && table.columns.some((column) => column.name === 'ended_at'),
    )
    .map((table) => table.name);
}

async function endAgain(tx: Db, ended: readonly Ended[]): Promise<void> {
  for (const { table, id, ended_at } of ended)
    await sql`update ${sql.table(table)} set ended_at = ${ended_at} where id = ${id} and ended_at is null`.execute(
      tx,
    );
}

type Installs = { people: readonly string[]; tied: ReadonlySet<string> };

async function installsHere(tx: Db): Promise<Installs> {
  const people = await tx.selectFrom('people').select('id').execute();
  const tied = await tx.selectFrom('push_registrations').select('id').execute();
  return { people: people.map(({ id }) => id), tied: new Set(tied.map(({ id }) => id)) };
}

/** A phone that was taken off since the backup stays off: of whoever is known here, only what is tied here is. */
async function untieAgain(tx: Db, { people, tied }: Installs): Promise<void> {
  const known = new Set(people);
  const back = await tx
    .selectFrom('push_registrations')
    .select(['id', 'person_id as person'])
    .where('person_id', 'is not', null)
    .execute();
  for (const { id, person } of back)
    if (known.has(person ?? '') && !tied.has(id))
      await tx.deleteFrom('push_registrations').where('id', '=', id).execute();
}

async function beginEpoch(tx: Db, seq: number): Promise<string> {
  const epoch = randomUUID();
  for (const [key, value] of Object.entries({ epoch, seq_base: String(seq) }))
    await tx
      .insertInto('meta')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
      .execute();
  await tx
    .updateTable('streams')
    .set({
      epoch,
      seq,
      epoch_from: seq,
      published_seq: seq,
      last_id: null,
      prev_id: null,
      lease_owner: null,
      lease_until: 0,
    })
    .execute();
  return epoch;
}
