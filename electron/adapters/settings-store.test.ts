import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** How many bytes the disk still takes; electron-store's own copy of this function is made when it is loaded. */
const disk = vi.hoisted(() => {
  // Outside Electron its npm package answers with the path of the binary, and would download one to have a path.
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '.';
  const room = { bytes: Number.POSITIVE_INFINITY };
  const fs = process.getBuiltinModule('node:fs');
  const writeSync = fs.writeSync as (fd: number, text: string) => number;
  const limited = (fd: number, text: string) => {
    if (room.bytes === 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return writeSync(fd, text.slice(0, room.bytes));
  };
  Object.assign(fs, { writeSync: limited });
  return room;
});
const { createSettingsStore } = await import('./settings-store.ts');

let folder: string;
let ids: number;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-settings-'));
  ids = 0;
  disk.bytes = Number.POSITIVE_INFINITY;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () =>
  createSettingsStore({ folder, now: () => Date.UTC(2031, 4, 5, 6, 7, 8), newId: () => `install-${++ids}` });
const file = () => path.join(folder, 'settings.json');
const corrupt = 'settings.json.corrupt-2031-05-05T06-07-08.000Z';

test('a fresh installation gets an id and keeps it', async () => {
  expect(await open().read()).toEqual({ installId: 'install-1', raw: null, repair: null, notKept: null });
  expect(await open().read()).toEqual({ installId: 'install-1', raw: null, repair: null, notKept: null });
});

test('what was written is there after a restart', async () => {
  const store = open();
  await store.read();
  expect(await store.write({ version: 1, theme: 'dark' })).toEqual({ ok: true, message: null });
  expect((await open().read()).raw).toEqual({ version: 1, theme: 'dark' });
});

test.each([
  ['cut off in the middle', '{"installId":"install-1","sett'],
  ['zero-filled', '\0'.repeat(200)],
  ['empty', ''],
  ['another kind of JSON', '[1,2]'],
  ['without its id', '{"settings":{"theme":"dark"}}'],
])('a damaged file (%s) is moved aside and the last good one restored', async (_what, damage) => {
  const store = open();
  await store.read();
  await store.write({ theme: 'dark' });
  await open().read(); // a later start has read the new settings whole
  writeFileSync(file(), damage);

  const after = await open().read();
  expect(after).toEqual({
    installId: 'install-1',
    raw: { theme: 'dark' },
    repair: { kind: 'restored', movedTo: path.join(folder, corrupt) },
    notKept: null,
  });
  expect(readFileSync(path.join(folder, corrupt), 'utf8')).toBe(damage);
  expect((await open().read()).repair).toBeNull();
});

test('what a newer version keeps in the file beside the settings survives a change and a repair', async () => {
  const newer = { installId: 'install-1', settings: { theme: 'dark' }, window: { screen: 2 } };
  writeFileSync(file(), JSON.stringify(newer));
  const store = open();
  await store.read();
  await store.write({ theme: 'light' });
  const changed = { ...newer, settings: { theme: 'light' } };
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(changed);
  await open().read();
  writeFileSync(file(), 'not json');
  await open().read();
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(changed);
});

test('without a good copy the settings start anew, and the damaged file is still there', async () => {
  writeFileSync(file(), 'not json');
  writeFileSync(`${file()}.bak`, 'not json either');
  expect(await open().read()).toEqual({
    installId: 'install-1',
    raw: null,
    repair: { kind: 'reset', movedTo: path.join(folder, corrupt) },
    notKept: null,
  });
  expect(readdirSync(folder)).toContain(corrupt);
});

test('a full disk leaves the settings that are there, and no half of a file that would hold its last bytes', async () => {
  const store = open();
  await store.read();
  await store.write({ theme: 'dark' });
  const whole = readFileSync(file(), 'utf8');
  disk.bytes = 0;
  expect(await store.write({ theme: 'light' })).toEqual({
    ok: false,
    message: expect.stringMatching(/ENOSPC/),
  });
  expect(readFileSync(file(), 'utf8')).toBe(whole);
  await expect.poll(() => readdirSync(folder).toSorted()).toEqual(['settings.json', 'settings.json.bak']);
});

test('a write that fails is told, not thrown', async () => {
  const store = open();
  await store.read();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder was');
  const answer = await store.write({ theme: 'dark' });
  expect(answer.ok).toBe(false);
  expect(answer.message).toMatch(/settings\.json|ENOTDIR|EEXIST/);
});

/** A folder where a file is to be written: no user, root neither, can write that. */
const blocked = (name: string) => mkdirSync(path.join(folder, name));

test.each([
  [
    'the folder does not exist and cannot be made',
    () => writeFileSync(path.join(folder, 'file'), ''),
    'file/below',
  ],
  ['the disk is full', () => (disk.bytes = 0), '.'],
  ['the disk takes but a part of it', () => (disk.bytes = 20), '.'],
  ['the settings cannot be read', () => blocked('settings.json'), '.'],
])('it starts all the same when %s, and says why', async (_what, spoil, below) => {
  spoil();
  const where = path.join(folder, below);
  const store = createSettingsStore({ folder: where, now: Date.now, newId: () => `install-${++ids}` });
  expect(await store.read()).toEqual({
    installId: 'install-1',
    raw: null,
    repair: null,
    notKept: expect.stringMatching(/ENOTDIR|EISDIR|EEXIST|ENOSPC|a part of it is missing/),
  });
});

test('settings that cannot be copied count, and so does the copy of those that cannot be read', async () => {
  const store = open();
  await store.read();
  await store.write({ theme: 'dark' });
  await open().read();
  rmSync(file());
  blocked('settings.json');
  expect(await open().read()).toMatchObject({
    installId: 'install-1',
    raw: { theme: 'dark' },
    notKept: expect.stringMatching(/EISDIR/),
  });
});

test('a damaged file that cannot be moved aside is not written over', async () => {
  writeFileSync(file(), 'not json');
  blocked(corrupt);
  writeFileSync(path.join(folder, corrupt, 'full'), '');
  expect(await open().read()).toMatchObject({
    installId: 'install-1',
    raw: null,
    notKept: expect.any(String),
  });
  expect(readFileSync(file(), 'utf8')).toBe('not json');
});

test('what could not be written at the start is whole once it can be', async () => {
  disk.bytes = 0;
  const store = open();
  const { installId } = await store.read();
  expect(existsSync(file())).toBe(false);
  disk.bytes = Number.POSITIVE_INFINITY;
  expect(await store.write({ theme: 'dark' })).toEqual({ ok: true, message: null });
  expect(await open().read()).toEqual({ installId, raw: { theme: 'dark' }, repair: null, notKept: null });
});
