// Starts programs as groups of their own, so that stopping one also stops whatever it has started itself.
import { spawn, spawnSync } from 'node:child_process';

/**
 * @typedef {object} Running
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<{ code: number | null, signal: string | null }>} ended
 * @property {() => Promise<void>} stop asks the program to end, and makes its whole group end when it does not
 */

/**
 * A command that ends early, for whatever reason, leaves nothing running. One listener for all: a test file starts
 * more programs than Node expects listeners.
 * @type {Set<() => void>}
 */
const killAtExit = new Set();
process.on('exit', () => {
  for (const kill of killAtExit) kill();
});

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {Omit<import('node:child_process').SpawnOptions, 'detached'> & { patienceMs?: number }} [options]
 * @returns {Running}
 */
export function startProcess(program, words, { patienceMs = 4000, ...options } = {}) {
  const groups = process.platform !== 'win32';
  const child = spawn(program, words, { ...options, detached: groups });

  let over = false;

  /** @param {NodeJS.Signals} signal */
  const tell = (signal) => {
    // Once it is over the number may belong to another group.
    if (child.pid === undefined || over) return;
    try {
      if (groups) process.kill(-child.pid, signal);
      else spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    } catch {
      // The group is empty: nothing is left to stop.
    }
  };

  const killNow = () => tell('SIGKILL');
  killAtExit.add(killNow);

  /** @type {Running['ended']} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', (error) => {
      killAtExit.delete(killNow);
      reject(new Error(`${program} could not be started: ${error.message}`, { cause: error }));
    });
    child.once('exit', (code, signal) => {
      // Helpers that outlived it go at once, while the number of the group is still surely ours.
      killNow();
      over = true;
      killAtExit.delete(killNow);
      resolve({ code, signal });
    });
  });
  // Whoever waits gets the error; without anybody waiting it must not end the whole command.
  ended.catch(() => undefined);

  return {
    child,
    ended,
    async stop() {
      // Only the program itself is asked: an Electron whose GPU process is taken away from under it crashes
      // before it could close its journal. Whatever of the group outlives the program goes right after it.
      if (groups) child.kill('SIGTERM');
      else tell('SIGTERM');
      const timer = setTimeout(() => tell('SIGKILL'), patienceMs);
      await ended.catch(() => undefined);
      clearTimeout(timer);
    },
  };
}

/**
 * Stops every process group that was added, once, the last one first.
 */
export function stopLater() {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  /** @type {Promise<void> | undefined} */
  let stopping;
  return {
    /** @param {() => Promise<void>} stop */
    add(stop) {
      stops.push(stop);
    },
    stopAll() {
      stopping ??= (async () => {
        for (const stop of stops.toReversed()) await stop();
      })();
      return stopping;
    },
  };
}
