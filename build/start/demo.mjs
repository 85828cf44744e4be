// The demo restaurant behind a start from source: the backend as a process of its own, and the made-up orders.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { projectRoot } from '../paths.mjs';
import { startProcess } from '../processes.mjs';
import { follow } from './follow.mjs';
import { demoLines } from './lines.mjs';

/**
 * @typedef {{ url: string, code: string, key: string, ended: import('../processes.mjs').Running['ended'], lastWords: () => string }} Demo
 */

/**
 * @param {{ folder: string, kept: boolean, patienceMs?: number, say: (line: string) => void,
 *   stopLater: (stop: () => Promise<void>) => void }} options
 * @returns {Promise<Demo>}
 */
export function startDemo({ folder, kept, patienceMs = 60_000, say, stopLater }) {
  const code = randomBytes(9).toString('base64url');
  const key = `demo_${randomBytes(18).toString('base64url')}`;
  const running = startProcess(
    process.execPath,
    [path.join(projectRoot, 'dist/backend/main.js'), '--demo', ...(kept ? ['--keep'] : [])],
    {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        COUNTERBELL_DATA_DIR: path.join(folder, 'backend'),
        COUNTERBELL_DEMO_ENROLMENT_CODE: code,
        COUNTERBELL_DEMO_API_KEY: key,
      },
    },
  );
  stopLater(running.stop);
  return new Promise((resolve, reject) => {
    /** @type {string | undefined} */
    let url;
    let ready = false;
    const { lastWords } = follow(running, path.join(folder, 'logs', 'backend.log'), (entry) => {
      if (entry.event === 'demo.ready') {
        ready = true;
        for (const line of demoLines(entry)) say(line);
      } else if (entry.event === 'listening') {
        url = String(entry.url);
        say(`backend: ${url}`);
      }
      if (ready && url !== undefined) {
        clearTimeout(patience);
        resolve({ url, code, key, ended: running.ended, lastWords });
      }
    });
    const patience = setTimeout(
      () => reject(new Error(`The backend was not ready after ${patienceMs / 1000} s.\n${lastWords()}`)),
      patienceMs,
    );
    running.ended.then(
      ({ code: exitCode }) => {
        clearTimeout(patience);
        reject(new Error(`The backend ended with code ${exitCode} while it started.\n${lastWords()}`));
      },
      (error) => reject(error),
    );
  });
}

/**
 * @param {{ demo: Demo, folder: string, rate: string, seed: string | undefined,
 *   heard: (entry: import('./lines.mjs').Entry) => void, stopLater: (stop: () => Promise<void>) => void }} options
 */
export function startOrders({ demo, folder, rate, seed, heard, stopLater }) {
  const words = ['--rate', rate, '--url', demo.url, ...(seed === undefined ? [] : ['--seed', seed])];
  const running = startProcess(
    process.execPath,
    [path.join(projectRoot, 'dist/backend/demo-orders.js'), ...words],
    {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, COUNTERBELL_DEMO_API_KEY: demo.key },
    },
  );
  stopLater(running.stop);
  const { lastWords } = follow(running, path.join(folder, 'logs', 'orders.log'), heard);
  return { ended: running.ended, lastWords };
}
