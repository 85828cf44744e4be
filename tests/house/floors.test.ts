// Every rule of the floors is broken on purpose, and the reading of imports has to say which import and what to do.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { houses } from '../../build/floors.mjs';
import { brokenImports } from '../../build/layers.mjs';
import { projectRoot } from '../../build/paths.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-floors-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
}

/** A house of three floors; that of the slices is as its files say. */
const house = [
  { folder: 'core', floors: [['ground', 'rooms/cellar'], ['rooms', 'hall'], ['top.ts']] },
] as const;

const told = async (files: Readonly<Record<string, string>>) => {
  write(files);
  return (await brokenImports(root, house)).map(({ file, specifier, why }) => [file, specifier, why]);
};

describe('an import that goes up', () => {
  test.each([
    ['core/ground/a.ts', `import { x } from '../rooms/x.ts';`, '../rooms/x.ts', 'core/rooms', 'core/ground'],
    [
      'core/ground/a.ts',
      `import type { X } from '../hall/x.ts';`,
      '../hall/x.ts',
      'core/hall',
      'core/ground',
    ],
    ['core/ground/a.ts', `let x: import('../hall/x.ts').X;`, '../hall/x.ts', 'core/hall', 'core/ground'],
    ['core/ground/a.ts', `export * from '../hall/x.ts';`, '../hall/x.ts', 'core/hall', 'core/ground'],
    [
      'core/ground/deep/a.ts',
      `await import('../../hall/x.ts');`,
      '../../hall/x.ts',
      'core/hall',
      'core/ground',
    ],
    ['core/rooms/a.ts', `import { x } from '../top.ts';`, '../top.ts', 'core/top.ts', 'core/rooms'],
    ['core/rooms/cellar/a.ts', `import { x } from '../x.ts';`, '../x.ts', 'core/rooms', 'core/rooms/cellar'],
  ])('%s: %s', async (file, text, specifier, there, here) => {
    expect(await told({ [file]: text })).toEqual([
      [
        file,
        specifier,
        `goes up, ${there} stands above ${here}: move what both need into ${here} or below, or take it as an argument`,
      ],
    ]);
  });

  test('down, and along a floor, is the way', async () => {
    expect(
      await told({
        'core/top.ts': `import './rooms/a.ts'; import './ground/a.ts';`,
        'core/rooms/a.ts': `import '../hall/a.ts'; import './cellar/a.ts'; import './b.ts';`,
        'core/rooms/b.ts': `import '../ground/a.ts';`,
        'core/hall/a.ts': '',
        'core/ground/a.ts': '',
        'core/rooms/cellar/a.ts': `import '../../ground/a.ts';`,
        'core/rooms/a.test.ts': `import '../top.ts';`,
      }),
    ).toEqual([]);
  });

  test('whoever stands on no floor is told to', async () => {
    expect(await told({ 'core/attic/a.ts': '' })).toEqual([
      [
        'core/attic/a.ts',
        undefined,
        'stands on no floor of core: write its folder into the table in build/floors.mjs',
      ],
    ]);
  });
});

