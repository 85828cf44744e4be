// Events that are appended a little later than the change they tell of, because others go first.
import { sql, SqliteAdapter, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // SQLite numbers an integer key by itself.
  const numbered = db.getExecutor().adapter instanceof SqliteAdapter ? 'integer' : 'bigserial';
  await db.schema
    .createTable('later_events')
    .addColumn('n', numbered, (c) => c.primaryKey())
    .addColumn('stream', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('event', 'text', (c) => c.notNull())
    .execute();
  await sql`create index later_events_of on later_events (stream, id)`.execute(db);
}
