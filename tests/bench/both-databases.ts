// Measures on SQLite and on PostgreSQL, each made for it and gone afterwards; one of them when the command line names it.
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '../backend/support/postgres.ts';

/** `suffix` stands behind the ids of PostgreSQL's figures. */
export async function onBothDatabases(
  measure: (database: string, suffix: '' | '_pg') => Promise<void>,
): Promise<void> {
  const only = process.argv[2];
  if (only !== 'pg') {
    const folder = mkdtempSync(path.resolve('bench-results-'));
    try {
      await measure(path.join(folder, 'bench.db'), '');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  if (only !== 'sqlite') {
    const postgres = await startPostgres({ durable: true });
    try {
      await measure(await postgres.database(), '_pg');
    } finally {
      await postgres.stop();
    }
  }
}