describe('a circle', () => {
  test('of files', async () => {
    expect(
      await told({
        'core/hall/a.ts': `import './b.ts';`,
        'core/hall/b.ts': `import './c.ts';`,
        'core/hall/c.ts': `import { a } from './a.ts'; import './d.ts';`,
        'core/hall/d.ts': '',
      }),
    ).toEqual([
      [
        'core/hall/a.ts',
        './b.ts',
        'closes a circle of files, for core/hall/b.ts imports core/hall/c.ts, core/hall/c.ts imports core/hall/a.ts: ' +
          'move what they share into a file of its own, or take it as an argument',
      ],
    ]);
  });

  test('of files of which one takes only a type', async () => {
    const [first] = await told({
      'core/hall/a.ts': `import { b } from './b.ts';`,
      'core/hall/b.ts': `import type { A } from './a.ts';`,
    });
    expect(first?.[2]).toContain('closes a circle of files, for core/hall/b.ts imports core/hall/a.ts');
  });

  test('of a file with itself', async () => {
    const [first] = await told({ 'core/hall/a.ts': `import type { A } from './a.ts';` });
    expect(first).toEqual(['core/hall/a.ts', './a.ts', expect.stringContaining('closes a circle of files')]);
  });

  test('of folders, whose files know nothing of it', async () => {
    expect(
      await told({
        'core/hall/a.ts': `import '../rooms/a.ts';`,
        'core/hall/b.ts': '',
        'core/rooms/a.ts': '',
        'core/rooms/b.ts': `import type { B } from '../hall/b.ts';`,
      }),
    ).toEqual([
      [
        'core/hall/a.ts',
        '../rooms/a.ts',
        'closes a circle of folders, for core/rooms/b.ts imports core/hall/b.ts: ' +
          'move what they share into a folder below, or take it as an argument',
      ],
    ]);
  });

  test('of a folder with one within it', async () => {
    const [first] = await told({
      'core/hall/a.ts': `import './alcove/a.ts';`,
      'core/hall/b.ts': '',
      'core/hall/alcove/a.ts': `import '../b.ts';`,
    });
    expect(first).toEqual([
      'core/hall/a.ts',
      './alcove/a.ts',
      expect.stringContaining('circle of folders, for core/hall/alcove/a.ts imports core/hall/b.ts'),
    ]);
  });

  test('each is told of once, the shortest way round', async () => {
    const circles = await told({
      'core/hall/a.ts': `import './b.ts'; import './c.ts';`,
      'core/hall/b.ts': `import './c.ts';`,
      'core/hall/c.ts': `import './a.ts';`,
      'core/hall/x.ts': `import './y.ts'; import './a.ts';`,
      'core/hall/y.ts': `import './x.ts';`,
    });
    expect(circles.map(([file, specifier]) => [file, specifier])).toEqual([
      ['core/hall/a.ts', './c.ts'],
      ['core/hall/x.ts', './y.ts'],
    ]);
  });
});

describe('a write into another slice', () => {
  const foreign = (file: string, specifier: string) => [
    file,
    specifier,
    'writes into another slice, only files of core/hall/ may import its slice.ts: ' +
      'import what core/hall/index.ts or another of its files offers, and let core/hall/ make the change',
  ];

  test.each([
    ['core/rooms/a.ts', `import { set } from '../hall/slice.ts';`, '../hall/slice.ts'],
    ['core/rooms/a.ts', `import { set as write } from '../hall/slice.ts';`, '../hall/slice.ts'],
    ['core/rooms/a.ts', `import * as hall from '../hall/slice.ts';`, '../hall/slice.ts'],
    ['core/rooms/a.ts', `const { set } = await import('../hall/slice.ts');`, '../hall/slice.ts'],
    ['core/rooms/a.ts', `export { set } from '../hall/slice.ts';`, '../hall/slice.ts'],
    ['core/hall/alcove/a.ts', `import { set } from '../slice.ts';`, '../slice.ts'],
    ['core/top.ts', `import { own } from './hall/slice.ts';`, './hall/slice.ts'],
    ['electron/a.ts', `import { set } from '../core/hall/slice.ts';`, '../core/hall/slice.ts'],
  ])('%s: %s', async (file, text, specifier) => {
    expect(await told({ [file]: text })).toEqual([foreign(file, specifier)]);
  });

  test.each([
    `export { set } from './slice.ts';`,
    `export { setFlow } from './slice.ts';`,
    `export { keep } from './slice.ts';`,
    `export { set as write } from './slice.ts';`,
    `export * from './slice.ts';`,
    `export * as all from './slice.ts';`,
    `import { set } from './slice.ts'; export { set };`,
    `import { set as write } from './slice.ts'; export { write };`,
    `import { set } from './slice.ts'; export const write = set;`,
    `import { set } from './slice.ts'; export default set;`,
    `import * as all from './slice.ts'; export { all };`,
  ])('by way of a neighbour: %s', async (text) => {
    expect(await told({ 'core/hall/index.ts': text })).toEqual([
      [
        'core/hall/index.ts',
        './slice.ts',
        'passes a setter of its slice on, so that others could write it: ' +
          'export by name what others may have, and a function for each change',
      ],
    ]);
  });

  test('its own folder writes it, and others read what that folder offers', async () => {
    expect(
      await told({
        'core/hall/slice.ts': `export const { own, set } = slice('hall');`,
        'core/hall/raise.ts': `import { set } from './slice.ts'; export const raise = () => set();`,
        'core/hall/index.ts': `export { own } from './slice.ts'; export { raise } from './raise.ts';`,
        'core/rooms/a.ts': `import { own, raise } from '../hall/index.ts';`,
      }),
    ).toEqual([]);
  });
});

