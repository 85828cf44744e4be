import { existsSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rmSync } from 'node:fs';
import { memoryFolder } from './memory-folder.mjs';

function place(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a folder that everybody may use, without what a run that was killed has left', () => {
  const below = place();
  const [left, theirs] = [path.join(below, 'counterbell-tests-4194999'), path.join(below, 'something-else')];
  for (const folder of [left, theirs]) mkdirSync(folder);
  const folder = memoryFolder(below, { room: 0 });
  expect(folder).toBe(path.join(below, `counterbell-tests-${process.pid}`));
  if (process.platform !== 'win32') expect(statSync(folder ?? '').mode & 0o7777).toBe(0o1777);
  expect(existsSync(left)).toBe(false);
  expect(existsSync(theirs)).toBe(true);
});

test('none where there is no such place, or no room', () => {
  const below = place();
  expect(memoryFolder(path.join(below, 'nowhere'), { room: 0 })).toBeNull();
  expect(memoryFolder(below, { room: 2 ** 60 })).toBeNull();
  expect(existsSync(path.join(below, `counterbell-tests-${process.pid}`))).toBe(false);
});
