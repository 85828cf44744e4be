// Offices beside counters, what a beat tells of its console, and people who hold roles in several restaurants.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['codes', 'devices'])
    await db.schema
      .alterTable(table)
      .addColumn('kind', 'text', (c) => c.notNull().defaultTo('counter'))
      .execute();

  await db.schema.alterTable('beats').addColumn('protocol', 'integer').execute();
  await db.schema.alterTable('beats').addColumn('version', 'text').execute();
  await db.schema.alterTable('beats').addColumn('platform', 'text').execute();
  await db.schema
    .alterTable('beats')
    .addColumn('attended', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();

  await db.schema.alterTable('people').addColumn('account_id', 'text').execute();
  await sql`create unique index people_account on people (account_id, restaurant_id) where ended_at is null and account_id is not null`.execute(
    db,
  );
  await db.schema.alterTable('person_sessions').addColumn('parent_id', 'text').execute();
  await sql`create index person_sessions_parent on person_sessions (parent_id) where parent_id is not null and ended_at is null`.execute(
    db,
  );
}
