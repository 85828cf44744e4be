// Which installs get pushes, for whom, and what is still to be sent to them.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('push_registrations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('target_hash', 'text', (c) => c.notNull())
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('order_id', 'text')
    .addColumn('person_id', 'text')
    .addColumn('session_id', 'text')
    .addColumn('phone_hash', 'text')
    .addColumn('name', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('reached_at', 'bigint')
    .execute();
  for (const index of [
    // One install is one person's; a browser may wait for several orders.
    sql`create unique index push_registrations_person on push_registrations (target_hash) where order_id is null`,
    sql`create unique index push_registrations_order on push_registrations (order_id, target_hash) where order_id is not null`,
    sql`create index push_registrations_whose on push_registrations (person_id) where person_id is not null`,
    sql`create index push_registrations_session on push_registrations (session_id) where session_id is not null`,
    sql`create unique index push_registrations_phone on push_registrations (phone_hash) where phone_hash is not null`,
    sql`create index push_registrations_where on push_registrations (restaurant_id)`,
  ])
    await index.execute(db);

  await db.schema
    .createTable('phone_links')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('restaurant_id', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await sql`create index phone_links_session on phone_links (session_id)`.execute(db);
  await sql`create index phone_links_person on phone_links (person_id)`.execute(db);
  await sql`create index phone_links_over on phone_links (expires_at)`.execute(db);

  await db.schema
    .createTable('push_deliveries')
    .addColumn('registration_id', 'text', (c) => c.notNull())
    .addColumn('message_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('topic', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('until_at', 'bigint', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('push_deliveries_pk', ['registration_id', 'message_id'])
    .execute();
  await sql`create index push_deliveries_next on push_deliveries (next_at)`.execute(db);
  // What was never tried, and what is tried again, each by when it is due.
  await sql`create index push_deliveries_kinds on push_deliveries (kind, next_at) where attempts = 0`.execute(
    db,
  );
  await sql`create index push_deliveries_first on push_deliveries (next_at) where attempts = 0`.execute(db);
  await sql`create index push_deliveries_again on push_deliveries (next_at) where attempts > 0`.execute(db);
  await sql`create index push_deliveries_topic on push_deliveries (topic)`.execute(db);
}
