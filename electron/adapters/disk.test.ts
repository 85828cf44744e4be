import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { asFailure, createDisk } from './disk.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-disk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what is appended is read back in order, in a folder made for it', async () => {
  const disk = createDisk(root);
  expect(await disk.replace('sessions/a/journal', bytes('one\n'))).toEqual({ ok: true, value: undefined });
  expect(await disk.append('sessions/a/journal', bytes('two\n'), 4)).toEqual({ ok: true, value: undefined });
  expect(await disk.append('sessions/a/journal', bytes('and\n'), 8)).toMatchObject({ ok: true });
  expect(await disk.read('sessions/a/journal')).toEqual({ ok: true, value: Buffer.from('one\ntwo\nand\n') });
  expect(await disk.list('sessions')).toEqual({ ok: true, value: ['a'] });
});

test('only its owner may read what the console keeps', async () => {
  const disk = createDisk(root);
  await disk.replace('sessions/a/journal', bytes('x'));
  await disk.append('sessions/a/journal', bytes('x'), 1);
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
  await disk.replace('a/file/inside', bytes('a folder stands where the file should go'));
  expect(await disk.replace('a/file', bytes('new'))).toMatchObject({ ok: false });
  expect(readdirSync(path.join(root, 'a'))).toEqual(['file']);
  expect(readdirSync(path.join(root, 'a/file'))).toEqual(['inside']);
});

test('a torn tail is cut off', async () => {
  const disk = createDisk(root);
  await disk.replace('journal', bytes('whole\n'));
  await disk.append('journal', bytes('tor'), 6);
  expect(await disk.truncate('journal', 6)).toMatchObject({ ok: true });
  await disk.append('journal', bytes('next\n'), 6);
  expect(readFileSync(path.join(root, 'journal'), 'utf8')).toBe('whole\nnext\n');
});

test('nothing is appended to a folder that was removed, and it is not made again', async () => {
  const disk = createDisk(root);
  await disk.replace('s/journal', bytes('old'));
  await disk.append('s/journal', bytes('er'), 3);
  expect(await disk.remove('s')).toMatchObject({ ok: true });
  expect(await disk.remove('s')).toMatchObject({ ok: true });
  expect(await disk.append('s/journal', bytes('late'), 5)).toMatchObject({ failure: { kind: 'missing' } });
  expect(readdirSync(root)).toEqual([]);
});

const inside = (name: string) => path.join(root, name);
const meddling: [string, () => void][] = [
  ['removed', () => rmSync(inside('journal'))],
  ['moved away', () => renameSync(inside('journal'), inside('journal.old'))],
  ['moved away with its folder', () => renameSync(root, `${root}-old`)],
  ['emptied', () => truncateSync(inside('journal'), 0)],
  ['added to', () => appendFileSync(inside('journal'), 'what another program says\n')],
  [
    'replaced',
    () => {
      writeFileSync(inside('other'), 'another of that length'.slice(0, 8));
      renameSync(inside('other'), inside('journal'));
    },
  ],
];

describe.each(meddling)('a file that somebody else %s', (_what, meddle) => {
  afterEach(() => rmSync(`${root}-old`, { recursive: true, force: true }));

  test('is told as missing and left as it is, while it is held open', async () => {
    const disk = createDisk(root);
    await disk.replace('journal', bytes('one\n'));
    await disk.append('journal', bytes('two\n'), 4);
    meddle();
    const left = existsSync(inside('journal')) ? readFileSync(inside('journal')) : null;
    expect(await disk.append('journal', bytes('lost'), 8)).toMatchObject({ failure: { kind: 'missing' } });
    expect(existsSync(inside('journal')) ? readFileSync(inside('journal')) : null).toEqual(left);
    await disk.replace('journal', bytes('all of it\n'));
    expect(await disk.append('journal', bytes('next\n'), 10)).toMatchObject({ ok: true });
  });
});

test.each([
  ['removed', () => rmSync(inside('journal'))],
  ['emptied', () => truncateSync(inside('journal'), 0)],
])('a file that somebody else %s is told as missing also when nothing was open', async (_what, meddle) => {
  await createDisk(root).replace('journal', bytes('one\n'));
  meddle();
  const left = readdirSync(root);
  expect(await createDisk(root).append('journal', bytes('two\n'), 4)).toMatchObject({
    failure: { kind: 'missing' },
  });
  expect(readdirSync(root)).toEqual(left);
});

test.each(['linux', 'darwin', 'win32'] as const)(
  'on %s what is being appended is on the disk before the file is closed for something else',
  async (platform) => {
    const disk = createDisk(root, platform);
    await disk.replace('journal', bytes('0\n'));
    await disk.append('journal', bytes('1\n'), 2);
    for (let at = 4; at < 104; at += 2) {
      const appended = disk.append('journal', bytes('2\n'), at);
      const elsewhere = disk.replace('other', bytes('x'));
      expect([await appended, await elsewhere]).toMatchObject([{ ok: true }, { ok: true }]);
    }
  },
);

test('a renamed file is found under its new name only', async () => {
  const disk = createDisk(root);
  await disk.replace('a/one', bytes('1'));
  await disk.append('a/one', bytes('1'), 1);
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
    expect(await createDisk(root).append(file, bytes('x'), 0)).toMatchObject({ ok: false });
    expect(readdirSync(root)).toEqual([]);
  },
);

test('a file that is no folder, and a full or read-only disk, are failures by name', async () => {
  writeFileSync(path.join(root, 'file'), '');
  chmodSync(root, 0o700);
  expect(await createDisk(root).append('file/below', bytes('x'), 0)).toMatchObject({
    ok: false,
    failure: { kind: 'io' },
  });
  // /dev/full answers every write as a full disk does.
  expect(await createDisk('/dev').append('full', bytes('x'), 0)).toMatchObject({
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
      await disk.replace('journal', bytes(''));
      await disk.append('journal', bytes('one\n'), 0);
      const held = () => readdirSync('/proc/self/fd').filter((fd) => isJournal(`/proc/self/fd/${fd}`)).length;
      expect(held()).toBe(1);
      vi.advanceTimersByTime(10_000);
      await vi.waitFor(() => expect(held()).toBe(0));
      expect(await disk.append('journal', bytes('two\n'), 4)).toMatchObject({ ok: true });
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
