import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkNode, ensureDependencies, judgeNode, missingPackages } from './dependencies.mjs';

let root = '';
const said: string[] = [];
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-dependencies-'));
  said.length = 0;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const lock = (version: string) => JSON.stringify({ packages: { '': {}, 'node_modules/bell': { version } } });
const ensure = (code = 0) => {
  let runs = 0;
  const install = () => Promise.resolve((runs++, code));
  return ensureDependencies({ root, say: (line) => said.push(line), install }).then(() => runs);
};

test.each([
  ['18.20.0', false, false],
  ['20.18.3', false, false],
  ['20.19.0', true, false],
  ['21.7.0', false, false],
  ['22.11.0', false, false],
  ['22.12.0', true, false],
  ['24.0.0', true, true],
])('Node %s: works %s, recommended %s', (version, works, recommended) => {
  expect(judgeNode(version)).toEqual({ works, recommended });
});

test('a Node that is too old is named together with what to install', () => {
  expect(() => checkNode({ version: '18.20.0' })).toThrow(/Node 18\.20\.0 is too old.*Node 24/);
  checkNode({ version: '20.19.0', say: (line) => said.push(line) });
  expect(said).toEqual(['Node 20.19.0 works; Node 24 is recommended.']);
});

test('an empty checkout is installed', async () => {
  writeFileSync(path.join(root, 'package-lock.json'), lock('1.0.0'));
  expect(await ensure()).toBe(1);
  expect(said[0]).toBe('installing packages with npm ci (nothing is installed yet)');
});

test('what matches the lockfile is left alone, another version is not', async () => {
  mkdirSync(path.join(root, 'node_modules'));
  writeFileSync(path.join(root, 'package-lock.json'), lock('1.0.0'));
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), lock('1.0.0'));
  expect(await ensure()).toBe(0);
  writeFileSync(path.join(root, 'package-lock.json'), lock('1.0.1'));
  expect(await ensure()).toBe(1);
  expect(said[0]).toContain('package-lock.json changed: bell');
});

test('an installation that broke off in the middle is done again', async () => {
  mkdirSync(path.join(root, 'node_modules'));
  writeFileSync(path.join(root, 'package-lock.json'), lock('1.0.0'));
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), '{ "packa');
  expect(await ensure()).toBe(1);
});

test('a failed installation stops the command and says what to look at', async () => {
  writeFileSync(path.join(root, 'package-lock.json'), lock('1.0.0'));
  await expect(ensure(1)).rejects.toThrow(/npm ci ended with code 1.*network/);
});

test('packages for other systems are not missed', () => {
  const wanted = { packages: { 'node_modules/win': { version: '1.0.0', optional: true } } };
  expect(missingPackages(wanted, {})).toEqual([]);
});
