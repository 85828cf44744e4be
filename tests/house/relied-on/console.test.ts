// Holds what others rely on in the console: runs it without a desktop, and asks the parts that the desktop would.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../../build/bundle.mjs';
import { projectRoot } from '../../../build/paths.mjs';
import { targetsNamed } from '../../../build/program.mjs';
import { policyIn } from '../../../contract/policy.ts';
import { policyOfThisMachine } from '../../../electron/adapters/policy-file.ts';
import { fileOf, windowAddress, windowFolders } from '../../../electron/app-scheme.ts';
import { readLaunch } from '../../../electron/launch.ts';
import { startBackend, type RunningBackend } from '../../support/backend.ts';
import type { Line, Words } from '../../support/headless/lines.ts';
import { startHeadless, type Headless } from '../../support/headless/start.ts';
import { logLines } from '../../support/log-lines.ts';
import { bridge, consoleWords, headlessLines, wholePolicy } from './console-list.ts';
import { reliedOn } from './relied-on.ts';

reliedOn('words of its own program', {
  list: consoleWords,
  isThere: (words) =>
    JSON.stringify(readLaunch(words.split(' '))) !==
    JSON.stringify(readLaunch(words.split(' ').slice(0, -1))),
  madeUp: ['--hide', '--capture=picture.png --capture-later=3', '--data-dir=/some/folder'],
});

describe('COUNTERBELL_POLICY', () => {
  const none = async (env: Record<string, string>) => (await policyOfThisMachine('linux', env)).kind;
  test('names a policy file', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-policy-'));
    const file = path.join(folder, 'policy.json');
    writeFileSync(file, '{"schema":1}');
    expect(await policyOfThisMachine('linux', { COUNTERBELL_POLICY: file })).toMatchObject({
      kind: 'valid',
      source: file,
    });
    expect(await none({ COUNTERBELL_POLICIES: file })).toBe('none');
    rmSync(folder, { recursive: true });
  });
});

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const leaves = (tree: Tree, above: readonly string[] = []): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? leaves(value, [...above, key]) : [[...above, key].join('.')],
  );
const at = (tree: unknown, key: string): unknown =>
  key.split('.').reduce<unknown>((inner, name) => (isTree(inner) ? inner[name] : undefined), tree);
function withKey(tree: Tree, [first = '', ...rest]: readonly string[], value: unknown): Tree {
  const inner = tree[first];
  return { ...tree, [first]: rest.length === 0 ? value : withKey(isTree(inner) ? inner : {}, rest, value) };
}

reliedOn('keys of a policy', {
  list: leaves(wholePolicy),
  isThere(key) {
    const value = at(wholePolicy, key) ?? 'anything';
    const read = policyIn(withKey(wholePolicy, key.split('.'), value));
    return read.ok && JSON.stringify(at(read.policy, key)) === JSON.stringify(value);
  },
  madeUp: ['settings.bell.tune', 'backend.existing.fields.guest', 'mirror', 'enrolment.name'],
});

describe('the bridge', () => {
  const verbs: Record<string, unknown> = {};
  const asked: string[] = [];
  beforeAll(async () => {
    await bundle(targetsNamed(['preload']), { say: () => undefined });
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: object) => {
          if (name === 'counterbell') Object.assign(verbs, api);
        },
      },
      ipcRenderer: { invoke: async (channel: string) => void asked.push(channel), on: () => undefined },
    };
    const file = path.join(projectRoot, 'dist/electron/preload.cjs');
    const real = createRequire(file);
    const run = runInThisContext(
      `(function (require, module, exports, addEventListener) {${readFileSync(file, 'utf8')}\n})`,
      { filename: file },
    ) as (...words: unknown[]) => void;
    run(
      (name: string) => (name === 'electron' ? electron : (real(name) as unknown)),
      { exports: {} },
      {},
      () => undefined,
    );
  });

  reliedOn('what the built preload puts on window.counterbell', {
    list: bridge,
    isThere: (verb) => typeof verbs[verb] === 'function',
    madeUp: ['commands', 'getView'],
  });

  test('view() and command() ask the console', async () => {
    const { view, command } = verbs as Record<string, (request?: unknown) => Promise<unknown>>;
    await view?.();
    await command?.({ order: 'o', verb: 'accept' });
    expect(asked).toEqual(['view.get', 'order.command']);
  });
});

