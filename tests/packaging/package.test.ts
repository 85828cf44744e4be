// The package as it is given to people: made by `npm run pack`, looked into, started and ended.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxWords } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import { resolveRuntime } from '../../build/runtime/resolve.mjs';
import { startBareDesktop } from '../support/desktop.ts';
import { openAsar } from './asar.ts';

const run = promisify(execFile);
const notLinux = process.platform !== 'linux';

/** In the order in which Electron keeps them in its binary, with what each must be set to. */
const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

describe.skipIf(notLinux)('the Linux package [not for this system: it is made on Linux only]', () => {
  let folder = '';
  let version = '';
  let releasable = false;
  const inside = (...parts: string[]) => path.join(folder, ...parts);
  const archive = () => openAsar(inside('resources', 'app.asar'));

  beforeAll(async () => {
    await run(process.execPath, ['build/pack.mjs'], { cwd: projectRoot, maxBuffer: 10 ** 8 });
    ({ releasable } = await resolveRuntime({ say: () => undefined }));
    const own = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
      version: string;
    };
    version = releasable ? own.version : `${own.version}-not-for-release`;
    folder = path.join(projectRoot, 'out', version, 'linux-unpacked');
  }, 300_000);

  test('says in its version when it must not be given to anybody', () => {
    const packed = JSON.parse(archive().read('package.json')) as { version: string };
    expect(packed.version).toBe(version);
    expect(packed.version.endsWith('-not-for-release')).toBe(!releasable);
  });

  test('holds the bundled console and nothing of the sources, the packages, the tests', () => {
    const files = archive().files;
    for (const needed of ['dist/electron/main.js', 'dist/electron/preload.cjs', 'dist/renderer/index.html'])
      expect(files).toContain(needed);
    const strays = files.filter((file) => !/^(?:package\.json|dist\/(?:electron|renderer)\/.+)$/.test(file));
    expect(strays).toEqual([]);
    expect(files.filter((file) => /node_modules|\.tsx?$|\.map$|\.test\.|\.env/.test(file))).toEqual([]);
    expect(readdirSync(inside('resources'))).toEqual(['app.asar']);
  });

  test('holds the Node build of pusher-js: the browser one dies in the main process', () => {
    const main = archive().read('dist/electron/main.js');
    // Only the Node build carries a WebSocket driver of its own.
    expect(main).toContain('Sec-WebSocket-Accept');
    expect(main).not.toContain('window.Pusher');
  });

  test('gives the licences of what is bundled along', () => {
    const licence = (name: string) => readFileSync(inside('licenses', name), 'utf8');
    expect(licence('Counterbell.txt')).toContain('MIT');
    for (const name of ['pusher-js', 'zod']) expect(licence('console.md')).toContain(`## ${name} - `);
    for (const name of ['react', 'i18next']) expect(licence('window.md')).toContain(`## ${name} - `);
    expect(licence('Inter.txt')).toMatch(/Open Font License/i);
  });

  test('has every fuse set as it was decided', () => {
    const binary = readFileSync(inside('counterbell'));
    const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
    const wire = binary.indexOf(sentinel) + sentinel.length;
    expect(binary.indexOf(sentinel)).toBeGreaterThan(0);
    const count = binary.readUInt8(wire + 1);
    const states = binary.subarray(wire + 2, wire + 2 + count).toString('latin1');
    const names = Object.keys(fuses) as (keyof typeof fuses)[];
    // A fuse that a newer Electron adds makes the wire longer: then it has to be decided too.
    expect(count).toBe(names.length);
    expect(Object.fromEntries(names.map((name, index) => [name, states[index] === '1']))).toEqual(fuses);
  });

  describe('started', () => {
    let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
    let data = '';
    const start = (words: string[], env: Record<string, string> = {}) =>
      run(inside('counterbell'), [...sandboxWords(), `--user-data-dir=${data}`, ...words], {
        env: { ...process.env, ...desktop.env, ...env },
        timeout: 60_000,
      });

    beforeAll(async () => {
      desktop = await startBareDesktop();
      data = mkdtempSync(path.join(os.tmpdir(), 'counterbell-packed-'));
    });
    afterAll(async () => {
      await desktop.stop();
      rmSync(data, { recursive: true, force: true });
    });

    test('it comes up, shows its window, and ends by itself when told so', async () => {
      const { stdout } = await start(['--quit-after=1']);
      const entries = stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as { event: string; version?: string });
      expect(entries.find((entry) => entry.event === 'app.ready')).toMatchObject({ version });
      expect(entries.map((entry) => entry.event)).toEqual(
        expect.arrayContaining(['window.shown', 'app.quit']),
      );
      expect(entries.map((entry) => entry.event)).not.toContain('window.violation');
    });

    test('it refuses words that would open it to a debugger, with a sentence and not with 0', async () => {
      const refused = await start(['--remote-debugging-port=0']).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('--remote-debugging-port') });
    });

    test('it cannot be used as a Node by setting a variable', async () => {
      const { stdout } = await start(['--version'], { ELECTRON_RUN_AS_NODE: '1' });
      expect(stdout).toContain(version);
      expect(stdout).not.toMatch(/^v\d+\./);
    });
  });
});
