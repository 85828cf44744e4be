// An index of what orders are found by. It is filled in the background, also with the orders that are here already.
import { sql, SqliteAdapter, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('orders').addColumn('page', 'bigint').execute();
  await sql`create index orders_loose on orders (restaurant_id, placed_at, id) where page is null`.execute(
    db,
  );

  await db.schema
    .createTable('search_pages')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('book', 'bigint', (c) => c.notNull())
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('from_at', 'bigint', (c) => c.notNull())
    .addColumn('to_at', 'bigint', (c) => c.notNull())
    .addColumn('orders', 'text', (c) => c.notNull())
    .execute();
  await sql`create index search_pages_newest on search_pages (restaurant_id, to_at, from_at, id, book)`.execute(
    db,
  );

  await db.schema
    .createTable('search_grams')
    .addColumn('book', 'bigint', (c) => c.notNull())
    .addColumn('gram', 'text', (c) => c.notNull())
    .addColumn('page', 'bigint', (c) => c.notNull())
    .addColumn('hits', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('search_grams_pk', ['book', 'gram', 'page'])
    // The rows are their key and little else: SQLite would keep the key a second time.
    .$call((table) =>
      db.getExecutor().adapter instanceof SqliteAdapter ? table.modifyEnd(sql`without rowid`) : table,
    )
    .execute();
}
