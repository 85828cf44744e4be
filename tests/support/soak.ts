// A shift that is longer than any bug is patient: orders come, are answered elsewhere and go, while the network, the
// backend, the bell's page and the window come and go under the console. What became of it is a table.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type * as Electron from 'electron';
import type { EnrolAnswer } from '../../contract/api.ts';
import type { Order } from '../../contract/order.ts';
import { randomFrom, type Random } from '../../backend/demo/random.ts';
import { demo, startBackend, type RunningBackend } from './backend.ts';
import { driveConsole, type DrivenConsole } from './console.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { handlesOf, heapOf } from './hostile/heap-of.ts';
import type { Notified } from './notifications.ts';
import { until } from './poll.ts';
import { startNetwork, type Network } from './proxy.ts';

export type SoakPlan = { seed: number; seconds: number; orders: number; windows: number };
type Measure = { heap: number; handles: number; pss: number; processes: number };
export type SoakResult = {
  orders: number;
  missed: string[];
  doubled: string[];
  faults: Record<string, number>;
  windows: number;
  slowestMs: number;
  troubles: string[];
  before: Measure;
  after: Measure;
};

type Parts = {
  desktop: Desktop;
  backend: RunningBackend;
  network: Network;
  counter: DrivenConsole;
  /** For whoever looks into the program. */
  turn: Turn;
};

/** A share of the orders come before anything is measured: what is loaded once is loaded then. */
const warmUp = 0.2;

type Turn = <T>(act: () => Promise<T>) => Promise<T>;

/**
 * One at a time: while memory is measured everything is collected that nobody holds, and that is also what somebody else is
 * being told of the program.
 */
function inTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act, act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

const covers = ({ title, body }: Notified, number: string) =>
  title === `New order ${number}` || body.split(', ').includes(number);

/** Until it is there: a sales channel loses no order while the backend is away, and staff press again. */
async function surely(url: string, token: string, route: string, body: object): Promise<unknown> {
  const key = randomUUID();
  return until(
    `${route} to be taken`,
    async () => {
      try {
        const answer = await fetch(url + route, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'idempotency-key': key,
            authorization: `Bearer ${token}`,
          },
          body: JSON.stringify(body),
        });
        return answer.ok ? ((await answer.json()) as object) : null;
      } catch {
        return null;
      }
    },
    { withinMs: 60_000 },
  );
}