describe('the address of the window', () => {
  reliedOn('files', {
    list: ['app://counterbell/index.html', 'app://counterbell/assets/index.js'],
    isThere: (address) =>
      fileOf(address, windowFolders('dist')) ===
      path.join('dist/renderer', address.replace('app://counterbell/', '')),
    madeUp: ['app://console/index.html', 'file://counterbell/index.html/..'],
  });
  test('is app://counterbell/', () => expect(windowAddress).toMatch(/^app:\/\/counterbell\//));
});

describe('the console without a desktop', () => {
  let backend: RunningBackend;
  let counter: Headless;
  beforeAll(async () => {
    await bundle(targetsNamed(['backend', 'customer-page', 'phone-page', 'push-worker']), {
      say: () => undefined,
    });
    backend = await startBackend();
    counter = await startHeadless({ url: backend.url });
    await counter.is('live');
  }, 120_000);
  afterAll(async () => {
    await counter?.stop();
    await backend?.stop();
  });

  test('is built as dist/tools/headless-console.js', () => {
    expect(existsSync(path.join(projectRoot, 'dist/tools/headless-console.js'))).toBe(true);
  });

  test('keeps logs/counterbell.log below its folder, with "status.changed" and its status', async () => {
    const log = logLines(path.join(counter.folder, 'logs/counterbell.log'));
    expect((await log.wait('status.changed', { status: 'live' })).level).toBe('info');
  });

  test('tells of an order as "New order N", of a crowd with their numbers, and of what happens to them', async () => {
    const { order } = await backend.place();
    const { id } = await counter.wait('toast', ({ title }) => title === `New order ${order.number}`);
    await counter.wait('ring');
    expect(await counter.intend({ kind: 'stop-bell' })).toMatchObject({ ok: true });
    await counter.wait('silence');
    expect(await counter.intend({ kind: 'command', order: order.id, verb: 'accept' })).toMatchObject({
      ok: true,
      value: { command: expect.any(String) },
    });
    await counter.wait('order', ({ id: changed, status }) => changed === order.id && status === 'accepted');
    await counter.wait('withdraw', (line) => line.id === id);

    const crowd = await Promise.all(Array.from({ length: 9 }, () => backend.place()));
    const grouped = await counter.wait('toast', ({ title }) => /^\d orders came in/.test(title));
    const numbers = new Set(crowd.map((placed) => placed.order.number));
    const named = grouped.body.split(', ');
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((number) => !numbers.has(number))).toEqual([]);
  });

  test('answers what it is asked: its view, its instances of Pusher, signals of the power', async () => {
    expect(await counter.view()).toMatchObject({
      status: { word: expect.any(String) },
      orders: expect.any(Array),
    });
    expect(await counter.instances()).toBeGreaterThan(0);
    expect(await counter.power('unlock')).toBeNull();
  });

  /** Not printed on an ordinary day; that they are spelt so is checked when the types are. */
  const rare: Words[] = [
    { what: 'crash', message: '' },
    { what: 'show', how: '' },
    { what: 'order-gone', id: '' },
    { what: 'notices', codes: [] },
  ];

  reliedOn('lines that it prints', {
    list: Object.entries(headlessLines).map(([what, fields]) => [what, ...fields].join(' ')),
    isThere(line) {
      const [what, ...fields] = line.split(' ');
      const printed: readonly (Line | Words)[] = [...counter.lines, ...rare];
      return printed.some((one) => one.what === what && fields.every((field) => field in one));
    },
    madeUp: ['toast id text', 'bell', 'status status'],
  });

  test('every line has its moment', () => {
    expect(counter.lines.filter(({ at: moment }) => typeof moment !== 'number')).toEqual([]);
  });
});
