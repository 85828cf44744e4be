import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimTheCounter } from './single-instance.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-single-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** An Electron that has the lock of each folder that `locks` says it may have. */
function claim(folder: string, locks: (folder: string) => boolean, full: { running: boolean } | null = null) {
  let userData = '';
  const app = {
    getPath: () => folder,
    setPath: (_name: string, to: string) => void (userData = to),
    requestSingleInstanceLock: () => locks(userData),
  };
  return claimTheCounter(
    app,
    { userDataDir: folder, hidden: false },
    {
      platform: 'linux',
      env: { XDG_RUNTIME_DIR: root },
      uid: process.getuid?.(),
      isRunning: () => full?.running === true,
      ...(full !== null && { unwritable: () => 'ENOSPC' }),
    },
  );
}
/** A file stands where the folder would be: no user, root neither, can write there. */
const unwritable = () => {
  writeFileSync(path.join(root, 'file'), '');
  return path.join(root, 'file/data');
};
const inShelter = expect.stringMatching(/counterbell-[0-9a-f]{12}$/);

test('the first start has the folder, the second one has none', () => {
  const folder = path.join(root, 'data');
  expect(claim(folder, () => true)).toEqual({
    folder,
    data: folder,
    profile: folder,
    logs: folder,
    trouble: null,
  });
  expect(claim(folder, () => false)).toBeNull();
});

test('where nothing can be written it takes its place elsewhere, once', () => {
  const folder = unwritable();
  const place = claim(folder, (one) => one !== folder);
  expect(place).toMatchObject({
    data: inShelter,
    profile: inShelter,
    trouble: expect.stringContaining(folder),
  });
  expect(claim(folder, () => false)).toBeNull();
});

test('a console that runs there is left alone, however full its disk has become', () => {
  const folder = path.join(root, 'data');
  mkdirSync(folder);
  symlinkSync(`${os.hostname()}-4711`, path.join(folder, 'SingletonLock'));
  expect(claim(folder, (one) => one !== folder, { running: true })).toBeNull();
  expect(claim(folder, (one) => one !== folder, { running: false })).not.toBeNull();
});
