// Holds what others rely on in the commands of this repository: their words, what they build and what they measure.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../../build/bundle.mjs';
import { projectRoot } from '../../../build/paths.mjs';
import { startProcess } from '../../../build/processes.mjs';
import { targetsNamed } from '../../../build/program.mjs';
import { cacheFolder } from '../../../build/runtime/cache.mjs';
import { resolveRuntime } from '../../../build/runtime/resolve.mjs';
import { readOptions } from '../../../build/start/options.mjs';
import { targets } from '../../../build/targets.mjs';
import packageJson from '../../../package.json' with { type: 'json' };
import { readTask } from '../../simulation/options.ts';
import { demo, startBackend, type RunningBackend } from '../../support/backend.ts';
import { reliedOn } from './relied-on.ts';
import {
  benchFigures,
  builtFiles,
  demoOrderWords,
  icons,
  npmScripts,
  runWords,
  simulationWords,
  startWords,
} from './tools-list.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-relied-on-'));
  const made = targetsNamed([
    'assets',
    'backend',
    'customer-page',
    'phone-page',
    'push-worker',
    'demo-orders',
  ]);
  await bundle(made, { say: () => undefined });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(words: readonly string[], env: Record<string, string> = {}) {
  const one = startProcess(process.execPath, words, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let text = '';
  for (const stream of [one.child.stdout, one.child.stderr])
    stream?.on('data', (chunk) => void (text += String(chunk)));
  return { ...(await one.ended), text };
}

reliedOn('npm scripts', {
  list: npmScripts,
  isThere: (name) => Object.hasOwn(packageJson.scripts, name),
  madeUp: ['tests', 'bench'],
});

describe('node build/run.mjs', () => {
  let known = '';
  beforeAll(async () => {
    known = (await run(['build/run.mjs', 'no-such-thing'])).text;
  });
  reliedOn('words', {
    list: runWords,
    isThere: (word) => known.split(/[\s,.]+/).includes(word),
    madeUp: ['no-such-word', 'demo'],
  });
});

reliedOn('words of npm start', {
  list: startWords,
  isThere(words) {
    const read = (given: string[]) => JSON.stringify(readOptions(given, { folder: '/', env: {} }));
    try {
      return read(words.split(' ')) !== read([]);
    } catch {
      return false;
    }
  },
  madeUp: ['--pace 30/min', '--hide'],
});

test('npm start reads COUNTERBELL_BACKEND_URL', () => {
  const backend = 'https://orders.example';
  expect(readOptions([], { folder: '/', env: { COUNTERBELL_BACKEND_URL: backend } })).toMatchObject({
    backend,
  });
  expect(readOptions([], { folder: '/', env: { COUNTERBELL_URL: backend } })).not.toMatchObject({ backend });
});

describe('npm run demo:orders', () => {
  let backend: RunningBackend;
  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend?.stop());
  const program = 'dist/backend/demo-orders.js';

  const isPlaced = async (words: readonly string[], env: Record<string, string> = {}) => {
    const { code, text } = await run([program, ...words], env);
    return code === 0 && text.includes('"event":"order.placed"');
  };

  reliedOn('words', {
    list: demoOrderWords,
    isThere: (words) => isPlaced(words.replace('URL', backend.url).replace('KEY', demo.apiKey).split(' ')),
    madeUp: ['--speed 60/s --count 1 --url URL --key KEY'],
  });

  reliedOn('names in the environment', {
    list: ['COUNTERBELL_BACKEND_URL COUNTERBELL_DEMO_API_KEY'],
    isThere(names) {
      const [address = '', key = ''] = names.split(' ');
      return isPlaced(['--count', '1'], { [address]: backend.url, [key]: demo.apiKey });
    },
    madeUp: ['COUNTERBELL_BACKEND_URL COUNTERBELL_API_KEY'],
  });
});

reliedOn('words of npm run sim', {
  list: simulationWords,
  isThere: (words) => readTask(words.split(' ')).kind !== 'wrong',
  madeUp: ['--lives 10', '--seeds 10 --share 2/4', '--seed 5 --trouble sunshine'],
});

reliedOn('what is built', {
  list: builtFiles,
  isThere: (file) => targets.some(({ outputs }) => outputs.includes(file)),
  madeUp: ['backend/index.js', 'electron/icon'],
});

reliedOn('dist/electron/icons', {
  list: icons,
  isThere: (icon) => existsSync(path.join(projectRoot, 'dist/electron/icons', icon)),
  madeUp: ['icon.png', 'tray-away.ico'],
});

test('dist/backend/main.js and dist/backend/demo-orders.js are programs', () => {
  for (const program of ['main.js', 'demo-orders.js'])
    expect(readFileSync(path.join(projectRoot, 'dist/backend', program), 'utf8').length).toBeGreaterThan(
      1_000,
    );
});

