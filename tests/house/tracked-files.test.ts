// What may not be in any file of the project: registry addresses, this machine's paths, other line ends.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' })
  .split('\0')
  .filter(
    (file) => file !== '' && statSync(path.join(projectRoot, file), { throwIfNoEntry: false })?.isFile(),
  );
const read = (file: string) => readFileSync(path.join(projectRoot, file));
const texts = tracked
  .map((file) => ({ file, bytes: read(file) }))
  .filter(({ bytes }) => !bytes.includes(0))
  .map(({ file, bytes }) => ({ file, text: bytes.toString('utf8') }));

const holding = (what: RegExp | string) =>
  texts
    .filter(({ text }) => (typeof what === 'string' ? text.includes(what) : what.test(text)))
    .map(({ file }) => file);

test('there is something to look at', () => {
  expect(tracked).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'electron/main.ts']));
});

test('the lockfile works with any registry: it names none', () => {
  const lock = JSON.parse(read('package-lock.json').toString()) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };
  const packages = Object.entries(lock.packages).filter(([place]) => place !== '');
  expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  // What says that it is the right package is its checksum.
  expect(packages.filter(([, { integrity }]) => integrity === undefined).map(([place]) => place)).toEqual([]);
});

test('the lockfile is whole for every system: npm ci refuses one in which optional packages are missing', () => {
  const lock = JSON.parse(read('package-lock.json').toString()) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const places = Object.keys(lock.packages);
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !places.some((one) => one.endsWith(`node_modules/${name}`)))
      .map((name) => `${name} (of ${place})`),
  );
  expect(missing).toEqual([]);
});

test('no file names a registry', () => {
  const known = ['npmjs', 'yarnpkg', 'npmmirror'].map((name) => `registry.${name}`);
  for (const host of known) expect(holding(host)).toEqual([]);
  expect(holding(/^registry\s*=/m)).toEqual([]);
});

test('no file holds a path of the machine it was written on', () => {
  const own = [projectRoot, os.homedir()]
    .filter((folder) => folder.length > 1)
    .map((folder) => `${folder}${path.sep}`);
  for (const folder of own) expect(holding(folder)).toEqual([]);
});

test('every line ends with a line feed alone', () => {
  expect(holding('\r\n')).toEqual([]);
});

test('the test runtime is no dependency: neither package.json nor the lockfile knows it', async () => {
  const { candidates } = await import('../../build/runtime/candidates.mjs');
  for (const { packageName } of candidates)
    for (const file of ['package.json', 'package-lock.json'])
      expect(read(file).toString()).not.toContain(packageName);
});

test('every script of package.json that names a file names one that is there', () => {
  const { scripts } = JSON.parse(read('package.json').toString()) as { scripts: Record<string, string> };
  const missing = Object.values(scripts)
    .map((script) => /node (\S+)/.exec(script)?.[1] ?? '')
    .filter((file) => !tracked.includes(file));
  expect(missing).toEqual([]);
});
