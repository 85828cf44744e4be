// The runtime that the resolver finds on this machine really starts, and runs the folder it is given.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxWords, useDesktop } from '../../build/desktop.mjs';
import { resolveRuntime } from '../../build/runtime/resolve.mjs';

const program = `
  import { app } from 'electron';
  const early = app.isReady();
  app.whenReady().then(() => {
    console.log(JSON.stringify({
      early,
      electron: process.versions.electron,
      name: app.name,
      version: app.getVersion(),
      path: app.getAppPath(),
      words: process.argv.slice(-2),
    }));
    app.quit();
  });
`;

let folder = '';
let desktop: Awaited<ReturnType<typeof useDesktop>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-runtime-'));
  desktop = await useDesktop({ say: () => undefined });
});
afterAll(async () => {
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an app in a folder starts before the runtime is ready, under its own name and version, with its words', async () => {
  const app = { name: 'sample', productName: 'Sample', version: '4.5.6', type: 'module', main: 'start.mjs' };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(app));
  writeFileSync(path.join(folder, 'start.mjs'), program);
  const runtime = await resolveRuntime({ say: () => undefined });
  const user = `--user-data-dir=${path.join(folder, 'user')}`;
  const { stdout } = await promisify(execFile)(runtime.path, [...sandboxWords(), folder, user, 'last'], {
    env: { ...process.env, ...desktop.env },
  });
  const line = stdout.split('\n').find((one) => one.startsWith('{')) ?? '{}';
  expect(JSON.parse(line)).toEqual({
    early: false,
    electron: runtime.version,
    name: 'Sample',
    version: '4.5.6',
    path: folder,
    words: [user, 'last'],
  });
});
