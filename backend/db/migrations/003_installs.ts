// An install is one restaurant's, may turn out to be two computers, and people have ways in that are known.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index devices_install`.execute(db);
  await db.schema
    .alterTable('devices')
    .addColumn('copy', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('devices').addColumn('doubted_at', 'bigint').execute();
  await sql`create unique index devices_install on devices (restaurant_id, install_id, copy) where ended_at is null`.execute(
    db,
  );
  await sql`create index devices_enrolled on devices (restaurant_id, install_id, code_id, created_at)`.execute(
    db,
  );
  await sql`create index devices_doubted on devices (doubted_at) where doubted_at is not null`.execute(db);

  await db.schema.alterTable('person_sessions').addColumn('place', 'text').execute();
  await sql`create index person_sessions_then on person_sessions (device_id, person_id, created_at)`.execute(
    db,
  );
  await sql`create index person_sessions_place on person_sessions (person_id, place) where place is not null`.execute(
    db,
  );
  await sql`create index person_sessions_over on person_sessions (expires_at) where ended_at is null`.execute(
    db,
  );
}
