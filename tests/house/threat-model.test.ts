// The threat model names a test in every line: each of them has to exist under that name.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';

const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const rows = read('docs/SECURITY.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what'));
const named = rows.map((row) => ({
  row,
  tests: [...row.matchAll(/`([\w./-]+\.test\.ts)` › "([^"]+)"/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  })),
}));

test('every line of the threat model names a test', () => {
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter(({ tests }) => tests.length === 0).map(({ row }) => row)).toEqual([]);
});

test('every test that it names exists', () => {
  const missing = named
    .flatMap(({ tests }) => tests)
    .filter(({ file, name }) => !existsSync(path.join(projectRoot, file)) || !read(file).includes(name));
  expect(missing).toEqual([]);
});
