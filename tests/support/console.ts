// Starts the real console: driven by Playwright where a test looks into it, or as a bare process.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { sandboxWords } from '../../build/desktop.mjs';
import { projectRoot } from '../../build/paths.mjs';
import { startProcess } from '../../build/processes.mjs';
import type { Policy } from '../../contract/policy.ts';
import { resolveRuntime } from '../../build/runtime/resolve.mjs';
import { demo } from './backend.ts';
import { logLines, type LogLines } from './log-lines.ts';
import { until } from './poll.ts';

export type ConsoleOptions = {
  env: Record<string, string>;
  /** Enrolled there from the start, by policy. */
  backend?: { url: string };
  /** More of the same policy. */
  policy?: Pick<Policy, 'settings' | 'enrolment' | 'kiosk'>;
  words?: readonly string[];
  userData?: string;
  /** As on a desktop that has one: the sign-in outlives the process. */
  keyring?: boolean;
  /** Nobody was told yet where a closed window goes. */
  firstClose?: boolean;
};

const withKeyring = { NODE_OPTIONS: `--require=${path.join(projectRoot, 'tests/support/keyring.cjs')}` };

let runtime: Promise<string> | undefined;
export const runtimePath = () =>
  (runtime ??= resolveRuntime({ say: () => undefined }).then((found) => found.path));

export function newUserData(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-console-'));
  // Another user's process must find its way in where a test says so.
  chmodSync(folder, 0o755);
  return folder;
}

/** How it is started, whoever starts it. */
export function prepare(options: ConsoleOptions) {
  const { env, backend, policy = {}, words = [], userData = newUserData() } = options;
  const { keyring = false, firstClose = false } = options;
  if (!firstClose) writeFileSync(path.join(userData, 'close-explained'), '');
  const policyFile = path.join(userData, 'test-policy.json');
  if (backend !== undefined)
    writeFileSync(
      policyFile,
      JSON.stringify({
        backend: { url: backend.url },
        enrolment: { code: demo.code, deviceName: 'Counter' },
        ...policy,
      }),
    );
  return {
    userData,
    log: logLines(path.join(userData, 'logs/counterbell.log')),
    args: [...sandboxWords(), projectRoot, `--user-data-dir=${userData}`, ...words],
    env: {
      ...(process.env as Record<string, string>),
      // Tests read English, whatever the machine they run on speaks.
      LANGUAGE: 'en',
      ...(keyring && withKeyring),
      ...env,
      ...(backend !== undefined && { COUNTERBELL_POLICY: policyFile }),
    },
  };
}

export type DrivenConsole = {
  app: ElectronApplication;
  pid: number;
  userData: string;
  log: LogLines;
  /** The window's page; the bell's hidden one is not meant. */
  page(): Promise<Page>;
  hasPage(): boolean;
  /** What the window's close button does. */
  pressClose(): Promise<void>;
  stop(): Promise<void>;
};

const isWindow = (page: Page) => page.url().startsWith('app://counterbell/');

/** `program`: what starts the runtime in its own way. */
export async function driveConsole(options: ConsoleOptions & { program?: string }): Promise<DrivenConsole> {
  const { userData, log, args, env } = prepare(options);
  const executablePath = options.program ?? (await runtimePath());
  const app = await _electron.launch({ executablePath, args, env, cwd: projectRoot });
  // Held from the start: once the app has ended, Playwright no longer answers for its process.
  const child = app.process();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    app,
    pid: child.pid ?? 0,
    userData,
    log,
    page: () => until('the window’s page', () => app.windows().find(isWindow)),
    hasPage: () => app.windows().some(isWindow),
    pressClose: () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().startsWith('app://counterbell/'))
          ?.close(),
      ),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const force = setTimeout(() => child.kill('SIGKILL'), 8000);
        await exited;
        clearTimeout(force);
      }
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true });
    },
  };
}

export type SpawnedConsole = {
  pid: number;
  userData: string;
  log: LogLines;
  /** What it printed so far. */
  printed(): string;
  ended: Promise<{ code: number | null; signal: string | null }>;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
};

export async function spawnConsole(
  options: ConsoleOptions & { as?: { uid: number; gid: number; home: string } },
): Promise<SpawnedConsole> {
  const { userData, log, args, env } = prepare(options);
  const { as } = options;
  const asOther = ['--reuid', String(as?.uid), '--regid', String(as?.gid), '--clear-groups', '--'];
  const [program, words] =
    as === undefined
      ? [await runtimePath(), args]
      : ['setpriv', [...asOther, await runtimePath(), ...args.filter((word) => word !== '--no-sandbox')]];
  const running = startProcess(program, words, {
    cwd: projectRoot,
    env: { ...env, ...(as && { HOME: as.home, XDG_RUNTIME_DIR: as.home }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  running.child.stdout?.on('data', (chunk) => (printed += String(chunk)));
  running.child.stderr?.on('data', () => undefined);
  return {
    pid: running.child.pid ?? 0,
    userData,
    log,
    printed: () => printed,
    ended: running.ended,
    signal: (signal) => void running.child.kill(signal),
    async stop() {
      await running.stop();
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true });
    },
  };
}
