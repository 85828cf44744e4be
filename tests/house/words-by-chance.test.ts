// A word that a test forbids in something serialized is longer than what random ids, tokens and times hold by chance:
// "555" is in every eighth UUID or so, and the test that forbids it fails on some days.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';

const forbidding = /\.not\.(?:toContain\('([^'\n]+)'\)|toMatch\(\/((?:[^/\\\n]|\\.)+)\/[a-z]*\))/g;

/** Digits of times, hex digits of ids, letters of tokens. A name between \b and \b is long enough. */
const isShort = (word: string) => /^(?:[0-9a-f]{1,6}|[\w-]{1,3})$/i.test(word);

const byChance = (text: string): string[] =>
  [...text.matchAll(forbidding)]
    .flatMap(([, word, pattern = '']) => (word === undefined ? pattern.split('|') : [word]))
    .filter(isShort);

test('no test forbids what may be there by chance', () => {
  const tests = execFileSync('git', ['ls-files', '-z', '*.test.ts', '*.test.tsx', 'tests/*.ts'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  const files = [...new Set(tests.split('\0'))].filter((file) => file !== '');
  expect(files.length).toBeGreaterThan(100);
  const found = files
    .map((file) => ({ file, words: byChance(readFileSync(path.join(projectRoot, file), 'utf8')) }))
    .filter(({ words }) => words.length > 0);
  expect(found).toEqual([]);
});

test('what may be there by chance is found', () => {
  const forbid = (what: string) => byChance(`expect(all).not.${what};`);
  expect(forbid(`toMatch(/Ana|555|Till/)`)).toEqual(['Ana', '555']);
  expect(forbid(`toContain('Ada')`)).toEqual(['Ada']);
  expect(forbid(`toContain('10115')`)).toEqual(['10115']);
  expect(forbid(`toMatch(/\\bAna\\b|555 0100|Anastasia/i)`)).toEqual([]);
  expect(forbid(`toContain('*')`)).toEqual([]);
});
