import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { asFailure, createDisk } from './disk.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-disk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what is appended is read back in order, in a folder made for it', async () => {
  const disk = createDisk(root);
  expect(await disk.append('sessions/a/journal', bytes('one\n'))).toEqual({ ok: true, value: undefined });
  expect(await disk.append('sessions/a/journal', bytes('two\n'))).toMatchObject({ ok: true });
  expect(await disk.read('sessions/a/journal')).toEqual({ ok: true, value: Buffer.from('one\ntwo\n') });
  expect(await disk.list('sessions')).toEqual({ ok: true, value: ['a'] });
});

test('only its owner may read what the console keeps', async () => {
  const disk = createDisk(root);
  await disk.append('sessions/a/journal', bytes('x'));
  await disk.replace('sessions/a/book', bytes('x'));
  expect(statSync(path.join(root, 'sessions/a')).mode & 0o077).toBe(0);
  expect(statSync(path.join(root, 'sessions/a/journal')).mode & 0o077).toBe(0);
  expect(statSync(path.join(root, 'sessions/a/book')).mode & 0o077).toBe(0);
});

test('a file is replaced as a whole and leaves nothing half-written beside it', async () => {
  const disk = createDisk(root);
  await disk.replace('a/file', bytes('old and long'));
  await disk.replace('a/file', bytes('new'));
  expect(readFileSync(path.join(root, 'a/file'), 'utf8')).toBe('new');
  expect(readdirSync(path.join(root, 'a'))).toEqual(['file']);
});

test('a replacement that fails leaves the old file and nothing beside it', async () => {
  const disk = createDisk(root);
  await disk.append('a/file/inside', bytes('a folder stands where the file should go'));
  expect(await disk.replace('a/file', bytes('new'))).toMatchObject({ ok: false });
  expect(readdirSync(path.join(root, 'a'))).toEqual(['file']);
  expect(readdirSync(path.join(root, 'a/file'))).toEqual(['inside']);
});

test('a torn tail is cut off', async () => {
  const disk = createDisk(root);
  await disk.append('journal', bytes('whole\ntor'));
  expect(await disk.truncate('journal', 6)).toMatchObject({ ok: true });
  await disk.append('journal', bytes('next\n'));
  expect(readFileSync(path.join(root, 'journal'), 'utf8')).toBe('whole\nnext\n');
});

test('a file removed is made anew by the next append, its folder too', async () => {
  const disk = createDisk(root);
  await disk.append('s/journal', bytes('old'));
  expect(await disk.remove('s')).toMatchObject({ ok: true });
  expect(await disk.remove('s')).toMatchObject({ ok: true });
  expect(await disk.append('s/journal', bytes('new'))).toMatchObject({ ok: true });
  expect(readFileSync(path.join(root, 's/journal'), 'utf8')).toBe('new');
});

test('a file that somebody else removed or replaced is told as missing, and begun anew the next time', async () => {
  const disk = createDisk(root);
  await disk.append('journal', bytes('old'));
  rmSync(path.join(root, 'journal'));
  expect(await disk.append('journal', bytes('lost'))).toMatchObject({ failure: { kind: 'missing' } });
  await disk.append('journal', bytes('new'));
  writeFileSync(path.join(root, 'other'), 'other');
  renameSync(path.join(root, 'other'), path.join(root, 'journal'));
  expect(await disk.append('journal', bytes('lost'))).toMatchObject({ failure: { kind: 'missing' } });
});

test('a renamed file is found under its new name only', async () => {
  const disk = createDisk(root);
  await disk.append('a/one', bytes('1'));
  expect(await disk.rename('a/one', 'b/two')).toMatchObject({ ok: true });
  expect(await disk.list('a')).toEqual({ ok: true, value: [] });
  expect(await disk.list('b')).toEqual({ ok: true, value: ['two'] });
});

test('what is missing is told as missing, and a missing folder is empty', async () => {
  const disk = createDisk(root);
  const answer = await disk.read('nothing');
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'missing' } });
  expect(!answer.ok && answer.failure.message).toContain(path.join(root, 'nothing'));
  expect(await disk.list('nothing')).toEqual({ ok: true, value: [] });
});

test.each(['../outside', '/etc/passwd', 'a/../../b', '', 'a//b', './a'])(
  'a path that leaves the folder is refused: %j',
  async (file) => {
    expect(await createDisk(root).append(file, bytes('x'))).toMatchObject({ ok: false });
    expect(readdirSync(root)).toEqual([]);
  },
);

test('a file that is no folder, and a full or read-only disk, are failures by name', async () => {
  writeFileSync(path.join(root, 'file'), '');
  chmodSync(root, 0o700);
  expect(await createDisk(root).append('file/below', bytes('x'))).toMatchObject({
    ok: false,
    failure: { kind: 'io' },
  });
  // /dev/full answers every write as a full disk does.
  expect(await createDisk('/dev').append('full', bytes('x'))).toMatchObject({
    ok: false,
    failure: { kind: 'full' },
  });
  expect(asFailure(Object.assign(new Error('x'), { code: 'EROFS' })).kind).toBe('read-only');
  expect(asFailure(Object.assign(new Error('x'), { code: 'EACCES' })).kind).toBe('denied');
});

test.runIf(process.platform === 'linux')(
  'a file that was not appended to for a while is not held open',
  async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const disk = createDisk(root);
      await disk.append('journal', bytes('one\n'));
      const held = () => readdirSync('/proc/self/fd').filter((fd) => isJournal(`/proc/self/fd/${fd}`)).length;
      expect(held()).toBe(1);
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(held()).toBe(0));
      expect(await disk.append('journal', bytes('two\n'))).toMatchObject({ ok: true });
      expect(readFileSync(path.join(root, 'journal'), 'utf8')).toBe('one\ntwo\n');
    } finally {
      vi.useRealTimers();
    }
  },
);
const isJournal = (link: string): boolean => {
  try {
    return readlinkSync(link) === path.join(root, 'journal');
  } catch {
    return false; // closed while it was looked at
  }
};
