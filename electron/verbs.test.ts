import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { helpText, readLaunch } from './launch.ts';
import { runVerb } from './verbs.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-verbs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const read = readLaunch(words);
  if (!read.ok) throw new Error(read.message);
  const printed: string[] = [];
  const code = runVerb(read.launch, { version: '1.2.3', electron: '45.0.0' }, (text) => printed.push(text));
  return { code, printed };
}

test('the version and the help are printed', () => {
  expect(run('--version')).toEqual({ code: 0, printed: ['Counterbell 1.2.3 (Electron 45.0.0)'] });
  expect(run('--help')).toEqual({ code: 0, printed: [helpText] });
});

test('and written where there is no terminal; a failure is no success', () => {
  const file = path.join(folder, 'version.txt');
  expect(run('--version', `--out=${file}`).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('Counterbell 1.2.3 (Electron 45.0.0)\n');
  expect(run('--version', `--out=${folder}/none/below`).code).toBe(1);
});