describe('benches', () => {
  /** Every text in the sources that could be an id, as a pattern: what is filled in may be anything. */
  const texts = (): RegExp[] =>
    readdirSync(path.join(projectRoot, 'tests/bench'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => readFileSync(path.join(projectRoot, 'tests/bench', file), 'utf8'))
      .flatMap((source) => [...source.matchAll(/(['`])([a-z][\w]*(?:\$\{\w+\}\w*)*)\1/g)])
      .map(([, , text = '']) => text)
      .filter((text) => text.replaceAll(/\$\{\w+\}/g, '').length >= 8)
      .map((text) => new RegExp(`^${text.replaceAll(/\$\{\w+\}/g, '\\w*')}$`));
  const known = texts();

  reliedOn('figures', {
    list: Object.values(benchFigures).flat(),
    isThere: (id) => known.some((pattern) => pattern.test(id)),
    madeUp: ['order_p98_ms', 'alert_p50_ms_pg', 'commit_2000_p50', 'fleet_beat_ms'],
  });

  reliedOn('programs', {
    list: Object.keys(benchFigures),
    isThere: (name) => existsSync(path.join(projectRoot, `tests/bench/${name}.ts`)),
    madeUp: ['kitchen'],
  });
});

describe('the runtime', () => {
  test('its cache lies where it lay', () => {
    const home = '/home/ada';
    expect(cacheFolder({ platform: 'linux', env: {}, home })).toBe('/home/ada/.cache/counterbell');
    expect(cacheFolder({ platform: 'linux', env: { XDG_CACHE_HOME: '/fast' }, home })).toBe(
      '/fast/counterbell',
    );
    expect(cacheFolder({ platform: 'darwin', env: {}, home })).toBe('/home/ada/Library/Caches/counterbell');
    expect(cacheFolder({ platform: 'win32', env: { LOCALAPPDATA: 'local' }, home })).toBe(
      path.join('local', 'counterbell', 'Cache'),
    );
  });

  const version = '45.3.4';
  const packageIn = (root: string) => {
    mkdirSync(path.join(root, 'node_modules/electron'), { recursive: true });
    writeFileSync(path.join(root, 'node_modules/electron/package.json'), JSON.stringify({ version }));
  };
  const surroundings = (root: string) => ({
    root,
    platform: 'linux',
    arch: 'x64',
    cache: path.join(root, 'cache'),
    known: [],
    say: () => undefined,
  });

  test('resolveRuntime() answers a named folder, and keeps a download in the cache', async () => {
    const root = path.join(folder, 'resolve');
    packageIn(root);
    writeFileSync(path.join(root, 'electron'), '');
    writeFileSync(path.join(root, 'version'), version);
    expect(
      await resolveRuntime({ ...surroundings(root), env: { ELECTRON_OVERRIDE_DIST_PATH: root } }),
    ).toEqual({
      path: path.join(root, 'electron'),
      dist: root,
      version,
      source: 'override',
      releasable: true,
    });

    const dist = path.join(root, 'cache/runtimes', `electron-${version}-linux-x64`);
    const downloaded = await resolveRuntime({
      ...surroundings(root),
      env: {},
      download: async () => ({ ok: true, file: 'archive' }),
      unpack: async (_file, into) => writeFileSync(path.join(into, 'electron'), 'program'),
    });
    expect(downloaded).toEqual({
      path: path.join(dist, 'electron'),
      dist,
      version,
      source: 'download',
      releasable: true,
    });
  });

  test('COUNTERBELL_RETRY_DOWNLOAD asks a host again, COUNTERBELL_NO_TEST_RUNTIME leaves npm alone', async () => {
    const root = path.join(folder, 'retry');
    packageIn(root);
    const avoided: (readonly string[])[] = [];
    const resolve = (env: Record<string, string>) =>
      resolveRuntime({
        ...surroundings(root),
        env,
        download: async ({ avoid = [] }) => {
          avoided.push(avoid);
          return { ok: false, host: 'releases.example', why: 'answered 503', avoided: false };
        },
      }).catch((error: Error) => error.message);
    await resolve({});
    await resolve({});
    await resolve({ COUNTERBELL_RETRY_DOWNLOAD: '1' });
    expect(avoided).toEqual([[], ['releases.example'], []]);
    expect(await resolve({ COUNTERBELL_NO_TEST_RUNTIME: '1' })).toContain('COUNTERBELL_NO_TEST_RUNTIME');
    expect(await resolve({ COUNTERBELL_NO_RUNTIME: '1' })).not.toContain('switched off');
  });
});
