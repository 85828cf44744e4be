import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from './open.ts';
import type { Store } from './store.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-db-'));
  store = await openStore(path.join(folder, 'deeper', 'counterbell.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const put = (key: string, value: string) =>
  store.write(async (tx) => {
    await tx.insertInto('meta').values({ key, value }).execute();
    return key;
  });

test('a write that fails takes nothing else with it, though they share a transaction', async () => {
  const results = await Promise.allSettled([put('a', '1'), put('a', '2'), put('b', '3')]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const rows = await store.read.selectFrom('meta').selectAll().orderBy('key').execute();
  expect(rows).toEqual([
    { key: 'a', value: '1' },
    { key: 'b', value: '3' },
  ]);
});

test('urgent writes go before those that wait longer', async () => {
  const order: string[] = [];
  const note = (name: string) => async () => void order.push(name);
  await Promise.all([
    store.write(note('intake 1')),
    store.write(note('intake 2')),
    store.write(note('relay'), { urgent: true }),
  ]);
  expect(order).toEqual(['relay', 'intake 1', 'intake 2']);
});

test('readers see nothing that is not committed', async () => {
  let during: unknown;
  await store.write(async (tx) => {
    await tx.insertInto('meta').values({ key: 'k', value: 'v' }).execute();
    during = await store.read.selectFrom('meta').selectAll().execute();
  });
  expect(during).toEqual([]);
  expect(await store.read.selectFrom('meta').selectAll().execute()).toHaveLength(1);
});

test('everything is there again after closing and opening', async () => {
  await put('kept', 'yes');
  await store.close();
  store = await openStore(`sqlite:${path.join(folder, 'deeper', 'counterbell.db')}`);
  expect(await store.read.selectFrom('meta').select('value').executeTakeFirst()).toEqual({ value: 'yes' });
});

test('an address of a database that is not supported says which are', async () => {
  await expect(openStore('mysql://localhost/x')).rejects.toThrow(/sqlite:PATH.*postgres/);
});
