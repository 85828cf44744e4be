// The same tests on both databases.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { copyOfTemplate } from './cluster.ts';

export type TestDatabases = {
  /** The DATABASE_URL of a new database with nothing in it. */
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
    tests({ fresh: freshOnPostgres }, 'postgres');
  });
}

/** Of the PostgreSQL that all test files share. */
export async function freshOnPostgres(): Promise<string> {
  const postgres = inject('postgres');
  if ('why' in postgres) throw new Error(postgres.why);
  return copyOfTemplate(postgres.folder, `test_${randomUUID().replaceAll('-', '')}`);
}
