// The real backend with its demo restaurant, as a process that can be killed and started again.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { projectRoot } from '../../build/paths.mjs';
import { startProcess } from '../../build/processes.mjs';
import type { NewOrder, Order } from '../../contract/order.ts';
import { freePort } from './free-port.ts';

export const demo = { code: 'TEST-CODE-1', apiKey: 'test-key-0123456789' };

export type Placed = { order: Order; publicToken: string; at: number };
export type RunningBackend = {
  url: string;
  port: number;
  databaseFile: string;
  /** Resolves with what the backend answered, and the time before and after the commit. */
  place(order?: Partial<NewOrder>): Promise<Placed>;
  get(pathname: string, token: string): Promise<unknown>;
  kill(): Promise<void>;
  /** With other settings, where some are given. */
  startAgain(other?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
};

/** Words for Node before the program's own; it needs 'ipc' among its stdio. */
export const withItsParent = [
  '--import',
  pathToFileURL(path.join(projectRoot, 'tests/support/with-its-parent.mjs')).href,
];

const aMeal = { items: [{ name: 'Margherita', quantity: 2, price: 950 }] };

export async function startBackend(env: Record<string, string> = {}): Promise<RunningBackend> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-backend-'));
  const databaseFile = path.join(folder, 'demo.db');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let running: ReturnType<typeof startProcess>;

  async function start(other: Record<string, string> = {}): Promise<void> {
    running = startProcess(process.execPath, [...withItsParent, 'dist/backend/main.js', '--demo'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PORT: String(port),
        DATABASE_URL: databaseFile,
        COUNTERBELL_DEMO_ENROLMENT_CODE: demo.code,
        COUNTERBELL_DEMO_API_KEY: demo.apiKey,
        COUNTERBELL_TELL_SECONDS: '1',
        ...env,
        ...other,
      },
    });
    let heard = '';
    await new Promise<void>((resolve, reject) => {
      running.child.stdout?.on('data', (chunk) => {
        heard = (heard + String(chunk)).slice(-20_000);
        if (heard.includes('"event":"listening"')) resolve();
      });
      running.ended.then(({ code }) => reject(new Error(`the backend ended with ${code}: ${heard}`)), reject);
    });
  }
  await start();

  return {
    url,
    port,
    databaseFile,
    async place(order = {}) {
      const response = await fetch(`${url}/orders`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${demo.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({ ...aMeal, ...order }),
      });
      if (response.status !== 201)
        throw new Error(`POST /orders: ${response.status} ${await response.text()}`);
      return { ...((await response.json()) as Omit<Placed, 'at'>), at: Date.now() };
    },
    async get(pathname, token) {
      const response = await fetch(url + pathname, { headers: { authorization: `Bearer ${token}` } });
      return response.json();
    },
    async kill() {
      running.child.kill('SIGKILL');
      await running.ended;
    },
    startAgain: start,
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
