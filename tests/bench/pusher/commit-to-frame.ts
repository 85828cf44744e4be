// From an order that the backend commits to its frame in the consoles: the whole backend as it ships.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type AddFigure, percentile } from '../harness.ts';
import type { Received } from './client-role.ts';
import { startRole } from './roles.ts';
import { arrive, onTimetable } from './timetable.ts';

const BACKEND = 'dist/backend/main.js';
const CODE = 'bench-enrolment-code';
const KEY = 'bench-api-key-of-the-web-shop';
const CONSOLES = 10;
const PER_SECOND = 50;

const ORDER = {
  channel: 'web',
  customer: { name: 'Ana', phone: '555 0100' },
  items: [
    {
      name: 'Margherita',
      quantity: 2,
      price: 950,
      modifiers: ['extra basil'],
      allergens: ['gluten', 'milk'],
    },
    { name: 'Tiramisù', quantity: 1, price: 620, modifiers: [], allergens: ['egg', 'milk'] },
  ],
  note: 'Please ring the bell twice',
};

type Enrolled = { token: string; pusher: { key: string; port: number }; restaurant: { id: string } };

export async function measureCommitToFrame(figure: AddFigure): Promise<void> {
  if (!existsSync(BACKEND)) throw new Error(`There is no ${BACKEND}: run this with npm run bench:pusher.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-bench-'));
  const backend = await startBackend(folder);
  const listeners = startRole('clients');
  try {
    const enrolled = await Promise.all(Array.from({ length: CONSOLES }, (_, n) => enrol(backend.url, n)));
    const { pusher, restaurant } = enrolled[0]!;
    await listeners.ask('consoles', {
      port: pusher.port,
      key: pusher.key,
      channel: `private-restaurant-${restaurant.id}`,
      authorizer: `${backend.url}/pusher/authorize`,
      tokens: enrolled.map(({ token }) => token),
    });
    const place = () => post(backend.url, '/orders', ORDER, KEY);
    await arrive(listeners, CONSOLES * (await onTimetable(PER_SECOND, 3, place)));
    await listeners.ask('received');
    const expected = CONSOLES * (await onTimetable(PER_SECOND, 15, place));
    await arrive(listeners, expected);
    const { latenciesMs, total } = await listeners.ask<Received>('received');
    figure('commit_to_frame_p50_ms', percentile(latenciesMs, 0.5), 'ms', {
      goal: { atMost: 8 },
      durable: true,
    });
    figure('commit_to_frame_p99_ms', percentile(latenciesMs, 0.99), 'ms', {
      goal: { atMost: 30 },
      durable: true,
    });
    figure('commit_to_frame_lost', expected - total, 'events', { goal: { atMost: 0 } });
  } finally {
    await listeners.stop();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startBackend(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [BACKEND, '--demo'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: path.join(folder, 'bench.db'),
      COUNTERBELL_DEMO_ENROLMENT_CODE: CODE,
      COUNTERBELL_DEMO_API_KEY: KEY,
      COUNTERBELL_RATE_PER_SECOND: '10000',
    },
  });
  const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = /"event":"listening".*?"url":"([^"]+)"/.exec(line)?.[1];
      if (said !== undefined) resolve(said);
    });
    void gone.then(() => reject(new Error('The backend ended before it listened.')));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function enrol(url: string, n: number): Promise<Enrolled> {
  const device = { code: CODE, installId: `bench-install-${n}`, deviceName: `Console ${n}` };
  return post<Enrolled>(url, '/enrol', device);
}

async function post<T>(url: string, where: string, body: object, token?: string): Promise<T> {
  const answer = await fetch(url + where, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${where}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
