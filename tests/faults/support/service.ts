// An evening of service on a bad network: orders come, staff answer them at the console, and meanwhile lines are cut,
// stalled and slowed and both programs are killed. One seed decides all of it; what happened is asked of the backend.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { EnrolAnswer, Snapshot } from '../../../contract/api.ts';
import type { Event } from '../../../contract/events.ts';
import type { Order } from '../../../contract/order.ts';
import { randomFrom, type Random } from '../../../backend/demo/random.ts';
import { demo, type RunningBackend } from '../../support/backend.ts';
import type { Headless } from '../../support/headless/start.ts';
import type { LineOf } from '../../support/headless/lines.ts';
import { until } from '../../support/poll.ts';
import type { Network } from '../../support/proxy.ts';
import type { Counter } from './counter.ts';
import { covers, judge, unproven, type Timeline, type Verdict } from './verdict.ts';

export type Evening = { seed: number; orders: number; backendKills: number; consoleKills: number };

/** Asked again under the same key until there is an answer: a sales channel loses no order either. */
async function surely(url: string, token: string | null, route: string, body: object): Promise<unknown> {
  const key = randomUUID();
  for (;;) {
    try {
      const answer = await fetch(url + route, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          ...(token !== null && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
      });
      if (answer.ok) return await answer.json();
      if (answer.status < 500 && answer.status !== 429)
        throw new TypeError(`${route}: ${answer.status} ${await answer.text()}`);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('/')) throw error;
    }
    await pause(50);
  }
}

export async function spendEvening(
  { network, backend, counter }: Counter,
  evening: Evening,
): Promise<Verdict> {
  const random = randomFrom(evening.seed);
  await counter.is('live');
  const witness = (await surely(backend.url, null, '/enrol', {
    code: demo.code,
    installId: randomUUID(),
    deviceName: 'Witness',
  })) as EnrolAnswer;
  const before = (await backend.get('/snapshot', witness.token)) as Snapshot;
  const here = new Set(before.orders.map((order) => order.id));

  const over = { placing: false, all: false };
  let timelinesSoFar = new Map<string, Timeline>();
  const placed = new Map<string, Order>();
  const placing = place(backend, evening, randomFrom(evening.seed + 1), placed).finally(
    () => (over.placing = true),
  );
  const staff = answerOrders(counter, placed, randomFrom(evening.seed + 2), () => over.all);
  const weather = makeWeather(network, random, () => over.placing);
  const kills = killNowAndThen({ backend, counter }, evening, randomFrom(evening.seed + 3), placed);
  try {
    await Promise.all([placing, weather, kills]);
    await network.heal();
    await until(
      'every order to be ready at the backend',
      async () => {
        const { orders } = (await backend.get('/snapshot', witness.token)) as Snapshot;
        return orders.filter((order) => !here.has(order.id) && order.status !== 'ready').length === 0;
      },
      { withinMs: 60_000, everyMs: 250, seen: () => staff.doing() },
    );
    await until('nothing to wait in the outbox', async () =>
      (await counter.view()).orders.every(({ pending }) => pending === null),
    );
    await counter.is('live');
  } finally {
    over.all = true;
    await staff.done;
  }

  const timelines = await until(
    'the receipts of every order to arrive',
    async () => {
      const told: [string, Timeline][] = [];
      for (const id of placed.keys())
        told.push([id, (await backend.get(`/orders/${id}/timeline`, witness.token)) as Timeline]);
      timelinesSoFar = new Map(told);
      return unproven(counter.lines, [...placed.values()], timelinesSoFar).length === 0
        ? timelinesSoFar
        : null;
    },
    { everyMs: 250 },
    // Whoever looks back names those that never came.
  ).catch(() => timelinesSoFar);
  const events: Event[] = [];
  for (let after = 0; ; after = events.at(-1)?.seq ?? 0) {
    const page = (await backend.get(
      `/streams/restaurant:demo/events?after=${after}&limit=500`,
      witness.token,
    )) as { events: Event[] };
    if (page.events.length === 0) break;
    events.push(...page.events);
  }
  // The promise is about a console that has read as far as the backend has written; it may be told late, never not.
  const level = await until(
    'the console to have read as far as the backend',
    async () => {
      const theirs = (await backend.get('/snapshot', witness.token)) as Snapshot;
      const ours = await counter.view();
      return ours.status.caughtUpTo === theirs.heads['restaurant:demo']?.seq ? { theirs, ours } : null;
    },
    { withinMs: 30_000, everyMs: 250 },
  );
  return judge({
    lines: counter.lines,
    placed: [...placed.values()],
    timelines,
    events,
    theirs: level.theirs.orders,
    ours: level.ours.orders.map(({ order }) => order),
    answered: staff.answered,
  });
}

