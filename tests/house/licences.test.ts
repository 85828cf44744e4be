// Every package that is shipped has a licence that may be, as CONTRIBUTING lists them; the lockfile says which.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';

type Locked = { license?: string; dev?: boolean };

const shippable = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'OFL-1.1',
  'Unlicense',
  '(MIT OR CC0-1.0)',
]);
/** The MPL asks for the source of what was changed: these are used as they came. */
const unmodified = new Set(['web-push']);

function refused(packages: Record<string, Locked>): string[] {
  return Object.entries(packages)
    .filter(([place, { dev }]) => place !== '' && dev !== true)
    .map(([place, { license }]) => ({ name: place.replace(/^.*node_modules\//, ''), license }))
    .filter(
      ({ name, license = 'none' }) =>
        !shippable.has(license) && !(license === 'MPL-2.0' && unmodified.has(name)),
    )
    .map(({ name, license }) => `${name}: ${license ?? 'none'}`);
}

test('what is shipped may be', () => {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  expect(refused(lock.packages)).toEqual([]);
});

/** Programs that lie in a package under a licence of their own: which of them go into the packages, and what it begins with. */
const vendor = 'node_modules/node-notifier/vendor';
const programs = [
  ['notifu', 'notifu/LICENSE', /Redistribution and use in source and binary forms, with or without/],
  ['mac.noindex', 'terminal-notifier-LICENSE', /^All the works are available under the MIT license/],
] as const;

test('of the programs in node-notifier only those are shipped that may be, with their licences', () => {
  const builder = readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8');
  const shipped = [...builder.matchAll(/from: node_modules\/node-notifier\/vendor\/(\S+)/g)].map(
    ([, what]) => what,
  );
  expect(shipped).toEqual(['notifu', 'mac.noindex', 'terminal-notifier-LICENSE']);
  expect(builder).toContain("'!**/Terminal.icns'");
  for (const [, licence, begins] of programs)
    expect(readFileSync(path.join(projectRoot, vendor, licence), 'utf8')).toMatch(begins);
});

test('a licence that may not be shipped is noticed', () => {
  expect(
    refused({
      '': {},
      'node_modules/a': { license: 'GPL-3.0' },
      'node_modules/b': { license: 'GPL-3.0', dev: true },
      'node_modules/c': {},
      'node_modules/d': { license: 'MPL-2.0' },
      'node_modules/x/node_modules/web-push': { license: 'MPL-2.0' },
    }),
  ).toEqual(['a: GPL-3.0', 'c: none', 'd: MPL-2.0']);
});
