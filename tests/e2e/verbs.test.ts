// The program's verbs beside a running console: real processes, their words and their exit codes.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxWords } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import type { RunningBackend } from '../support/backend.ts';
import { runtimePath, type SpawnedConsole } from '../support/console.ts';
import type { Desktop } from '../support/desktop.ts';
import { startWaitingConsole } from '../support/waiting-console.ts';

const run = promisify(execFile);
let desktop: Desktop;
let backend: RunningBackend;
let counter: SpawnedConsole;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ desktop, backend, counter, stop } = await startWaitingConsole());
});
afterAll(() => stop());

async function verb(...words: string[]): Promise<{ code: number; said: string }> {
  const started = [...sandboxWords(), projectRoot, `--user-data-dir=${counter.userData}`, ...words];
  const env = { ...process.env, ...desktop.env };
  return run(await runtimePath(), started, { env, cwd: projectRoot, timeout: 30_000 }).then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }),
  );
}

test('it tells how it is, where it goes, and names nobody', async () => {
  const status = await verb('--status');
  expect(status.code).toBe(0);
  expect(status.said).toMatch(/^live since /);
  const told = JSON.parse((await verb('--status', '--json')).said) as Record<string, unknown>;
  expect(told).toMatchObject({ status: 'live', device: 'Counter', window: 'none', broken: [] });
  const network = await verb('--network');
  expect(network.said).toContain(`127.0.0.1:${backend.port}`);
  // The second start was none: the lock is the console's, and its window stayed where it was.
  expect(counter.log.count('window.shown')).toBe(0);
});

test('its window is brought up, and it is ended', async () => {
  expect(await verb('--show')).toMatchObject({ code: 0 });
  await counter.log.wait('window.shown');
  expect(await verb('--quit')).toMatchObject({ code: 0 });
  expect((await counter.ended).code).toBe(0);
  expect(await verb('--status')).toMatchObject({ code: 1 });
  expect(await verb('--quit')).toMatchObject({ code: 0 });
});
