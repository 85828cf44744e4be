// `npm start`: from nothing to an open console. Says each step, each order and each notification in plain lines,
// and stops everything it has started when it ends.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bundle } from './bundle.mjs';
import { checkNode, ensureDependencies } from './dependencies.mjs';
import { sandboxWords, useDesktop } from './desktop.mjs';
import { prepareNotifications } from './notifications-from-source.mjs';
import { projectRoot } from './paths.mjs';
import { startProcess, stopLater } from './processes.mjs';
import { resolveRuntime } from './runtime/resolve.mjs';
import { startDemo, startOrders } from './start/demo.mjs';
import { folderForStart, systemPolicy } from './start/folders.mjs';
import { follow } from './start/follow.mjs';
import { clockTime, remedyFor, sentence } from './start/lines.mjs';
import { captureWords, readOptions, usage } from './start/options.mjs';
import { checkLibraries, ensureSystem } from './system.mjs';
import { targets } from './targets.mjs';

/** @typedef {import('./start/options.mjs').StartOptions} StartOptions */

const say = (/** @type {string} */ line) => console.log(line);
const sayNow = (/** @type {string} */ line) => say(`${clockTime(new Date())}  ${line}`);
let lastStatus = '';
let latestStatus = '';
/** @type {NodeJS.Timeout | undefined} */
let settling;
/** A good start passes through states that only look like trouble: a status is told once it has lasted. */
const settledMs = 1_000;
const heard = (/** @type {import('./start/lines.mjs').Entry} */ entry) => {
  const line = sentence(entry);
  if (line === undefined) return;
  if (entry.event !== 'status.changed') return sayNow(line);
  // The log also tells when only the cause behind a status changed.
  if (entry.status === latestStatus) return;
  latestStatus = String(entry.status);
  clearTimeout(settling);
  if (latestStatus === lastStatus) return;
  settling = setTimeout(() => {
    lastStatus = latestStatus;
    sayNow(line);
  }, settledMs);
  settling.unref();
};
const started = stopLater();

/** How long after the end that was asked for a console that hangs is stopped. */
const graceSeconds = 60;

async function prepare() {
  checkNode({ say });
  await ensureDependencies({ say });
  const needsScreen = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  ensureSystem(needsScreen ? ['window', 'virtual desktop'] : ['window'], { say });
  const built = await bundle(targets, { say });
  if (built.length === 0) say('everything is built already');
}

/**
 * Why nothing answers there, if nothing does. Any answer is one: an existing backend has pages of its own.
 * @param {string} url
 * @returns {Promise<string | undefined>}
 */
async function silence(url) {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).body?.cancel();
    return undefined;
  } catch (error) {
    const { cause, message } = /** @type {Error} */ (error);
    const below = /** @type {NodeJS.ErrnoException | undefined} */ (cause);
    return below?.code ?? below?.message ?? message;
  }
}

/**
 * Which backend the console talks to.
 * @param {StartOptions} options
 * @param {string} folder
 * @returns {Promise<{ policy: string | undefined, demo: import('./start/demo.mjs').Demo | undefined }>} the policy
 *   file to name to the console
 */
async function chooseBackend(options, folder) {
  const named = systemPolicy() ?? process.env.COUNTERBELL_POLICY;
  const file = path.join(folder, 'policy.json');
  if (options.backend !== undefined) {
    say(`backend: ${options.backend} (as asked)`);
    const why = await silence(options.backend);
    if (why !== undefined)
      say(
        `The backend does not answer at ${options.backend} (${why}). The console starts all the same and goes on trying:\n` +
          'start the backend, or stop this and give the right address with --backend.',
      );
    writeFileSync(file, JSON.stringify({ backend: { url: options.backend } }), { mode: 0o600 });
    return { policy: file, demo: undefined };
  }
  if (named !== undefined && named !== '') {
    say(`backend: as the policy ${named} says`);
    return { policy: process.env.COUNTERBELL_POLICY, demo: undefined };
  }
  const demo = await startDemo({ folder, kept: options.keep, say, stopLater: started.add });
  const policy = { backend: { url: demo.url }, enrolment: { code: demo.code } };
  writeFileSync(file, JSON.stringify(policy), { mode: 0o600 });
  return { policy: file, demo };
}

/**
 * @param {StartOptions} options
 * @returns {Promise<number>} the exit code
 */
