import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolder, folderForStart } from './folders.mjs';

let base = '';
beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'counterbell-folders-'));
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test('a fresh start shares nothing with another one', () => {
  const [first, second] = [folderForStart({ kept: false, base }), folderForStart({ kept: false, base })];
  expect(first).not.toBe(second);
  expect(existsSync(path.join(first, 'logs'))).toBe(true);
});

test('--keep finds what the last start left', () => {
  const first = folderForStart({ kept: true, base });
  writeFileSync(path.join(first, 'backend', 'orders'), 'x');
  expect(existsSync(path.join(folderForStart({ kept: true, base }), 'backend', 'orders'))).toBe(true);
});

test('what is kept is used by one start at a time, and not blocked by one that was killed', () => {
  const folder = folderForStart({ kept: true, base });
  writeFileSync(path.join(folder, 'in-use'), String(process.ppid));
  expect(() => folderForStart({ kept: true, base })).toThrow(/Another start already uses .* Stop that one/);
  writeFileSync(path.join(folder, 'in-use'), '99999999');
  expect(folderForStart({ kept: true, base })).toBe(folder);
});

test('what ended starts left is removed at the next one, what is running stays', () => {
  const ended = path.join(base, 'start-99999999-abc');
  mkdirSync(ended);
  const running = folderForStart({ kept: false, base });
  expect(existsSync(ended)).toBe(false);
  folderForStart({ kept: false, base });
  expect(existsSync(running)).toBe(true);
});

test('the folder is where this system keeps data', () => {
  expect(dataFolder({ platform: 'linux', env: { XDG_DATA_HOME: '/data' }, home: '/h' })).toBe(
    path.join('/data', 'counterbell-from-source'),
  );
  expect(dataFolder({ platform: 'darwin', env: {}, home: '/h' })).toContain('Application Support');
  expect(dataFolder({ platform: 'win32', env: { LOCALAPPDATA: '/local' }, home: '/h' })).toContain('local');
});
