// A console, run by an unprivileged user, whose own folder was made useless in one way or another.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { giveToNobody, installForNobody, scriptFor, type Installed } from '../support/as-nobody.ts';
import { demo, startBackend, type RunningBackend } from '../support/backend.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { logLines, type LogLines } from '../support/log-lines.ts';
import { until } from '../support/poll.ts';

declare const window: { counterbell: CounterbellWindow };

export type Shop = {
  folder: string;
  /** Where this user's session looks for what to start. */
  autostart: string;
  backend: RunningBackend;
  desktop: Desktop;
  /** Starts it with its things below this folder, which is made by whoever calls. */
  start(data: string): Promise<Running>;
  /** A disk of 4 MB of its own; null where nobody may mount one. */
  smallDisk(): string | null;
  stop(): Promise<void>;
};
export type Running = {
  log(): Promise<LogLines>;
  /** What the screen says is wrong. */
  notices(): Promise<{ code: string; detail: string }[]>;
  /** Its exit code. */
  stop(): Promise<number | null>;
};

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-folder-'));
  const [desktop, backend, installed] = await Promise.all([
    startDesktop('shows', { openToAll: true }),
    startBackend(),
    installForNobody(folder),
  ]);
  const policy = path.join(folder, 'policy.json');
  const enrolment = { code: demo.code, deviceName: 'Counter' };
  const settings = { startAtLogin: true };
  writeFileSync(policy, JSON.stringify({ backend: { url: backend.url }, enrolment, settings }));
  const mounted: string[] = [];
  return {
    folder,
    autostart: path.join(installed.home, 'autostart/counterbell.desktop'),
    backend,
    desktop,
    start: (data) => start(data, { folder, desktop, policy, installed }),
    smallDisk() {
      const disk = path.join(folder, 'small');
      mkdirSync(disk);
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        return null;
      }
      mounted.push(disk);
      giveToNobody(disk);
      return disk;
    },
    async stop() {
      await backend.stop();
      await desktop.stop();
      for (const disk of mounted) execFileSync('umount', ['--lazy', disk]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** To the last byte. */
export function fill(disk: string): void {
  for (const size of [65_536, 4096, 1])
    try {
      for (let nth = 0; ; nth += 1)
        writeFileSync(path.join(disk, `filler-${size}-${nth}`), Buffer.alloc(size));
    } catch {
      // Nothing of this size fits any more.
    }
}

type Around = { folder: string; desktop: Desktop; policy: string; installed: Installed };

async function start(data: string, { folder, desktop, policy, installed }: Around): Promise<Running> {
  // Its temporary folder is made in here.
  const runtime = mkdtempSync(path.join(folder, 'run-'));
  giveToNobody(runtime);
  chmodSync(runtime, 0o700);
  const app: ElectronApplication = await _electron.launch({
    executablePath: scriptFor(folder, installed.program),
    args: [installed.app, `--user-data-dir=${data}`],
    cwd: installed.home,
    env: {
      ...(process.env as Record<string, string>),
      ...desktop.env,
      LANGUAGE: 'en',
      HOME: installed.home,
      XDG_CONFIG_HOME: installed.home,
      XDG_RUNTIME_DIR: runtime,
      COUNTERBELL_POLICY: policy,
    },
  });
  const child = app.process();
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const shelter = () => readdirSync(runtime).find((name) => name.startsWith('counterbell-'));
  return {
    log: async () => {
      const name = await until('its temporary folder', shelter);
      return logLines(path.join(runtime, name, 'logs/counterbell.log'));
    },
    async notices() {
      const page = await until('the window’s page', () =>
        app.windows().find((one) => one.url().startsWith('app://counterbell/')),
      );
      return page.evaluate(async () => {
        const answer = await window.counterbell.view();
        return answer.ok ? answer.value.notices.map(({ code, detail }) => ({ code, detail })) : [];
      });
    },
    async stop() {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 8000);
      const code = await exited;
      clearTimeout(force);
      return code;
    },
  };
}
