// Starts the real console by the watcher of its package: a copy that lies beside a program which is the console from source.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../build/paths.mjs';
import { startProcess } from '../../build/processes.mjs';
import { prepare, runtimePath, type ConsoleOptions } from './console.ts';
import type { LogLines } from './log-lines.ts';

/** Seconds that the watcher waits, where a test is not to wait as long. */
export type Pace = Partial<Record<'every' | 'quiet_looks' | 'storm_wait', number>>;

/** The watcher beside `program`, a shell script, in a folder of its own. */
export function watcherBeside(program: string, pace: Pace = {}): { watcher: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-watch-'));
  const watcher = path.join(folder, 'counterbell-watch');
  copyFileSync(path.join(projectRoot, 'build/linux/counterbell-watch'), watcher);
  let text = readFileSync(watcher, 'utf8');
  for (const [name, seconds] of Object.entries(pace)) {
    const line = new RegExp(`^${name}=\\d+`, 'm');
    if (!line.test(text)) throw new Error(`The watcher has no ${name}.`);
    text = text.replace(line, `${name}=${seconds}`);
  }
  writeFileSync(watcher, text);
  writeFileSync(path.join(folder, 'counterbell'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  return { watcher, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function startWatcher(watcher: string, words: readonly string[], env: Record<string, string>) {
  const running = startProcess(watcher, words, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  running.child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const own = () => said.split('\n').filter((line) => !/^\[\d+:/.test(line));
  /** Without what Electron says of the machine. */
  return { ...running, said: () => own().join('\n') };
}

export type WatchedConsole = {
  log: LogLines;
  userData: string;
  said(): string;
  /** Of the watcher. */
  ended: Promise<{ code: number | null; signal: string | null }>;
  /** The console's main process, as it is now. */
  main(): number;
  stop(): Promise<void>;
};

export async function watchedConsole(options: ConsoleOptions, pace: Pace = {}): Promise<WatchedConsole> {
  const { userData, log, args, env } = prepare(options);
  const quoted = [await runtimePath(), ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  const { watcher, remove } = watcherBeside(`exec ${quoted.join(' ')} "$@"`, pace);
  const running = startWatcher(watcher, [], env);
  return {
    log,
    userData,
    said: running.said,
    ended: running.ended,
    main: () => Number(log.of('app.ready').at(-1)?.pid),
    async stop() {
      await running.stop();
      remove();
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true });
    },
  };
}
