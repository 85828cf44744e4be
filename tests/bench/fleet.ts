// What a whole fleet asks of one backend process: 500 restaurants with four consoles each, which listen on Pusher's wire
// and beat every ten seconds, while 20 orders a second come in. Consoles are played by a process of their own.
import { randomUUID } from 'node:crypto';
import { openStore } from '../../backend/db/open.ts';
import { makeUpOrder } from '../../backend/demo/orders.ts';
import { randomFrom } from '../../backend/demo/random.ts';
import { createIdentity } from '../../backend/identity/index.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { createEventLog } from '../../backend/streams/event-log.ts';
import { onBothDatabases } from './both-databases.ts';
import { consolesAnswers, type ConsoleSeat, type Heard } from './fleet/consoles-role.ts';
import { costOf } from './fleet/process-cost.ts';
import { bench, percentile, type AddFigure } from './harness.ts';
import { playRole, startRole } from './pusher/roles.ts';
import { arrive, onTimetable, pause } from './pusher/timetable.ts';
import { startShippedBackend } from './shipped-backend.ts';

const restaurants = 500;
const consolesEach = 4;
const ordersPerSecond = 20;
const warmUpSeconds = 15;
const seconds = 60;
const enrolAbreast = 16;

type House = { id: string; key: string; code: string };

async function found(database: string): Promise<House[]> {
  const store = await openStore(database);
  try {
    const identity = await createIdentity({ store, log: createEventLog(store), now: Date.now });
    const houses: House[] = [];
    for (let n = 1; n <= restaurants; n += 1) {
      const id = `r${n}`;
      await store.write((tx) => addRestaurant(tx, id, { ...plainSettings, name: id }, Date.now()));
      const key = await identity.addKey({ kind: 'channel', restaurant: id, name: 'web' });
      const code = await identity.addCode({ restaurant: id, maxUses: null, expiresAt: null });
      if (!key.ok || !code.ok) throw new Error('The bench could not make a key or a code.');
      houses.push({ id, key: key.value.key, code: code.value.code });
    }
    return houses;
  } finally {
    await store.close();
  }
}

async function post<T>(url: string, pathname: string, token: string | null, body: string): Promise<T> {
  const answer = await fetch(url + pathname, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    body,
  });
  if (!answer.ok) throw new Error(`POST ${pathname}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function enrolAll(
  url: string,
  houses: readonly House[],
): Promise<{ key: string; seats: ConsoleSeat[] }> {
  const wanted = houses.flatMap(({ id, code }) =>
    Array.from({ length: consolesEach }, (_, n) => ({ restaurant: id, code, deviceName: `Console ${n}` })),
  );
  const seats: ConsoleSeat[] = [];
  let key = '';
  await Promise.all(
    Array.from({ length: enrolAbreast }, async () => {
      for (let one = wanted.pop(); one !== undefined; one = wanted.pop()) {
        const { restaurant, code, deviceName } = one;
        const body = JSON.stringify({ code, installId: randomUUID(), deviceName });
        const answer = await post<{ token: string; pusher: { key: string } }>(url, '/enrol', null, body);
        ({ key } = answer.pusher);
        seats.push({ token: answer.token, restaurant });
      }
    }),
  );
  return { key, seats };
}

async function measure(figure: AddFigure, database: string, suffix: '' | '_pg'): Promise<void> {
  const houses = await found(database);
  const backend = await startShippedBackend(database);
  const consoles = startRole('consoles');
  try {
    const { key, seats } = await enrolAll(backend.url, houses);
    const alone = costOf(backend.pid);
    await consoles.ask('open', { url: backend.url, key, seats });

    const random = randomFrom(5);
    const place = () => {
      const { promisedAt: _, ...order } = makeUpOrder(random, Date.now());
      const house = houses[random.whole(0, houses.length - 1)] as House;
      return post(backend.url, '/orders', house.key, JSON.stringify(order));
    };
    await onTimetable(ordersPerSecond, warmUpSeconds, place);
    await pause(1000);
    await consoles.ask('heard');

    const before = costOf(backend.pid);
    const began = performance.now();
    const placed = await onTimetable(ordersPerSecond, seconds, place);
    const tookSeconds = (performance.now() - began) / 1000;
    const after = costOf(backend.pid);
    await arrive(consoles, placed * consolesEach);
    const heard = await consoles.ask<Heard>('heard');

    const perThousand = (value: number) => value / (seats.length / 1000);
    const durable = true;
    figure(`fleet_beat_p50_ms${suffix}`, percentile(heard.beatMs, 0.5), 'ms', { durable });
    figure(`fleet_beat_p99_ms${suffix}`, percentile(heard.beatMs, 0.99), 'ms', {
      goal: { atMost: 50 },
      durable,
    });
    figure(`fleet_beats_per_s${suffix}`, heard.beatMs.length / tookSeconds, '/s');
    figure(`fleet_beats_failed${suffix}`, heard.beatsFailed, 'beats', { goal: { atMost: 0 } });
    figure(`fleet_alert_p50_ms${suffix}`, percentile(heard.alertMs, 0.5), 'ms', { durable });
    figure(`fleet_alert_p99_ms${suffix}`, percentile(heard.alertMs, 0.99), 'ms', {
      goal: { atMost: 150 },
      durable,
    });
    figure(`fleet_alerts_lost${suffix}`, placed * consolesEach - heard.alertMs.length, 'alerts', {
      goal: { atMost: 0 },
    });
    figure(`fleet_sockets_dropped${suffix}`, heard.dropped, 'sockets', { goal: { atMost: 0 } });
    const cpu = (after.cpuSeconds - before.cpuSeconds) / tookSeconds;
    figure(`fleet_cpu_per_1000${suffix}`, perThousand(cpu * 100), '% of a core');
    figure(`fleet_mb_per_1000${suffix}`, perThousand(after.megabytes - alone.megabytes), 'MB');
  } finally {
    await consoles.stop();
    await backend.stop();
  }
}

if (process.argv[2] === '--role') {
  playRole(consolesAnswers());
} else {
  await bench('fleet', (figure) => onBothDatabases((database, suffix) => measure(figure, database, suffix)));
  // Kept-alive connections would hold the process.
  process.exit();
}
