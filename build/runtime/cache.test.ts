import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cached, cacheFolder, isWhole } from './cache.mjs';

let root = '';
let fills = 0;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-cache-'));
  fills = 0;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const thing = () => path.join(root, 'thing');
const fill = async (making: string) => {
  fills++;
  mkdirSync(path.join(making, 'deep'));
  writeFileSync(path.join(making, 'deep', 'file'), 'content');
};

test.each([
  ['linux', {}, path.join('/home/kim', '.cache', 'counterbell')],
  ['linux', { XDG_CACHE_HOME: '/xdg' }, path.join('/xdg', 'counterbell')],
  ['darwin', {}, path.join('/home/kim', 'Library', 'Caches', 'counterbell')],
  ['win32', { LOCALAPPDATA: '/local' }, path.join('/local', 'counterbell', 'Cache')],
])('on %s with %j the cache is %s', (platform, env, expected) => {
  expect(cacheFolder({ platform, env, home: '/home/kim' })).toBe(expected);
});

test('it is filled once', async () => {
  await cached(thing(), fill);
  await cached(thing(), fill);
  expect(fills).toBe(1);
  expect(readFileSync(path.join(thing(), 'deep', 'file'), 'utf8')).toBe('content');
});

test('a folder without its list of files was being written when something ended it: made anew', async () => {
  mkdirSync(thing());
  writeFileSync(path.join(thing(), 'half'), 'x');
  expect(isWhole(thing())).toBe(false);
  await cached(thing(), fill);
  expect(fills).toBe(1);
  expect(existsSync(path.join(thing(), 'half'))).toBe(false);
});

test('a file that got shorter or lost is noticed', async () => {
  await cached(thing(), fill);
  writeFileSync(path.join(thing(), 'deep', 'file'), 'cont');
  await cached(thing(), fill);
  expect(fills).toBe(2);
  rmSync(path.join(thing(), 'deep', 'file'));
  await cached(thing(), fill);
  expect(fills).toBe(3);
});

test('a filling that fails leaves nothing behind', async () => {
  await expect(
    cached(thing(), async (making) => {
      writeFileSync(path.join(making, 'half'), 'x');
      throw new Error('the archive is damaged');
    }),
  ).rejects.toThrow('the archive is damaged');
  expect(readdirSync(root)).toEqual([]);
});

test('what a killed process left is removed, what a living one makes is not', async () => {
  const dead = `${thing()}.making-99999999-1`;
  const living = `${thing()}.making-${process.ppid}-1`;
  mkdirSync(dead);
  mkdirSync(living);
  await cached(thing(), fill);
  expect(existsSync(dead)).toBe(false);
  expect(existsSync(living)).toBe(true);
});