async function witnessOf({ url }: RunningBackend): Promise<string> {
  const answer = await fetch(`${url}/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: demo.code, installId: randomUUID(), deviceName: 'Witness' }),
  });
  return ((await answer.json()) as EnrolAnswer).token;
}

/** A console with nothing to do: no window, every order gone; the bell's page may still be there. */
async function measure({ counter }: Parts): Promise<Measure> {
  await counter.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.webContents.getURL().startsWith('app://counterbell/')) window.destroy();
  });
  await until('it to be live', () => counter.log.of('status.changed').at(-1)?.status === 'live', {
    withinMs: 60_000,
  });
  const processes = await counter.app.evaluate(({ app }) => app.getAppMetrics().length);
  const rollup = readFileSync(`/proc/${counter.pid}/smaps_rollup`, 'utf8');
  return {
    heap: await heapOf(counter.app),
    handles: handlesOf(counter.pid),
    pss: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]) * 1024,
    processes,
  };
}

async function placeAndAnswer(
  parts: Parts,
  { orders, seconds }: SoakPlan,
  random: Random,
  witness: string,
  onNth: (nth: number) => Promise<void>,
): Promise<{ number: string; placedAt: number }[]> {
  const { backend, desktop } = parts;
  const placed: { number: string; placedAt: number }[] = [];
  const answering: Promise<unknown>[] = [];

  async function answer(order: Order): Promise<void> {
    await until(
      `somebody to be told of ${order.number}`,
      () => desktop.notifications.shown.some((one) => covers(one, order.number)),
      { withinMs: 90_000, everyMs: 100 },
    );
    await pause(random.whole(0, 400));
    for (const verb of ['accept', 'ready', 'collect'])
      await surely(backend.url, witness, `/orders/${order.id}/${verb}`, {
        occurredAt: new Date().toISOString(),
      });
  }

  const apart = (seconds * 1000) / orders;
  for (let nth = 1; nth <= orders; nth += 1) {
    const number = `S${nth}`;
    const placedAt = Date.now();
    const { order } = (await surely(backend.url, demo.apiKey, '/orders', {
      number,
      items: [{ name: 'Margherita', quantity: 1, price: 950 }],
    })) as { order: Order };
    placed.push({ number, placedAt });
    // Who is never told of is named in the end.
    answering.push(answer(order).catch(() => undefined));
    if (nth === Math.ceil(orders * warmUp)) {
      await Promise.all(answering);
      await onNth(nth);
    }
    await pause(apart * (0.5 + random.next()));
  }
  await Promise.all(answering);
  return placed;
}

async function makeTrouble(
  { network, backend, counter, turn }: Parts,
  { seconds }: SoakPlan,
  random: Random,
  state: { over: boolean; quiet: boolean },
): Promise<Record<string, number>> {
  const longest = Math.min(6000, seconds * 40);
  const kinds: readonly { weight: number; name: string; begin: () => unknown; end?: () => unknown }[] = [
    { weight: 4, name: 'network cut', begin: () => network.cut() },
    { weight: 3, name: 'network stalled', begin: () => network.stall() },
    { weight: 2, name: 'connections reset', begin: () => network.reset() },
    { weight: 2, name: 'connections forgotten', begin: () => network.freeze('all') },
    { weight: 2, name: 'backend killed', begin: () => backend.kill(), end: () => backend.startAgain() },
    {
      weight: 3,
      name: 'bell’s page killed',
      begin: () =>
        turn(() =>
          counter.app.evaluate(({ webContents }) => {
            for (const one of webContents.getAllWebContents())
              if (one.getURL().startsWith('app://bell/')) one.forcefullyCrashRenderer();
          }),
        ),
    },
  ];
  const counts: Record<string, number> = Object.fromEntries(kinds.map(({ name }) => [name, 0]));
  while (!state.over) {
    await pause(random.whole(longest / 4, longest));
    if (state.quiet || state.over) continue;
    const one = random.weighted(kinds);
    counts[one.name] = (counts[one.name] ?? 0) + 1;
    await one.begin();
    await pause(random.whole(100, longest));
    await one.end?.();
    await network.heal();
  }
  return counts;
}

/** Runs in the main process. */
function closeWindow({ BrowserWindow }: typeof Electron, destroys: boolean): void {
  for (const window of BrowserWindow.getAllWindows())
    if (window.webContents.getURL().startsWith('app://counterbell/')) {
      if (destroys) window.destroy();
      else window.close();
    }
}

/** As people do, at no time that anything else keeps to. */
async function openAndClose(
  { counter, turn }: Parts,
  { seconds, windows }: SoakPlan,
  random: Random,
  state: { over: boolean; quiet: boolean },
): Promise<number> {
  let opened = 0;
  const apart = (seconds * 1000) / windows;
  while (opened < windows) {
    await pause(apart * (0.2 + random.next() * 0.6));
    if (state.quiet && !state.over) continue;
    await turn(() => counter.app.evaluate(({ app }) => void app.emit('activate')));
    await counter.page();
    opened += 1;
    await pause(apart * 0.2);
    await turn(() => counter.app.evaluate(closeWindow, random.chance(0.5)));
  }
  return opened;
}

export async function soak(plan: SoakPlan): Promise<SoakResult> {
  const ends: (() => Promise<void>)[] = [];
  const last = (end: () => Promise<void>) => void ends.push(end);
  try {
    const desktop = await startDesktop();
    last(desktop.stop);
    const network = await startNetwork();
    last(network.stop);
    const backend = await startBackend({ PUBLIC_URL: network.url, COUNTERBELL_RATE_PER_SECOND: '10000' });
    last(backend.stop);
    network.to(backend.port);
    const counter = await driveConsole({
      env: desktop.env,
      backend: { url: network.url },
      words: ['--hidden'],
    });
    last(counter.stop);
    return await spendShift({ desktop, network, backend, counter, turn: inTurn() }, plan);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function spendShift(parts: Parts, plan: SoakPlan): Promise<SoakResult> {
  const { counter, backend, desktop, network } = parts;
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
  const witness = await witnessOf(backend);
  const random = (nth: number) => randomFrom(plan.seed * 10 + nth);
  const state = { over: false, quiet: false };
  const trouble = makeTrouble(parts, plan, random(1), state);
  const opening = openAndClose(parts, plan, random(2), state);
  let before: Measure | null = null;
  const placed = await placeAndAnswer(parts, plan, random(3), witness, async () => {
    state.quiet = true;
    await network.heal();
    before = await parts.turn(() => measure(parts));
    state.quiet = false;
  });
  state.over = true;
  const [faults, windows] = await Promise.all([trouble, opening]);
  await network.heal();
  const toldAt = (number: string) => desktop.notifications.shown.filter((one) => covers(one, number));
  await until('every order to be told', () => placed.every(({ number }) => toldAt(number).length > 0), {
    withinMs: 30_000,
  }).catch(() => undefined);
  const after = await parts.turn(() => measure(parts));
  if (before === null) throw new Error('Nothing was measured before.');
  return {
    orders: placed.length,
    missed: placed.filter(({ number }) => toldAt(number).length === 0).map(({ number }) => number),
    doubled: placed.filter(({ number }) => toldAt(number).length > 1).map(({ number }) => number),
    faults,
    windows,
    slowestMs: Math.max(
      ...placed.map(({ number, placedAt }) => (toldAt(number)[0]?.at ?? placedAt) - placedAt),
    ),
    troubles: ['main.fault', 'effect.failed', 'ipc.failed', 'journal.failed'].filter(
      (event) => counter.log.count(event) > 0,
    ),
    before,
    after,
  };
}

const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

export function soakTable({ seconds, seed }: SoakPlan, result: SoakResult): string {
  const { before, after } = result;
  const rows: [string, string][] = [
    ['seed', String(seed)],
    ['lasted', `${Math.round(seconds / 6) / 10} min`],
    ['orders', String(result.orders)],
    ['missed', [result.missed.length, ...result.missed].join(' ')],
    ['told twice', [result.doubled.length, ...result.doubled].join(' ')],
    ['told at the latest after', `${(result.slowestMs / 1000).toFixed(1)} s`],
    ['window opened and closed', String(result.windows)],
    ...Object.entries(result.faults).map(([name, times]): [string, string] => [name, String(times)]),
    ['went wrong inside', result.troubles.join(', ') || 'nothing'],
    ['heap of the main process', `${mib(before.heap)} → ${mib(after.heap)}`],
    ['its memory (PSS)', `${mib(before.pss)} → ${mib(after.pss)}`],
    ['its handles', `${before.handles} → ${after.handles}`],
    ['processes', `${before.processes} → ${after.processes}`],
  ];
  const widest = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(widest)}  ${value}`).join('\n');
}