async function run(options) {
  const kept = options.keep || options.backend !== undefined;
  const folder = folderForStart({ kept });
  const desktopComing = useDesktop({ say });
  started.add(async () => (await desktopComing.catch(() => undefined))?.stop());
  const desktopAndRuntime = Promise.all([desktopComing, resolveRuntime({ say })]);
  // The backend may fail first; then nobody waits for these two any more.
  desktopAndRuntime.catch(() => undefined);
  const { policy, demo } = await chooseBackend(options, folder);
  const [desktop, runtime] = await desktopAndRuntime;
  checkLibraries(runtime.path);
  const executable = await prepareNotifications(runtime, { say });
  say(`logs: ${path.join(folder, 'logs')}`);
  if (options.screenshot !== undefined) {
    mkdirSync(path.dirname(options.screenshot), { recursive: true });
    rmSync(options.screenshot, { force: true });
  }

  const waylandOnly = process.env.WAYLAND_DISPLAY && !process.env.DISPLAY;
  /** @type {NodeJS.ProcessEnv} */
  const env = {
    ...process.env,
    ...desktop.env,
    ...(policy === undefined ? {} : { COUNTERBELL_POLICY: policy }),
  };
  // Terminals inside Electron programs set it, and then this would be no console but a bare Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const running = startProcess(
    executable,
    [
      ...sandboxWords(),
      ...(waylandOnly ? ['--ozone-platform-hint=auto'] : []),
      projectRoot,
      `--user-data-dir=${path.join(folder, 'console')}`,
      ...(options.hidden ? ['--hidden'] : []),
      ...captureWords(options),
    ],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'], env },
  );
  started.add(running.stop);

  let ordersStarted = false;
  const beginOrders = async () => {
    if (demo === undefined || ordersStarted) return;
    ordersStarted = true;
    await pause(2000);
    const { rate, seed } = options;
    const orders = startOrders({ demo, folder, rate, seed, heard, stopLater: started.add });
    orders.ended.then(
      ({ code }) => code && sayNow(`the order simulator ended with code ${code}\n${orders.lastWords()}`),
      (error) => sayNow(String(error)),
    );
  };
  const { lastWords } = follow(running, path.join(folder, 'logs', 'console.log'), (entry) => {
    heard(entry);
    if (entry.event === 'window.shown' || (options.hidden && entry.event === 'app.ready')) void beginOrders();
  });

  /** @type {Promise<{ code: number | null, why: string }>[]} */
  const ends = [running.ended.then(({ code }) => ({ code, why: 'console' }))];
  if (demo) ends.push(demo.ended.then(({ code }) => ({ code, why: 'backend' })));
  if (options.seconds !== undefined)
    ends.push(pause((options.seconds + graceSeconds) * 1000, { code: 1, why: 'deadline' }, { ref: false }));
  const { code, why } = await Promise.race(ends);
  // Whatever ends now was told to: nobody wants to read about it.
  if (stopAsked) return 0;
  if (why === 'deadline') {
    say(`The console did not end ${options.seconds} s after its first window, as it was asked to: stopped.`);
    return 1;
  }
  if (why === 'backend') {
    say(`The backend ended with code ${code}, which it should not:\n${demo?.lastWords()}`);
    return 1;
  }
  if (code !== 0) {
    say(`The console ended with code ${code}:\n${lastWords()}`);
    const remedy = remedyFor(lastWords());
    if (remedy !== undefined) say(remedy);
    return code ?? 1;
  }
  if (options.screenshot !== undefined) {
    if (!existsSync(options.screenshot) || statSync(options.screenshot).size === 0) {
      say(`The console ended without leaving a picture in ${options.screenshot}.`);
      return 1;
    }
    say(`picture: ${options.screenshot}`);
  }
  return 0;
}

/** @param {number} code */
async function leave(code) {
  await started.stopAll();
  process.exit(code);
}

let stopAsked = false;
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]))
  process.on(signal, () => {
    // Asked twice: whatever still runs is killed as this process ends.
    if (stopAsked) process.exit(code);
    stopAsked = true;
    say('stopping everything');
    void leave(code);
  });

try {
  const options = readOptions(process.argv.slice(2), {
    folder: process.env.INIT_CWD ?? process.cwd(),
    env: process.env,
  });
  if (options === 'help') say(usage);
  else {
    await prepare();
    const code = await run(options);
    if (!stopAsked) await leave(code);
  }
} catch (error) {
  if (!stopAsked) {
    console.error(error instanceof Error ? error.message : error);
    await leave(1);
  }
}
