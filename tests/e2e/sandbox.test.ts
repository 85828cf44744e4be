// The operating system's sandbox around the window's page, for a user who is not root.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { startProcess } from '../../build/processes.mjs';
import { runtimePath } from '../support/console.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { logLines } from '../support/log-lines.ts';
import { until } from '../support/poll.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const asNobody = isRoot
  ? ['setpriv', '--reuid', String(nobody.uid), '--regid', String(nobody.gid), '--clear-groups', '--']
  : [];

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'not Linux';
  try {
    const [program = 'unshare', ...words] = [...asNobody, 'unshare', '--user', '--map-root-user', 'true'];
    execFileSync(program, words, { stdio: 'ignore' });
    return null;
  } catch {
    return 'users other than root may not make user namespaces here';
  }
}
const reason = whyNot();

let folder: string;
let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let running: ReturnType<typeof startProcess> | undefined;

beforeAll(async () => {
  if (reason !== null) return;
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-sandbox-'));
  chmodSync(folder, 0o755);
  desktop = await startBareDesktop({ openToAll: true });
});
afterAll(async () => {
  await running?.stop();
  await desktop?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A copy that somebody else may read: the runtime lies in the home of whoever runs the tests. */
async function install(): Promise<{ program: string; app: string; home: string }> {
  const runtime = await runtimePath();
  cpSync(path.dirname(runtime), path.join(folder, 'runtime'), { recursive: true });
  const app = path.join(folder, 'app');
  mkdirSync(app);
  for (const part of ['package.json', 'dist/electron', 'dist/renderer'])
    cpSync(path.join(projectRoot, part), path.join(app, part), { recursive: true });
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  if (isRoot) chownSync(home, nobody.uid, nobody.gid);
  return { program: path.join(folder, 'runtime', path.basename(runtime)), app, home };
}

function renderersOf(group: number): { command: string; status: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const processGroup = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2]);
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        if (processGroup !== group || !command.includes('--type=renderer')) return [];
        return [{ command, status: readFileSync(`/proc/${pid}/status`, 'utf8') }];
      } catch {
        return []; // it ended while we looked
      }
    });
}

test.skipIf(reason !== null)(
  `the page's process runs under seccomp, in namespaces of its own [not for this system: ${reason}]`,
  async () => {
    const { program, app, home } = await install();
    const [first = program, ...words] = [...asNobody, program, app, `--user-data-dir=${home}/data`];
    running = startProcess(first, words, {
      cwd: home,
      stdio: 'ignore',
      env: { ...process.env, ...desktop.env, HOME: home, XDG_RUNTIME_DIR: home, XDG_CONFIG_HOME: home },
    });
    await logLines(`${home}/data/logs/counterbell.log`).wait('window.shown', {}, 1, 40_000);
    const [page] = await until('the page’s process', () => {
      const found = renderersOf(running?.child.pid ?? 0);
      return found.length > 0 ? found : null;
    });
    expect(page?.command).not.toContain('--no-sandbox');
    expect(page?.status).toMatch(/^Seccomp:\s+2$/m);
    expect(page?.status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(page?.status).toMatch(/^CapEff:\s+0+$/m);
  },
);