describe('the core', () => {
  test.each([
    ['core/kernel/a.ts', `import type { X } from '../orders/x.ts';`, 'core/orders stands above core/kernel'],
    ['core/streams/a.ts', `import '../link/x.ts';`, 'core/link stands above core/streams'],
    ['core/orders/a.ts', `import '../outbox/x.ts';`, 'core/outbox stands above core/orders'],
    [
      'core/alerts/a.ts',
      `import '../followers/listed/x.ts';`,
      'core/followers/listed stands above core/alerts',
    ],
    ['core/rules/a.ts', `import '../assembly.ts';`, 'core/assembly.ts stands above core/rules'],
  ])('hold: %s: %s', async (file, text, why) => {
    write({ [file]: text });
    const broken = await brokenImports(root);
    expect(broken.map((one) => one.why)).toEqual([expect.stringContaining(why)]);
  });
});

describe('a write past the slices', () => {
  test.each([
    `Object.assign(turn.state, { guests });`,
    `Object.assign(turn.state.hall, { guests });`,
    `Object.assign(turn.state as object, { guests });`,
    `turn.state = { ...turn.state, guests };`,
    `(turn.state as { guests: number }).guests = 1;`,
    `turn.state.hall.guests += 1;`,
    `turn.state!.guests++;`,
    `turn['state'].guests = 1;`,
    `delete turn.state.guests;`,
  ])('%s', async (text) => {
    expect(await told({ 'core/hall/a.ts': text })).toEqual([
      [
        'core/hall/a.ts',
        undefined,
        'writes into the state past its slices: call what the slice offers whose part it is, or have that slice offer it',
      ],
    ]);
  });

  test('the kernel, which makes the setters, writes; everybody reads', async () => {
    write({
      'core/kernel/turn.ts': `Object.assign(turn.state, { guests });`,
      'core/hall/a.ts': `const next = Object.assign({}, turn.state); let { at } = turn.state; at = turn.state.at;`,
      'electron/a.ts': `window.state = 1;`,
    });
    expect(await brokenImports(root, [])).toEqual([]);
  });
});

describe('the tables that stand', () => {
  test.each([
    ['core/kernel/a.ts', `import type { X } from '../orders/x.ts';`, 'core/orders stands above core/kernel'],
    ['core/orders/a.ts', `import '../assembly.ts';`, 'core/assembly.ts stands above core/orders'],
    ['backend/db/a.ts', `import type { X } from '../http/x.ts';`, 'backend/http stands above backend/db'],
    ['backend/http/a.ts', `import '../identity/x.ts';`, 'backend/identity stands above backend/http'],
    ['backend/streams/a.ts', `import '../orders/x.ts';`, 'backend/orders stands above backend/streams'],
    ['backend/orders/a.ts', `import '../backend.ts';`, 'backend/backend.ts stands above backend/orders'],
  ])('hold: %s: %s', async (file, text, why) => {
    write({ [file]: text });
    const broken = await brokenImports(root);
    expect(broken.map((one) => one.why)).toEqual([expect.stringContaining(`goes up, ${why}`)]);
  });
});

test('every name in the tables is there', () => {
  const names = houses.flatMap(({ folder, floors }) => floors.flat().map((name) => `${folder}/${name}`));
  expect(names.filter((name) => !existsSync(path.join(projectRoot, name)))).toEqual([]);
});
