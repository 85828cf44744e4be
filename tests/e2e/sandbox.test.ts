// The operating system's sandbox around the window's page, for a user who is not root.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProcess } from '../../build/processes.mjs';
import { asNobody, installForNobody, whyNoNobody, type Installed } from '../support/as-nobody.ts';
import { startBareDesktop } from '../support/desktop.ts';
import { logLines } from '../support/log-lines.ts';
import { until } from '../support/poll.ts';

const reason = whyNoNobody();

let folder: string;
let installed: Installed;
let desktop: Awaited<ReturnType<typeof startBareDesktop>>;
let running: ReturnType<typeof startProcess> | undefined;

beforeAll(async () => {
  if (reason !== null) return;
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-sandbox-'));
  desktop = await startBareDesktop({ openToAll: true });
});
afterAll(async () => {
  await running?.stop();
  await desktop?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const envIn = (home: string) => ({
  ...process.env,
  ...desktop.env,
  HOME: home,
  XDG_RUNTIME_DIR: home,
  XDG_CONFIG_HOME: home,
  COUNTERBELL_POLICY: `${home}/policy.json`,
});

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
    installed = await installForNobody(folder);
    const { program, app, home } = installed;
    writeFileSync(`${home}/policy.json`, JSON.stringify({ settings: { quitting: 'forbidden' } }));
    const [first = program, ...words] = [...asNobody, program, app, `--user-data-dir=${home}/data`];
    running = startProcess(first, words, {
      cwd: home,
      stdio: 'ignore',
      env: envIn(home),
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

/** `--quit` of that console, said by somebody else than the one it belongs to. */
function quitSaidBy(
  words: readonly string[],
  more: readonly string[] = [],
): Promise<{ code: number; said: string }> {
  const { program, app, home } = installed;
  const [first = program, ...rest] = [
    ...words,
    program,
    ...more,
    app,
    `--user-data-dir=${home}/data`,
    '--quit',
  ];
  return new Promise((resolve) => {
    execFile(first, rest, { env: envIn(home), cwd: home, timeout: 30_000 }, (error, said) =>
      resolve({ code: error === null ? 0 : Number(error.code), said }),
    );
  });
}

const noRoot = process.getuid?.() === 0 ? null : 'whoever runs it is not root';
test.skipIf(reason !== null || noRoot !== null)(
  `where IT does not want it to be quit, its own user is refused, and root ends it [not for this system: ${reason ?? noRoot}]`,
  async () => {
    expect(await quitSaidBy(asNobody)).toMatchObject({
      code: 1,
      said: expect.stringContaining('IT has decided'),
    });
    expect(await quitSaidBy([], ['--no-sandbox'])).toMatchObject({ code: 0 });
    expect(await running?.ended).toEqual({ code: 0, signal: null });
  },
);
