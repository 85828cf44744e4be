// PostgreSQL: one database for a chain of restaurants, and for several backends at once.
import { setTimeout } from 'node:timers/promises';
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { PlainError } from '../process/plain-error.ts';
import { DatabaseError, isOutage } from './database-error.ts';
import { migrate } from './migrate.ts';
import { worthAnotherTry } from './postgres-errors.ts';
import { openPool, type Patience } from './postgres-pool.ts';
import type { Db, Schema } from './schema.ts';
import type { HowToWrite, Rows, Store } from './store.ts';

/** The relay has connections of its own, so that it never waits behind intake; what goes last has few. */
const connections = { reading: 6, writing: 8, urgent: 4, last: 2 };

/** Nobody who waits for an answer waits longer than this for a database that is gone. */
const usual: Patience = { connectMs: 5_000, statementMs: 8_000 };
/** New schemas, backups and restores take as long as they take. */
const patient: Patience = { connectMs: 10_000, statementMs: null };
/** Whoever asks whether the database answers wants to know it now. */
const brief: Patience = { connectMs: 1_000, statementMs: 1_000 };
const answerMs = 1_500;

export async function openPostgres(url: string, failed: (why: unknown) => void = () => {}): Promise<Store> {
  const open = (max: number, patience: Patience = usual): Db =>
    new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url, max, patience, failed) }) });
  const [read, writing, urgent, last] = [
    open(connections.reading),
    open(connections.writing),
    open(connections.urgent),
    open(connections.last),
  ];
  const [slow, asking] = [open(1, patient), open(1, brief)];
  const close = async () => {
    await Promise.all([read, writing, urgent, last, slow, asking].map((db) => db.destroy()));
  };
  try {
    await reach(url);
    await migrate(slow);
  } catch (error) {
    await close();
    throw error;
  }

  const connectionsFor = ({ patient: takesLong, urgent: first, last: yields }: HowToWrite): Db =>
    takesLong ? slow : first ? urgent : yields ? last : writing;

  let waiting = 0;
  let answering: Promise<boolean> | null = null;

  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!worthAnotherTry(error, attempt)) throw error;
      }
    }
  }

  return {
    kind: 'postgres',
    read,
    async write(work, how = {}) {
      const counts = how.last === true ? 0 : 1;
      waiting += counts;
      try {
        const db = connectionsFor(how);
        return await again(() => (how.single === true ? work(db) : inTransaction(db, work)));
      } finally {
        waiting -= counts;
      }
    },
    async insertRows(tx, rows) {
      await tx.executeQuery(insertingRows(rows));
    },
    consistent: (work, how = {}) =>
      again(() =>
        inTransaction(
          how.patient === true ? slow : read,
          work,
          sql`begin isolation level repeatable read read only`,
        ),
      ),
    async answers() {
      answering ??= takesWrites(asking).finally(() => {
        answering = null;
      });
      const enough = new AbortController();
      const late = setTimeout(answerMs, false, { signal: enough.signal }).catch(() => false);
      return Promise.race([answering, late]).finally(() => enough.abort());
    },
    leaveNoTrace: async () => true,
    waiting: () => waiting,
    close,
  };
}

/** At the start, the server's own words: nothing of anybody is in them yet, and they say what to mend. */
async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: patient.connectMs });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (why) {
    throw new PlainError(`The PostgreSQL database cannot be opened: ${String(why)}.`, { cause: why });
  }
  await client.end();
}

/** A replica answers as well, but no order can be written down there. */
async function takesWrites(db: Db): Promise<boolean> {
  try {
    const { rows } = await sql<{ replica: boolean }>`select pg_is_in_recovery() as replica`.execute(db);
    return rows[0]?.replica === false;
  } catch {
    return false;
  }
}

function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>, begin = sql`begin`): Promise<T> {
  return db.connection().execute(async (connection) => {
    await begin.execute(connection);
    let committing = false;
    try {
      const result = await work(connection);
      committing = true;
      const { rows } = await sql<{ command?: string }>`commit`.execute(connection);
      // PostgreSQL answers so when an earlier statement had failed: nothing was kept.
      if (rows[0]?.command === 'ROLLBACK') throw new Error('The transaction was rolled back at its end.');
      return result;
    } catch (error) {
      // When the connection itself is gone, so is the transaction, unless its end had been asked for already.
      await sql`rollback`.execute(connection).catch(() => {});
      throw committing && isOutage(error) ? new DatabaseError(error.code, 'unknown') : error;
    }
  });
}

/** One statement, and always the same text for the same tables, so that the server has it planned already. */
function insertingRows(rows: Rows): CompiledQuery {
  const parts = Object.entries(rows).filter(([, of]) => of.length > 0);
  const texts = parts.map(([table, [first]], i) => {
    const columns = Object.keys(first ?? {}).join(', ');
    return `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $${i + 1}::json)`;
  });
  const last = texts.pop() ?? 'select 1';
  const before = texts.map((text, i) => `part${i} as (${text})`);
  return CompiledQuery.raw(
    before.length === 0 ? last : `with ${before.join(', ')} ${last}`,
    parts.map(([, of]) => JSON.stringify(of)),
  );
}
