// SQLite through libsql: one connection that writes, one that reads beside it. The only file that knows libsql.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import Database from 'libsql';
import { Kysely, sql, SqliteDialect, type SqliteDatabase } from 'kysely';
import { DatabaseError } from './database-error.ts';
import { migrate } from './migrate.ts';
import { createWriteQueue } from './write-queue.ts';
import type { Db, Schema } from './schema.ts';
import type { Store } from './store.ts';

type Statement = ReturnType<SqliteDatabase['prepare']>;

const busyMs = 5000;
const busyRetryMs = 20;
const statementsKept = 400;
/**
 * A statement that failed counts as running until it is run again or thrown away, and nothing commits meanwhile: so a
 * BEGIN that found the file busy has to be the one that is tried again.
 */
const worthKeeping = /^\s*(?:select|insert|update|delete|begin|commit|rollback)\b/i;

function open(file: string): SqliteDatabase & { exec(text: string): void } {
  // libsql's typings are those of better-sqlite3 and do not know its own `timeout` in milliseconds.
  const database = new Database(file, { timeout: busyMs } as ConstructorParameters<typeof Database>[1]);
  const kept = new Map<string, Statement>();
  return {
    exec: (text) => void guarded(() => database.exec(text)),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      const statement = guarded(() => guardedStatement(database.prepare(text) as unknown as Statement));
      if (worthKeeping.test(text)) {
        if (kept.size >= statementsKept) kept.clear();
        kept.set(text, statement);
      }
      return statement;
    },
    close() {
      kept.clear();
      database.close();
    },
  };
}

/** Nothing was written: the disk is full or broken, or another process holds the file for too long. */
const outages = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM)/;

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (why) {
    if (!(why instanceof Database.SqliteError)) throw why;
    throw new DatabaseError(why.code, outages.test(why.code) ? 'unavailable' : 'statement');
  }
}

function guardedStatement(statement: Statement): Statement {
  return {
    reader: statement.reader,
    all: (parameters) => guarded(() => statement.all(parameters)),
    run: (parameters) => guarded(() => statement.run(parameters)),
    iterate: (parameters) => guarded(() => statement.iterate(parameters)),
  };
}

/**
 * Names, telephone numbers and the Pusher secret are in it: for its owner alone, also when an earlier version made it
 * otherwise. SQLite gives the files it makes beside the database the database's own mode. Windows has no such modes.
 */
function keepPrivate(file: string): void {
  // A folder that is there already may be somebody else's business, such as /var/lib.
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  for (const name of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(name)) {
      try {
        chmodSync(name, 0o600);
      } catch {
        // Another account's file, opened through its group: its mode is that account's to choose.
      }
    }
}

/** So many rows in one statement; few numbers of them, so that each is prepared once. */
const rowsInStatements = [16, 4, 1];

function inStatements<Row>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  for (let from = 0; from < rows.length;) {
    const count = rowsInStatements.find((most) => most <= rows.length - from) ?? 1;
    parts.push(rows.slice(from, from + count));
    from += count;
  }
  return parts;
}

/** IMMEDIATE: another process (the admin commands) may be writing; wait for it instead of failing later. */
async function beginWriting(connection: Db): Promise<void> {
  const until = performance.now() + busyMs;
  for (;;) {
    try {
      await sql`begin immediate`.execute(connection);
      return;
    } catch (why) {
      const busy = why instanceof DatabaseError && /^SQLITE_(?:BUSY|LOCKED)/.test(why.code);
      if (!busy || performance.now() > until) throw why;
    }
    await setTimeout(busyRetryMs);
  }
}

/**
 * Moves what stands in the write-ahead log into the database itself, so that whoever copies the one file of a stopped
 * backend has it all. Another process that is at work with it keeps its log, and folds it in when it closes.
 */
function foldIn(database: { exec(text: string): void }): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // Nothing is lost: the log stays beside the database, and the next one to open it reads it.
  }
}

/** Opens the file, making it and its folder when they are not there, and brings it to the newest schema. */
export async function openSqlite(file: string): Promise<Store> {
  keepPrivate(file);
  const writing = open(file);
  // FULL: a commit answers only after the disk has it, also when the power goes a moment later.
  writing.exec('pragma journal_mode = wal');
  writing.exec('pragma synchronous = full');
  writing.exec('pragma wal_autocheckpoint = 2000');
  // Whoever is forgotten is not to be read in the file's unused bytes either.
  writing.exec('pragma secure_delete = on');
  const writer: Db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: writing }) });
  try {
    await migrate(writer);
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  // From now on nobody waits inside SQLite, where the whole process would stand still with them.
  writing.exec('pragma busy_timeout = 0');
  const reading = open(file);
  const read: Db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: reading }) });

  const queue = createWriteQueue({
    async inTransaction(work) {
      await writer.connection().execute(async (connection) => {
        await beginWriting(connection);
        try {
          await work(connection);
          await sql`commit`.execute(connection);
        } catch (error) {
          await sql`rollback`.execute(connection).catch(() => {});
          throw error;
        }
      });
    },
  });

  return {
    kind: 'sqlite',
    read,
    write: (work, how = {}) => queue.write(work, how.urgent ? 'urgent' : how.last ? 'last' : 'ordinary'),
    async insertRows(tx, rows) {
      for (const [table, of] of Object.entries(rows))
        for (const some of inStatements(of as readonly object[]))
          await tx
            .insertInto(table as keyof Schema)
            .values(some as never)
            .execute();
    },
    consistent: (work) =>
      read.connection().execute(async (connection) => {
        await sql`begin`.execute(connection);
        try {
          return await work(connection);
        } finally {
          await sql`commit`.execute(connection);
        }
      }),
    answers: () =>
      sql`select 1 from meta limit 1`.execute(read).then(
        () => true,
        () => false,
      ),
    // What it wrote over stays in the write-ahead log until that is folded in and cut off.
    leaveNoTrace: () =>
      sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(writer).then(
        ({ rows }) => rows[0]?.busy === 0,
        () => false,
      ),
    waiting: () => queue.waiting(),
    async close() {
      await queue.idle();
      await read.destroy();
      foldIn(writing);
      await writer.destroy();
    },
  };
}
