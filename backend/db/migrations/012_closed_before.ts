// When a device was closed the time before: one that is closed again within minutes calls nobody at once.
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('devices').addColumn('closed_before', 'bigint').execute();
}
