// The power goes while a backup is made or a moment after it: the backup before is there, or the new one is, wholly.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup } from '../../backend/db/backup.ts';
import { openStore } from '../../backend/db/open.ts';
import type { Store } from '../../backend/db/store.ts';
import { syncFolder, writeWhole } from '../../backend/db/whole-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the content is on the disk before it has its name, and the name before anybody is told', async () => {
  const did: string[] = [];
  const file = path.join(folder, 'backup.gz');
  await writeWhole(
    file,
    async (handle) => {
      await handle.writeFile('all of it');
      did.push('written');
    },
    {
      async open(name) {
        const handle = await open(name, 'wx', 0o600);
        const sync = handle.sync.bind(handle);
        handle.sync = async () => {
          await sync();
          did.push('synced');
        };
        return handle;
      },
      async rename(from, to) {
        expect(readFileSync(from, 'utf8')).toBe('all of it');
        await rename(from, to);
        did.push('renamed');
      },
      syncFolder(name) {
        expect(name).toBe(folder);
        syncFolder(name);
        did.push('folder synced');
      },
    },
  );
  expect(did).toEqual(['written', 'synced', 'renamed', 'folder synced']);
  expect(readdirSync(folder)).toEqual(['backup.gz']);
});

test('a backup that breaks off leaves the one before as it was, and nothing beside it', async () => {
  const file = path.join(folder, 'backup.gz');
  writeFileSync(file, 'yesterday');
  const store = await openStore(path.join(folder, 'shop.db'));
  const breaking: Store = { ...store, consistent: () => Promise.reject(new Error('the database went away')) };
  await expect(backup(breaking, file, Date.now())).rejects.toThrow('went away');
  expect(readFileSync(file, 'utf8')).toBe('yesterday');
  expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual(['backup.gz']);
  await backup(store, file, Date.now());
  expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  await store.close();
});

test('a link that somebody laid where it is made leads it nowhere', async () => {
  const file = path.join(folder, 'backup.gz');
  const theirs = path.join(folder, 'theirs');
  writeFileSync(theirs, 'theirs');
  symlinkSync(theirs, `${file}.${process.pid}.part`);
  await writeWhole(file, (handle) => handle.writeFile('ours'));
  expect(readFileSync(theirs, 'utf8')).toBe('theirs');
  expect(readFileSync(file, 'utf8')).toBe('ours');
});
