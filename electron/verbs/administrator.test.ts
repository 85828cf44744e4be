import { chmodSync, existsSync, linkSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { challengeIn, isRootsOwn, meetChallenge } from './administrator.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-administrator-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const isRoot = process.getuid?.() === 0;

const own = { isFile: true, uid: 0, links: 1, mode: 0o100644 };
test.each([
  ['written by root', own, true],
  ['written by whoever uses the computer', { ...own, uid: 1000 }, false],
  ['another of root’s files, linked to', { ...own, links: 2 }, false],
  ['one that others may write', { ...own, mode: 0o100666 }, false],
  ['a link, or a folder', { ...own, isFile: false }, false],
])('%s', (_what, made, proves) => {
  expect(isRootsOwn(made)).toBe(proves);
});

test('a word is good once, and only the newest', async () => {
  const challenge = challengeIn(folder, 'linux');
  const old = challenge.word();
  const word = challenge.word();
  meetChallenge(folder, old);
  expect(await challenge.isMet()).toBe(false);
  expect(await challenge.isMet()).toBe(false);
  const takeAway = meetChallenge(folder, challenge.word());
  // Whoever runs this without being root proves nothing.
  expect(await challenge.isMet()).toBe(isRoot);
  takeAway?.();
  expect(existsSync(path.join(folder, 'administrator'))).toBe(false);
  expect(word).not.toBe(old);
});

test('nothing there, a link to something of root’s, or one more name of it proves nothing', async () => {
  const challenge = challengeIn(folder, 'linux');
  challenge.word();
  expect(await challenge.isMet()).toBe(false);
  const file = path.join(folder, 'administrator');
  const other = path.join(folder, 'other');
  writeFileSync(other, challenge.word());
  chmodSync(other, 0o644);
  symlinkSync(other, file);
  expect(await challenge.isMet()).toBe(false);
  rmSync(file);
  linkSync(other, file);
  writeFileSync(other, challenge.word());
  expect(await challenge.isMet()).toBe(false);
});

test('what lies there already is not written through', () => {
  const victim = path.join(folder, 'victim');
  writeFileSync(victim, 'theirs');
  symlinkSync(victim, path.join(folder, 'administrator'));
  meetChallenge(folder, 'word');
  expect(existsSync(victim)).toBe(true);
  expect(meetChallenge(path.join(folder, 'nowhere'), 'word')).toBeNull();
});
