// What the backend can do on this machine: orders a second, how late the bell rings, how fast a console catches up.
// The backend runs as it ships, in a process of its own; the load comes from this one, on the same cores.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { createIdentity, type Identity } from '../../backend/identity/index.ts';
import { openStore } from '../../backend/db/open.ts';
import type { Store } from '../../backend/db/store.ts';
import { makeUpOrder } from '../../backend/demo/orders.ts';
import { randomFrom } from '../../backend/demo/random.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { createEventLog } from '../../backend/streams/event-log.ts';
import { onBothDatabases } from './both-databases.ts';
import { keepsNames, measureHistory } from './history.ts';
import { bench, percentile, type AddFigure } from './harness.ts';
import { caller, wait, type Caller } from './load.ts';
import { pageFloorAnswers } from './page-floor.ts';
import { playRole, startRole } from './pusher/roles.ts';
import { startShippedBackend } from './shipped-backend.ts';

const restaurants = 20;
const offered = { perSecond: 500, seconds: 20 };
const saturation = { connections: 32, seconds: 10 };
const log = { events: 100_000, page: 500, asks: 500, warmUp: 50 };
const openOrders = 500;
const warmUpSeconds = 3;

type House = { id: string; key: string; code: string };
type Bell = { heard: Map<string, number>; lagMs: number[] };

async function found(store: Store, identity: Identity): Promise<House[]> {
  const houses: House[] = [];
  for (let i = 1; i <= restaurants; i++) {
    const id = `r${i}`;
    await store.write((tx) => addRestaurant(tx, id, { ...plainSettings, name: id }, Date.now()));
    const key = await identity.addKey({ kind: 'channel', restaurant: id, name: 'web' });
    const code = await identity.addCode({ restaurant: id, maxUses: null, expiresAt: null });
    if (!key.ok || !code.ok) throw new Error('The bench could not make a key or a code.');
    houses.push({ id, key: key.value.key, code: code.value.code });
  }
  return houses;
}

