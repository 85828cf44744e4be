// PostgreSQL: one database for a chain of restaurants, and for several backends at once.
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { PlainError } from '../plain-error.ts';
import { migrate } from './migrate.ts';
import type { Db, Schema } from './schema.ts';
import type { Rows, Store } from './store.ts';

/** The relay has connections of its own, so that it never waits behind intake. */
const connections = { reading: 6, writing: 8, urgent: 4 };

const bigint = 20;
// Times and seqs are far below 2^53, and the same on both databases.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === bigint ? (text: string) => Number(text) : pg.types.getTypeParser(oid, format as 'text'),
};

const statementsKept = 300;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= statementsKept) return known;
  const name = `counterbell_${names.size}`;
  names.set(text, name);
  return name;
}

/** Has the server parse and plan each statement once per connection. */
class PreparingClient extends pg.Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- the base class's many overloads
  override query(...given: any[]): any {
    const [text, values] = given as [unknown, unknown];
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const query = super.query.bind(this) as (...args: unknown[]) => unknown;
    return name === undefined ? query(...given) : query({ name, text, values });
  }
}

function pool(url: string, max: number, failed: (why: unknown) => void): pg.Pool {
  const made = new pg.Pool({
    connectionString: url,
    max,
    types,
    Client: PreparingClient,
    connectionTimeoutMillis: 10_000,
    application_name: 'counterbell',
  } as pg.PoolConfig);
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  made.on('error', failed);
  return made;
}

const retried = new Set(['40001', '40P01']);

/** Deadlocks, and the same Idempotency-Key twice at the same moment: run again, the second finds the first's answer. */
function worthAnotherTry(why: unknown): boolean {
  if (!(why instanceof pg.DatabaseError) || why.code === undefined) return false;
  return retried.has(why.code) || (why.code === '23505' && why.constraint === 'commands_pk');
}

export async function openPostgres(url: string, failed: (why: unknown) => void = () => {}): Promise<Store> {
  const open = (max: number): Db =>
    new Kysely<Schema>({ dialect: new PostgresDialect({ pool: pool(url, max, failed) }) });
  const [read, writing, urgent] = [
    open(connections.reading),
    open(connections.writing),
    open(connections.urgent),
  ];
  const close = async () => {
    await Promise.all([read, writing, urgent].map((db) => db.destroy()));
  };
  try {
    await sql`select 1`.execute(writing).catch((why: unknown) => {
      throw new PlainError(`The PostgreSQL database cannot be opened: ${String(why)}.`, { cause: why });
    });
    await migrate(writing);
  } catch (error) {
    await close();
    throw error;
  }

  let waiting = 0;

  async function again<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= 5 || !worthAnotherTry(error)) throw error;
      }
    }
  }

  return {
    kind: 'postgres',
    read,
    async write(work, how = {}) {
      waiting += 1;
      try {
        const db = how.urgent === true ? urgent : writing;
        return await again(() => (how.single === true ? work(db) : inTransaction(db, work)));
      } finally {
        waiting -= 1;
      }
    },
    async insertRows(tx, rows) {
      await tx.executeQuery(insertingRows(rows));
    },
    consistent: (work) => inTransaction(read, work, sql`begin isolation level repeatable read read only`),
    waiting: () => waiting,
    close,
  };
}

function inTransaction<T>(db: Db, work: (tx: Db) => Promise<T>, begin = sql`begin`): Promise<T> {
  return db.connection().execute(async (connection) => {
    await begin.execute(connection);
    try {
      const result = await work(connection);
      const { rows } = await sql<{ command?: string }>`commit`.execute(connection);
      // PostgreSQL answers so when an earlier statement had failed: nothing was kept.
      if (rows[0]?.command === 'ROLLBACK') throw new Error('The transaction was rolled back at its end.');
      return result;
    } catch (error) {
      // When the connection itself is gone, so is the transaction.
      await sql`rollback`.execute(connection).catch(() => {});
      throw error;
    }
  });
}

/** One statement, and always the same text for the same tables, so that the server has it planned already. */
function insertingRows(rows: Rows): CompiledQuery {
  const parts = Object.entries(rows).filter(([, of]) => of.length > 0);
  const texts = parts.map(
    ([table], i) =>
      `insert into ${table} select * from json_populate_recordset(null::${table}, $${i + 1}::json)`,
  );
  const last = texts.pop() ?? 'select 1';
  const before = texts.map((text, i) => `part${i} as (${text})`);
  return CompiledQuery.raw(
    before.length === 0 ? last : `with ${before.join(', ')} ${last}`,
    parts.map(([, of]) => JSON.stringify(of)),
  );
}
