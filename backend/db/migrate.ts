// Brings a database to the newest schema when the backend starts.
import { Migrator } from 'kysely/migration';
import { PlainError } from '../process/plain-error.ts';
import { migrations } from './migrations/index.ts';
import type { Db } from './schema.ts';

export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  const failed = results.find((step) => step.status === 'Error');
  if (error !== undefined) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PlainError(
      `The database could not be brought to the newest schema${failed ? ` (step ${failed.migrationName})` : ''}: ${why}. ` +
        'Nothing was changed by that step. Was it last used by a newer version of the backend?',
      { cause: error },
    );
  }
  return results.filter((step) => step.status === 'Success').map((step) => step.migrationName);
}
