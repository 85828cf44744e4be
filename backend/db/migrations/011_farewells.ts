// What a device said when it was closed: when, why, and who closed it.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('devices').addColumn('farewell_at', 'bigint').execute();
  await db.schema.alterTable('devices').addColumn('farewell_why', 'text').execute();
  await db.schema.alterTable('devices').addColumn('farewell_person', 'text').execute();
}
