// What messages among people cost the orders: 100 orders a second alone, and beside chats and notifications, in turn.
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { openStore } from '../../backend/db/open.ts';
import type { Store } from '../../backend/db/store.ts';
import { createIdentity, type Identity } from '../../backend/identity/index.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { createEventLog } from '../../backend/streams/event-log.ts';
import { onBothDatabases } from './both-databases.ts';
import { bench, percentile, type AddFigure } from './harness.ts';
import { randomFrom } from '../../backend/demo/random.ts';
import { caller, inPace, outOfStep, wait, type Caller } from './load.ts';
import { ordersAnswers, type OfferOrders, type OpenOrders } from './people/orders-role.ts';
import { playRole, startRole } from './pusher/roles.ts';
import { startShippedBackend } from './shipped-backend.ts';

const restaurants = 20;
const peopleEach = 20;
const perSecond = { orders: 100, chats: 100, notifications: 50 };
const rounds = 5;
const secondsEach = 6;
const warmUpSeconds = 3;
const goals = { orderRatio: 1.2, lagP99Ms: 500 };

type House = {
  id: string;
  /** Keys of a sales channel and of an administrator. */
  web: string;
  admin: string;
  device: string;
  people: { id: string; token: string }[];
};

const good = <T>(result: { ok: true; value: T } | { ok: false; detail: string }): T => {
  if (!result.ok) throw new Error(result.detail);
  return result.value;
};

async function found(store: Store, identity: Identity): Promise<House[]> {
  const houses: House[] = [];
  for (let i = 1; i <= restaurants; i += 1) {
    const id = `r${i}`;
    await store.write((tx) => addRestaurant(tx, id, { ...plainSettings, name: id }, Date.now()));
    const web = good(await identity.addKey({ kind: 'channel', restaurant: id, name: 'web' })).key;
    const admin = good(await identity.addKey({ kind: 'admin', restaurant: id, name: 'it' })).key;
    const { code } = good(await identity.addCode({ restaurant: id, maxUses: null, expiresAt: null }));
    const enrol = async () =>
      good(await identity.enrol({ code, installId: randomUUID(), deviceName: 'bench' }, 'here')).token;
    const people: House['people'] = [];
    for (let n = 0; n < peopleEach; n += 1) {
      const pin = String(1000 + n);
      const person = good(await identity.addPerson({ restaurant: id, name: `P${n}`, role: 'counter', pin }));
      const by = good(await identity.identify(await enrol()));
      people.push({ id: person.id, token: good(await identity.stepIn(by, { pin }, 'here')).token });
    }
    houses.push({ id, web, admin, device: await enrol(), people });
  }
  return houses;
}

/** How long after the time that an event bears it was heard. */
type Heard = { chats: number[]; notifications: number[] };

/** One socket of each restaurant, on its chat and on the stream of everybody there. */
async function listen(url: string, houses: House[], ask: Caller['ask'], key: string) {
  const heard: Heard = { chats: [], notifications: [] };
  const sockets = await Promise.all(houses.map((house) => subscribe(url, house, ask, key, heard)));
  return { heard, close: () => sockets.forEach((socket) => socket.terminate()) };
}

