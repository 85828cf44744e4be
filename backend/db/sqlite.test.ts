import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openSqlite } from './sqlite.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const modes = (of: string) =>
  Object.fromEntries(readdirSync(of).map((name) => [name, statSync(path.join(of, name)).mode & 0o777]));

test('the database, what lies beside it and its folder are for their owner alone', async () => {
  const data = path.join(folder, 'data');
  const file = path.join(data, 'shop.db');
  const store = await openSqlite(file);
  const all = { 'shop.db': 0o600, 'shop.db-wal': 0o600, 'shop.db-shm': 0o600 };
  expect(modes(data)).toEqual(all);
  expect(statSync(data).mode & 0o777).toBe(0o700);

  // As an earlier version left them, and as a process that was killed leaves them beside the database.
  for (const name of Object.keys(all)) chmodSync(path.join(data, name), 0o644);
  const again = await openSqlite(file);
  expect(modes(data)).toEqual(all);
  await again.close();
  await store.close();
});
