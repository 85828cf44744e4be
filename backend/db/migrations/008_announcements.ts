// Announcements: what every console of a restaurant, or of all of them, shows until it ends.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('announcements')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text')
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('until_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .execute();
  await sql`create index announcements_current on announcements (restaurant_id, created_at) where ended_at is null`.execute(
    db,
  );
}
