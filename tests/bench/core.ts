// What the console's brain costs and how soon it is back: dead links, outages, commits, catching up, memory.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { demo, startBackend } from '../support/backend.ts';
import { startHeadless } from '../support/headless/start.ts';
import { startNetwork } from '../support/proxy.ts';
import { commitTimes } from './core/commits.ts';
import { steadyDays } from './core/days.ts';
import { bench, percentile } from './harness.ts';

const deadLinkRounds = 3;
const shortOutages = 5;
const longOutages = 3;
const missedEvents = 10_000;

type Witness = { token: string };
let witness: Promise<Witness> | undefined;

async function post(url: string, token: string | null, route: string, body: object): Promise<unknown> {
  const key = randomUUID();
  for (;;) {
    const answer = await fetch(url + route, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    if (answer.ok) return answer.json();
    // "Too much at once": the events are only wanted to be there in the end.
    if (answer.status !== 503) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    await pause(200);
  }
}

const witnessAt = (url: string) =>
  (witness ??= post(url, null, '/enrol', {
    code: demo.code,
    installId: randomUUID(),
    deviceName: 'Kitchen',
  }) as Promise<Witness>);

async function eventsFrom(url: string): Promise<{ head: number }> {
  const { token } = await witnessAt(url);
  const answer = await fetch(`${url}/streams/restaurant:demo/events?after=0&limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { head } = (await answer.json()) as { head: { seq: number } };
  return { head: head.seq };
}

/** Orders that come and are dealt with at another device: four events each. */
async function letHappen(url: string, events: number): Promise<void> {
  const { token } = await witnessAt(url);
  let left = events / 4;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const { order } = (await post(url, demo.apiKey, '/orders', {
        items: [{ name: 'Margherita', quantity: 1, price: 950 }],
      })) as { order: { id: string } };
      for (const verb of ['accept', 'ready', 'collect'])
        await post(url, token, `/orders/${order.id}/${verb}`, {});
    }
  };
  await Promise.all(Array.from({ length: 8 }, lane));
}

/** `npm run bench:core -- commits days` measures only those. */
const parts = ['links', 'catch-up', 'commits', 'days'] as const;
const wanted = (part: (typeof parts)[number]) =>
  process.argv.length === 2 || process.argv.slice(2).includes(part);

await bench('core', async (figure) => {
  const stops: (() => Promise<void>)[] = [];
  try {
    const network = await startNetwork();
    stops.push(() => network.stop());
    const backend = await startBackend({ PUBLIC_URL: network.url, COUNTERBELL_RATE_PER_SECOND: '100000' });
    stops.push(() => backend.stop());
    network.to(backend.port);
    const counter = await startHeadless({ url: network.url });
    stops.push(() => counter.stop());
    await counter.is('live');

    await witnessAt(backend.url);

    /** From a moment until the console says so, in milliseconds. */
    const wordAfter = async (since: number, suits: (word: string) => boolean) => {
      const line = await counter.wait('status', ({ at, word }) => at >= since && suits(word), {
        withinMs: 60_000,
      });
      return line.at - since;
    };
    const now = () => performance.timeOrigin + performance.now();

    if (wanted('links')) await links();
    if (wanted('catch-up')) figure('catchup_10k_ms', await catchUp(), 'ms', { goal: { atMost: 3000 } });

    async function links(): Promise<void> {
      const noticed: number[] = [];
      for (let round = 0; round < deadLinkRounds; round += 1) {
        await counter.is('live');
        // Somewhere else between two signs of life each time.
        await pause(1000 + 2500 * round);
        const since = now();
        network.freeze('websocket');
        noticed.push(await wordAfter(since, (word) => word !== 'live'));
      }
      figure('dead_link_ms', Math.max(...noticed), 'ms', { goal: { atMost: 13_000 } });

      const backAfter = async (outMs: number) => {
        await counter.is('live');
        await network.cut();
        await pause(outMs);
        await network.heal();
        return wordAfter(now(), (word) => word === 'live');
      };
      const short: number[] = [];
      for (let round = 0; round < shortOutages; round += 1) short.push(await backAfter(3000));
      figure('back_after_3s_ms', Math.max(...short), 'ms', { goal: { atMost: 3000 } });
      const long: number[] = [];
      for (let round = 0; round < longOutages; round += 1) long.push(await backAfter(20_000));
      figure('back_after_20s_ms', Math.max(...long), 'ms', { goal: { atMost: 7000 } });

      const waking = async (wake: () => Promise<unknown>) => {
        await counter.is('live');
        await network.cut();
        await pause(12_000);
        await network.heal();
        const since = now();
        await wake();
        return wordAfter(since, (word) => word === 'live');
      };
      const woken = [
        await waking(() => counter.power('resume')),
        await waking(() => counter.power('network-changed')),
        await waking(() => counter.intend({ kind: 'try-now' })),
      ];
      // Asleep for so long that a router forgot every connection: nobody answers on them, and nobody says so.
      const rise = async () => {
        await counter.is('live');
        network.freeze('all');
        await pause(3000);
        const since = now();
        await counter.power('resume');
        return wordAfter(since, (word) => word === 'live');
      };
      figure('back_after_resume_ms', Math.max(await rise(), await rise(), await rise()), 'ms', {
        goal: { atMost: 1000 },
      });
      figure('back_when_asked_ms', Math.max(...woken), 'ms', { goal: { atMost: 1000 } });
    }

    async function catchUp(): Promise<number> {
      await network.cut();
      await letHappen(backend.url, missedEvents);
      const { head } = await eventsFrom(backend.url);
      await network.heal();
      const since = now();
      await counter.intend({ kind: 'try-now' });
      const line = await counter.wait(
        'status',
        ({ at, word, caughtUpTo }) => at >= since && word === 'live' && (caughtUpTo ?? 0) >= head,
        { withinMs: 120_000 },
      );
      return line.at - since;
    }
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }

  if (wanted('commits')) await commits();
  if (wanted('days')) {
    const days = await steadyDays({ from: 20_000, to: 100_000 });
    figure('events_per_s', days.eventsPerSecond, 'events/s');
    figure('heap_growth_mb', days.heapGrowthMb, 'MB', { goal: { atMost: 5 } });
  }

  async function commits(): Promise<void> {
    mkdirSync('bench-results', { recursive: true });
    const folder = mkdtempSync(path.resolve('bench-results', '.journal-'));
    try {
      const times = await commitTimes(folder, { orders: 2000, commits: 2000 });
      figure('commit_2000_p50_ms', percentile(times, 0.5), 'ms', { durable: true });
      figure('commit_2000_p99_ms', percentile(times, 0.99), 'ms', { goal: { atMost: 5 }, durable: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});