/** In clusters and lulls, as people come. */
async function place(
  backend: RunningBackend,
  { orders }: Evening,
  random: Random,
  placed: Map<string, Order>,
): Promise<void> {
  for (let n = 1; n <= orders; n += 1) {
    const { order } = (await surely(backend.url, demo.apiKey, '/orders', {
      number: `T${n}`,
      items: [{ name: 'Margherita', quantity: random.whole(1, 4), price: 950 }],
    })) as { order: Order };
    placed.set(order.id, order);
    await pause(random.chance(0.08) ? random.whole(800, 2500) : random.whole(20, 180));
  }
}

const steps = ['accept', 'delay', 'ready'] as const;
export type Step = (typeof steps)[number];

/**
 * Presses what comes next on each order that is on the screen. A press that the console died over before it answered
 * is pressed again only where the screen then still asks for it, as people do.
 */
function answerOrders(
  counter: Headless,
  placed: ReadonlyMap<string, Order>,
  random: Random,
  isOver: () => boolean,
) {
  const answered: { order: string; verb: Step }[] = [];
  const shown = new Map<string, { status: string; pending: string | null; life: number }>();
  const toasts: LineOf<'toast'>[] = [];
  const told = new Set<string>();
  const next = new Map<string, number>();
  const busy = new Set<string>();
  let read = 0;

  const look = () => {
    for (; read < counter.lines.length; read += 1) {
      const line = counter.lines[read];
      if (line?.what === 'order') shown.set(line.id, line);
      else if (line?.what === 'toast') toasts.push(line);
    }
    // A notification may be here before the answer to whoever placed the order.
    for (const order of placed.values())
      if (!told.has(order.id) && toasts.some((toast) => covers(toast, order))) told.add(order.id);
  };

  async function press(order: string, at: number): Promise<void> {
    const verb = steps[at];
    if (verb === undefined) return;
    const answer = await counter.intend({
      kind: 'command',
      order,
      verb,
      ...(verb === 'delay' ? { minutes: 5 } : {}),
    });
    if (answer?.ok === true) {
      answered.push({ order, verb });
      next.set(order, at + 1);
    } else if (answer === null && verb === 'delay') {
      // Nobody can see on the screen whether it was taken; pressing it again would be a second delay.
      next.set(order, at + 1);
    }
  }

  const done = (async () => {
    while (!isOver()) {
      look();
      for (const [order, seen] of shown) {
        if (!placed.has(order) || busy.has(order) || seen.life !== counter.life()) continue;
        // Nobody looks at the screen before the bell has told of it: an order it forgets stays unanswered.
        if (!told.has(order) || !random.chance(0.2)) continue;
        let at = next.get(order) ?? 0;
        if (at === 0 && seen.status !== 'new') at = 1;
        if (at >= steps.length && seen.status !== 'ready' && seen.pending === null) at = 2;
        if (at >= steps.length) continue;
        busy.add(order);
        void press(order, at).finally(() => busy.delete(order));
      }
      await pause(60);
    }
  })();
  const doing = () =>
    [...placed.values()]
      .filter((order) => shown.get(order.id)?.status !== 'ready')
      .map(
        ({ id, number }) =>
          `${number} ${JSON.stringify(shown.get(id) ?? 'never seen')} next ${next.get(id)}, ${told.has(id) ? 'told' : 'never told'}`,
      )
      .join('\n');
  return { answered, done, doing };
}

async function makeWeather(network: Network, random: Random, isOver: () => boolean): Promise<void> {
  const kinds: readonly { weight: number; lasts: [number, number]; begin: () => unknown }[] = [
    { weight: 4, lasts: [100, 3000], begin: () => network.cut() },
    { weight: 3, lasts: [50, 200], begin: () => network.reset() },
    { weight: 3, lasts: [200, 4000], begin: () => network.stall() },
    { weight: 2, lasts: [500, 3000], begin: () => network.delay(random.whole(50, 900)) },
    { weight: 2, lasts: [500, 3000], begin: () => network.throttle(random.whole(2000, 20_000)) },
    { weight: 2, lasts: [100, 1000], begin: () => network.freeze('websocket') },
    { weight: 1, lasts: [100, 1000], begin: () => network.freeze('all') },
  ];
  while (!isOver()) {
    await pause(random.whole(300, 2500));
    const one = random.weighted(kinds);
    await one.begin();
    await pause(random.whole(...one.lasts));
    await network.heal();
  }
}

/** At places spread over the evening by chance, each a random moment after an order. */
async function killNowAndThen(
  { backend, counter }: Pick<Counter, 'backend' | 'counter'>,
  { orders, backendKills, consoleKills }: Evening,
  random: Random,
  placed: ReadonlyMap<string, Order>,
): Promise<void> {
  const plan = [
    ...Array.from({ length: backendKills }, () => backend),
    ...Array.from({ length: consoleKills }, () => counter),
  ]
    .map((victim) => ({ victim, after: random.whole(2, orders - 1), ms: random.whole(0, 120) }))
    .toSorted((a, b) => a.after - b.after);
  for (const { victim, after, ms } of plan) {
    await until('the next to be killed', () => placed.size >= after, { withinMs: 600_000, everyMs: 5 });
    await pause(ms);
    await victim.kill();
    await pause(random.whole(0, 800));
    await victim.startAgain();
  }
}
