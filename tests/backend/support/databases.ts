// The same tests on both databases.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { startPostgres, type TestPostgres } from './postgres.ts';

export type TestDatabases = {
  /** A new, empty database's DATABASE_URL. */
  fresh(): Promise<string>;
};

export function onBothDatabases(
  tests: (databases: TestDatabases, kind: 'sqlite' | 'postgres') => void,
): void {
  describe('on SQLite', () => {
    let folder: string;
    let made = 0;
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'counterbell-test-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    tests({ fresh: async () => path.join(folder, `${(made += 1)}.db`) }, 'sqlite');
  });
  describe('on PostgreSQL', () => {
    let postgres: TestPostgres;
    beforeAll(async () => {
      postgres = await startPostgres();
    });
    afterAll(() => postgres.stop());
    tests({ fresh: () => postgres.database() }, 'postgres');
  });
}