/** A console of each restaurant, listening on Pusher's wire: how long after an event's time it is heard. */
async function listen(
  url: string,
  houses: House[],
  ask: Caller['ask'],
): Promise<{ bell: Bell; close: () => void; tokens: string[] }> {
  const bell: Bell = { heard: new Map(), lagMs: [] };
  const sockets: WebSocket[] = [];
  const tokens: string[] = [];
  for (const house of houses) {
    const enrolled = await ask(
      'POST',
      '/enrol',
      'none',
      JSON.stringify({ code: house.code, installId: randomUUID(), deviceName: 'bench' }),
    );
    const { token, pusher } = JSON.parse(enrolled.text()) as { token: string; pusher: { key: string } };
    tokens.push(token);
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/app/${pusher.key}?protocol=7&client=bench&version=1`,
    );
    sockets.push(socket);
    const channel = `private-restaurant-${house.id}`;
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (raw: Buffer) => {
        const at = Date.now();
        const frame = JSON.parse(raw.toString()) as { event: string; data: string };
        if (frame.event === 'pusher:connection_established') {
          const { socket_id } = JSON.parse(frame.data) as { socket_id: string };
          void ask('POST', '/pusher/auth', token, JSON.stringify({ socket_id, channel_name: channel })).then(
            (answer) => {
              const { auth } = JSON.parse(answer.text()) as { auth: string };
              socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
            },
            reject,
          );
        } else if (frame.event === 'pusher_internal:subscription_succeeded') resolve();
        else if (frame.event === 'pusher:ping') socket.send('{"event":"pusher:pong","data":{}}');
        else if (frame.event === 'order.new') {
          // Parsing the whole order would cost the generator more than the backend.
          const id = /"id":"([^"]+)","type"/.exec(frame.data)?.[1] ?? '';
          const made = /"at":"([^"]+)"/.exec(frame.data)?.[1] ?? '';
          bell.heard.set(id, at);
          bell.lagMs.push(Math.max(0, at - Date.parse(made)));
        }
      });
    });
  }
  return { bell, tokens, close: () => sockets.forEach((socket) => socket.terminate()) };
}

const random = randomFrom(7);
const bodies = Array.from({ length: 500 }, () => {
  const { promisedAt: _, ...order } = makeUpOrder(random, Date.now());
  return JSON.stringify(order);
});
let nth = 0;
const nextBody = () => bodies[(nth += 1) % bodies.length] ?? '{}';

/** Orders are sent when they are due, however slow the answers are. */
async function openLoop(ask: Caller['ask'], houses: House[], perSecond: number, seconds: number) {
  const latencies: number[] = [];
  let refused = 0;
  const total = perSecond * seconds;
  const began = performance.now();
  const answers: Promise<void>[] = [];
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * perSecond) + 1);
    for (; sent < due; sent++) {
      const at = began + (sent / perSecond) * 1000;
      const house = houses[sent % houses.length] as House;
      answers.push(
        ask('POST', '/orders', house.key, nextBody()).then((answer) => {
          if (answer.status === 201) latencies.push(performance.now() - at);
          else refused += 1;
        }),
      );
    }
    await wait(1);
  }
  await Promise.all(answers);
  return { latencies, refused, placed: latencies.length };
}

async function closedLoop(ask: Caller['ask'], houses: House[], connections: number, seconds: number) {
  let placed = 0;
  let refused = 0;
  const until = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, async (_, i) => {
      for (let n = i; performance.now() < until; n += connections) {
        const answer = await ask('POST', '/orders', (houses[n % houses.length] as House).key, nextBody());
        if (answer.status === 201) placed += 1;
        else {
          refused += 1;
          await wait(200);
        }
      }
    }),
  );
  return { placed, refused };
}

/** A stream with a long history, as a busy restaurant has after two weeks; and a full screen of orders. */
async function fill(store: Store, identity: Identity): Promise<{ code: string }> {
  await store.write((tx) => addRestaurant(tx, 'old', { ...plainSettings, name: 'old' }, Date.now()));
  await store.write((tx) => addRestaurant(tx, 'full', { ...plainSettings, name: 'full' }, Date.now()));
  const stream = 'restaurant:old';
  const sample = bodies.map((body) => JSON.parse(body) as Record<string, unknown>);
  let prev: string | null = null;
  const at = Date.now();
  for (let from = 1; from <= log.events; from += 500) {
    const rows = Array.from({ length: 500 }, (_, i) => {
      const seq = from + i;
      const id = randomUUID();
      const order = {
        id: randomUUID(),
        number: String(seq % 999),
        status: 'new',
        ...sample[seq % sample.length],
      };
      const body = JSON.stringify({
        stream,
        epoch: 'e',
        seq,
        prev,
        id,
        type: 'order.new',
        at: new Date(at).toISOString(),
        message: `New order ${order.number}.`,
        order,
      });
      prev = id;
      return { stream, seq, id, type: 'order.new', at, body };
    });
    await store.write((tx) => tx.insertInto('events').values(rows).execute());
  }
  await store.write((tx) =>
    tx
      .insertInto('streams')
      .values({
        name: stream,
        epoch: 'e',
        seq: log.events,
        last_id: prev,
        prev_id: null,
        epoch_from: 0,
        published_seq: log.events,
        lease_owner: null,
        lease_until: 0,
      })
      .execute(),
  );
  const code = await identity.addCode({ restaurant: 'old', maxUses: null, expiresAt: null });
  if (!code.ok) throw new Error('The bench could not make a code.');
  return { code: code.value.code };
}

async function enrol(ask: Caller['ask'], code: string): Promise<string> {
  const body = JSON.stringify({ code, installId: randomUUID(), deviceName: 'bench' });
  return (JSON.parse((await ask('POST', '/enrol', 'none', body)).text()) as { token: string }).token;
}

/** Asks for pages, the product and the floor in turn, so that the machine's moods hit both. */
async function pages(
  ask: Caller['ask'],
  token: string,
  floor: Caller['ask'] | null,
): Promise<{ product: number[]; floor: number[] }> {
  const samples = { product: [] as number[], floor: [] as number[] };
  const places = randomFrom(11);
  for (let i = -log.warmUp; i < log.asks; i++) {
    const after = places.whole(1, log.events - log.page);
    const timed = async (into: number[], from: Caller['ask'], pathname: string) => {
      const began = performance.now();
      const answer = await from('GET', pathname, token);
      if (i >= 0) into.push(performance.now() - began);
      const text = answer.text();
      if (answer.status !== 200 || !text.includes(`"seq":${after + log.page},`))
        throw new Error(`A page after ${after} is not whole: ${text.slice(0, 200)}`);
    };
    const place = `after=${after}&limit=${log.page}`;
    await timed(samples.product, ask, `/streams/restaurant:old/events?${place}`);
    if (floor !== null) await timed(samples.floor, floor, `/?stream=restaurant:old&${place}`);
  }
  return samples;
}

async function searcher(ask: Caller['ask'], identity: Identity, restaurant: string) {
  const code = await identity.addCode({ restaurant, maxUses: null, expiresAt: null });
  if (!code.ok) throw new Error('The bench could not make a code.');
  const token = await enrol(ask, code.value.code);
  return (query: string) => ask('GET', `/orders?${query}`, token);
}

async function snapshots(ask: Caller['ask'], identity: Identity): Promise<number[]> {
  const key = await identity.addKey({ kind: 'channel', restaurant: 'full', name: 'web' });
  const code = await identity.addCode({ restaurant: 'full', maxUses: null, expiresAt: null });
  if (!key.ok || !code.ok) throw new Error('The bench could not make a key or a code.');
  for (let i = 0; i < openOrders; i++) await ask('POST', '/orders', key.value.key, nextBody());
  const token = await enrol(ask, code.value.code);
  const samples: number[] = [];
  for (let i = 0; i < 100; i++) {
    const began = performance.now();
    const answer = await ask('GET', '/snapshot', token);
    samples.push(performance.now() - began);
    if (i === 0 && (JSON.parse(answer.text()) as { orders: unknown[] }).orders.length !== openOrders)
      throw new Error('The snapshot does not hold every open order.');
  }
  return samples;
}

async function measure(figure: AddFigure, database: string, suffix: '' | '_pg'): Promise<void> {
  const store = await openStore(database);
  const identity = await createIdentity({ store, log: createEventLog(store), now: Date.now });
  const houses = await found(store, identity);
  const { code } = await fill(store, identity);
  const backend = await startShippedBackend(database, keepsNames);
  const load = caller(backend.url, 64);
  try {
    const reading = caller(backend.url, 1);
    const token = await enrol(reading.ask, code);
    const bare = suffix === '_pg' ? startRole('page-floor') : null;
    const bareCaller = bare && caller(await bare.ask<string>('listen', { database }), 1);
    const pageMs = await pages(reading.ask, token, bareCaller?.ask ?? null);
    bareCaller?.close();
    await bare?.stop();
    const snapshotMs = await snapshots(reading.ask, identity);
    reading.close();

    const { bell, close } = await listen(backend.url, houses, load.ask);
    await openLoop(load.ask, houses, offered.perSecond / 2, warmUpSeconds);
    await wait(1_000);
    bell.heard.clear();
    bell.lagMs.length = 0;

    const steady = await openLoop(load.ask, houses, offered.perSecond, offered.seconds);
    await wait(1_000);
    const backlog = steady.placed - bell.heard.size;
    figure(`order_p99_ms${suffix}`, percentile(steady.latencies, 0.99), 'ms', {
      goal: { atMost: 100 },
      durable: true,
    });
    figure(`order_p50_ms${suffix}`, percentile(steady.latencies, 0.5), 'ms', { durable: true });
    figure(`orders_refused${suffix}`, steady.refused, 'orders', { goal: { atMost: 0 } });
    figure(`relay_lag_p99_ms${suffix}`, percentile(bell.lagMs, 0.99), 'ms', { goal: { atMost: 500 } });
    figure(`relay_backlog_after_1s${suffix}`, backlog, 'events', { goal: { atMost: 0 } });

    bell.heard.clear();
    bell.lagMs.length = 0;
    const sat = caller(backend.url, saturation.connections);
    const full = await closedLoop(sat.ask, houses, saturation.connections, saturation.seconds);
    const deadline = performance.now() + 30_000;
    while (bell.heard.size < full.placed && performance.now() < deadline) await wait(50);
    sat.close();
    figure(`sat_orders_per_s${suffix}`, full.placed / saturation.seconds, '/s', { durable: true });
    figure(`sat_relay_lag_p99_ms${suffix}`, percentile(bell.lagMs, 0.99), 'ms', { goal: { atMost: 2_000 } });
    figure(`sat_refused_per_s${suffix}`, full.refused / saturation.seconds, '/s');
    figure(`events_page_p99_ms${suffix}`, percentile(pageMs.product, 0.99), 'ms', { goal: { atMost: 15 } });
    if (bare !== null) {
      const ratio = (share: number) => percentile(pageMs.product, share) / percentile(pageMs.floor, share);
      figure('events_page_floor_p99_ms_pg', percentile(pageMs.floor, 0.99), 'ms');
      figure('events_page_p50_ratio_pg', ratio(0.5), 'times');
      figure('events_page_ratio_pg', ratio(0.99), 'times', { goal: { atMost: 2.5 } });
    }
    figure(`snapshot_500_ms${suffix}`, percentile(snapshotMs, 0.99), 'ms', { goal: { atMost: 50 } });
    close();
    await measureHistory(figure, suffix, {
      store,
      asking: (restaurant) => searcher(load.ask, identity, restaurant),
    });
  } finally {
    load.close();
    await backend.stop();
    await store.close();
  }
}

if (process.argv[2] === '--role') playRole(pageFloorAnswers());
else
  await bench('backend', (figure) =>
    onBothDatabases((database, suffix) => measure(figure, database, suffix)));
