// Takes a database back to a schema of before: empty, without the steps that came later.
import { sql } from 'kysely';
import { migrations } from '../../../backend/db/migrations/index.ts';
import type { Store } from '../../../backend/db/store.ts';

/** As a version left it whose last step was `last`. */
export async function takeBackTo(store: Store, last: string): Promise<void> {
  await store.write(async (tx) => {
    for (const { name } of await tx.introspection.getTables())
      await sql`drop table ${sql.table(name)}`.execute(tx);
    for (const [name, { up }] of Object.entries(migrations)) if (name <= last) await up(tx);
    await sql`delete from kysely_migration where name > ${last}`.execute(tx);
  });
}