async function subscribe(
  url: string,
  house: House,
  ask: Caller['ask'],
  key: string,
  heard: Heard,
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/app/${key}?protocol=7&client=bench&version=1`);
  const wanted = [
    { channel: `private-CHAT_${house.id}`, token: house.device },
    ...house.people.map(({ id, token }) => ({ channel: `private-user-${id}`, token })),
  ];
  const join = async (socketId: string, { channel, token }: (typeof wanted)[number]) => {
    const body = JSON.stringify({ socket_id: socketId, channel_name: channel });
    const answer = await ask('POST', '/pusher/auth', token, body);
    if (answer.status !== 200) throw new Error(`Not authorized for ${channel}: ${answer.text()}`);
    const { auth } = JSON.parse(answer.text()) as { auth: string };
    socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
  };
  let joined = 0;
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (raw: Buffer) => {
      const now = Date.now();
      const frame = JSON.parse(raw.toString()) as { event: string; data: string };
      if (frame.event === 'pusher:connection_established') {
        const { socket_id: socketId } = JSON.parse(frame.data) as { socket_id: string };
        Promise.all(wanted.map((one) => join(socketId, one))).catch(reject);
      } else if (frame.event === 'pusher_internal:subscription_succeeded') {
        joined += 1;
        if (joined === wanted.length) resolve();
      } else if (frame.event === 'pusher:ping') socket.send('{"event":"pusher:pong","data":{}}');
      else if (frame.event === 'chat.message') heard.chats.push(lagOf(frame.data, now));
      else if (frame.event === 'notification.new') heard.notifications.push(lagOf(frame.data, now));
    });
  });
  return socket;
}

const lagOf = (data: string, now: number): number =>
  Math.max(0, now - Date.parse(/"at":"([^"]+)"/.exec(data)?.[1] ?? ''));

type Load = { ask: Caller['ask']; houses: House[] };
const houseOf = ({ houses }: Load, nth: number): House => houses[nth % houses.length] as House;

const random = randomFrom(11);

async function among(load: Load, seconds: number): Promise<{ chats: number; notifications: number }> {
  const sent = { chats: 0, notifications: 0 };
  const chat = async (nth: number) => {
    const { id, device } = houseOf(load, nth);
    const body = JSON.stringify({ id, message: `Message ${nth}` });
    const answer = await load.ask('POST', '/api/chat', device, body);
    if (answer.status !== 200) throw new Error(`A message was refused: ${answer.text()}`);
    sent.chats += 1;
  };
  const notify = async (nth: number) => {
    const { admin, people } = houseOf(load, nth);
    const notification = { title: `Notification ${nth}`, body: 'To everybody here.' };
    const body = JSON.stringify({ userIds: people.map(({ id }) => id), notification });
    const answer = await load.ask('POST', '/notifications', admin, body);
    if (answer.status !== 201) throw new Error(`A notification was refused: ${answer.text()}`);
    sent.notifications += 1;
  };
  await Promise.all([
    inPace(perSecond.chats, seconds, chat, outOfStep(perSecond.chats, random.next)),
    inPace(perSecond.notifications, seconds, notify, outOfStep(perSecond.notifications, random.next)),
  ]);
  return sent;
}

/** Until everything that was sent was heard, which may be never: then it is told by how much. */
async function allHeard(heard: Heard, sent: { chats: number; notifications: number }): Promise<number> {
  const wanted = sent.chats + sent.notifications * peopleEach;
  const missing = () => wanted - heard.chats.length - heard.notifications.length;
  const deadline = performance.now() + 30_000;
  while (missing() > 0 && performance.now() < deadline) await wait(20);
  return missing();
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

async function measure(figure: AddFigure, database: string, suffix: '' | '_pg'): Promise<void> {
  const store = await openStore(database);
  const cheap = { N: 16, r: 8, p: 1 };
  const identity = await createIdentity({
    store,
    log: createEventLog(store),
    now: Date.now,
    secretCost: cheap,
  });
  const houses = await found(store, identity);
  const backend = await startShippedBackend(database);
  const load = caller(backend.url, 64);
  const sales = startRole('orders');
  try {
    await sales.ask('open', { url: backend.url, keys: houses.map(({ web }) => web) } satisfies OpenOrders);
    const orders = (seconds: number) =>
      sales.ask<number[]>('offer', { perSecond: perSecond.orders, seconds } satisfies OfferOrders);
    const key = await store.read
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'pusher_key')
      .executeTakeFirstOrThrow();
    const { heard, close } = await listen(backend.url, houses, load.ask, key.value);
    const all: Load = { ask: load.ask, houses };
    const beside = async (seconds: number) => {
      const [took, sent] = await Promise.all([orders(seconds), among(all, seconds)]);
      return { took, missing: await allHeard(heard, sent) };
    };
    const clear = () => void (heard.chats.length = heard.notifications.length = 0);
    await beside(warmUpSeconds);
    const ratios: number[] = [];
    const lags: number[] = [];
    const p99 = { alone: [] as number[], beside: [] as number[] };
    let missed = 0;
    for (let round = 0; round < rounds; round += 1) {
      clear();
      const alone = percentile(await orders(secondsEach), 0.99);
      clear();
      const { took, missing } = await beside(secondsEach);
      missed += missing;
      lags.push(percentile([...heard.chats, ...heard.notifications], 0.99));
      p99.alone.push(alone);
      p99.beside.push(percentile(took, 0.99));
      ratios.push(percentile(took, 0.99) / alone);
    }
    close();
    figure(`people_order_alone_p99_ms${suffix}`, median(p99.alone), 'ms', { durable: true });
    figure(`people_order_p99_ms${suffix}`, median(p99.beside), 'ms', { durable: true });
    figure(`people_order_p99_ratio${suffix}`, median(ratios), 'times', {
      goal: { atMost: goals.orderRatio },
    });
    figure(`people_lag_p99_ms${suffix}`, median(lags), 'ms', { goal: { atMost: goals.lagP99Ms } });
    figure(`people_not_heard${suffix}`, missed, 'events', { goal: { atMost: 0 } });
  } finally {
    load.close();
    await sales.stop();
    await backend.stop();
    await store.close();
  }
}

if (process.argv[2] === '--role') playRole(ordersAnswers());
else
  await bench('people', (figure) => onBothDatabases((database, suffix) => measure(figure, database, suffix)));
