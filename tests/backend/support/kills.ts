// Kills the backend again and again in the middle of its work, right after a commit, and looks whether a consumer
// that follows the rule ends with exactly the backend's state, every order rung once and every command done once.
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { EnrolAnswer, Snapshot } from '../../../contract/api.ts';
import type { Order } from '../../../contract/order.ts';
import { randomFrom } from '../../../backend/demo/random.ts';
import { addFirstRestaurant } from './first-restaurant.ts';
import { consume } from './consumer.ts';
import { freePort } from '../../support/free-port.ts';
import { buildBackend, runBackend, type BackendProcess } from './process.ts';
import { clientOf, simpleOrder, until, type Client } from './shop.ts';

const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

export type KillRun = {
  database: string;
  kills: number;
  seed: number;
  /** Backends at once, all on the one database. */
  instances: number;
  /** A Pusher of its own, which outlives the backends. */
  pusher?: { port: number; app: { id: string; key: string; secret: string } };
};

export type KillReport = { kills: number; orders: number; commands: number; repeatedOnTheWire: number };

/** Like an outbox: under the same key until there is an answer. */
async function surely(client: () => Client, path: string, body: unknown, key: string) {
  for (;;) {
    try {
      const answer = await client().post<{ order: Order }>(path, body, key);
      if (answer.status < 500 && answer.status !== 429) return answer;
    } catch {
      // Killed in the middle: asked again below.
    }
    await wait(20);
  }
}

export async function killAndCompare(run: KillRun): Promise<KillReport> {
  await buildBackend();
  const random = randomFrom(run.seed);
  const { key, code } = await addFirstRestaurant(run.database);
  const ports: number[] = [];
  for (let i = 0; i < run.instances; i++) ports.push(await freePort());
  const env = (port: number): Record<string, string> => ({
    PORT: String(port),
    DATABASE_URL: run.database,
    COUNTERBELL_TELL_SECONDS: '0.05',
    COUNTERBELL_RATE_PER_SECOND: '10000',
    LOG_LEVEL: 'warn',
    ...(run.pusher
      ? {
          PUSHER_HOST: '127.0.0.1',
          PUSHER_PORT: String(run.pusher.port),
          PUSHER_APP_ID: run.pusher.app.id,
          PUSHER_KEY: run.pusher.app.key,
          PUSHER_SECRET: run.pusher.app.secret,
        }
      : {}),
  });
  const start = (i: number): Promise<BackendProcess> =>
    runBackend({ ...env(ports[i] ?? 0), LOG_LEVEL: 'info' });
  const backends = await Promise.all(ports.map((_, i) => start(i)));
  const urls = backends.map((backend) => backend.url);
  const enrolled = await clientOf(urls[0] ?? '', null).post<EnrolAnswer>('/enrol', {
    code,
    installId: 'install-consumer',
    deviceName: 'Till',
  });
  const enrolment = enrolled.body;
  // The consumer's own backend is killed as well; the others take the load meanwhile.
  const consumer = consume({
    url: urls[0] ?? '',
    enrolment,
    stream: 'restaurant:bella',
    ...(run.pusher ? { pusher: { host: '127.0.0.1', port: run.pusher.port } } : {}),
  });

  try {
    // What is placed and answered before it listens would ring nowhere.
    await until('the consumer listens', () => consumer.cursor());
    return await comparing();
  } finally {
    await consumer.stop();
    await Promise.all(backends.map((backend) => backend.kill()));
  }

  async function comparing(): Promise<KillReport> {
    let turn = 0;
    const next = (token: string) => () => clientOf(urls[(turn += 1) % urls.length] ?? '', token);
    const web = next(key);
    const till = next(enrolment.token);
    const open: string[] = [];
    const keys: string[] = [];
    let orders = 0;
    let killing = 0;
    let killed = 0;

    async function killSoon(): Promise<void> {
      killing += 1;
      const i = killing % backends.length;
      await wait(random.whole(0, 6));
      await backends[i]?.kill();
      backends[i] = await start(i);
      killed += 1;
    }

    /** One at a time: two at once would start the same backend twice. */
    let kill: Promise<void> | null = null;
    let trouble: unknown = null;

    async function work(): Promise<void> {
      while (killed < run.kills) {
        if (trouble !== null) throw trouble;
        const commandKey = randomUUID();
        keys.push(commandKey);
        const id = open.length > 3 ? open.splice(random.whole(0, open.length - 1), 1)[0] : undefined;
        if (id === undefined) {
          const answer = await surely(web, '/orders', simpleOrder, commandKey);
          expect(answer.status).toBe(201);
          open.push(answer.body.order.id);
          orders += 1;
        } else {
          const verb = random.pick(['accept', 'ready', 'reject', 'stop-bell'] as const);
          const answer = await surely(till, `/orders/${id}/${verb}`, {}, commandKey);
          expect([200, 409]).toContain(answer.status);
          if (answer.status === 409) keys.splice(keys.indexOf(commandKey), 1);
          else if (verb === 'accept') open.push(id);
        }
        // Right after the commit, before or while the relay rings it.
        if (kill === null && killing < run.kills && random.chance(0.3))
          kill = killSoon()
            .catch((why: unknown) => {
              trouble = why;
            })
            .finally(() => {
              kill = null;
            });
        // The others go on meanwhile, but leave the one that starts some of the machine.
        else if (kill !== null) await wait(random.whole(0, 30));
      }
    }
    const worked = await Promise.allSettled([work(), work(), work()]);
    await kill;
    const broken = worked.find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;

    const client = clientOf(urls[0] ?? '', enrolment.token);
    await until(
      'the customers of all ready orders are told, and the consumer is up to date',
      async () => {
        const { body } = await client.get<Snapshot>('/snapshot');
        const untold = body.orders.some((order) => order.status === 'ready' && order.toldAt === null);
        const head = body.heads['restaurant:bella'];
        return !untold && head?.seq === consumer.cursor()?.seq && head?.id === consumer.cursor()?.id;
      },
      60_000,
    );

    const events = await allEvents(client);
    expect([...consumer.orders.values()].toSorted(byId)).toEqual((await allOrders(client)).toSorted(byId));
    expect([...consumer.rung.values()].every((times) => times === 1)).toBe(true);
    // A retried command that changed nothing makes no event; every other one makes exactly one.
    const causes = events.map((event) => event.cause).filter((cause) => cause !== undefined);
    expect(new Set(causes).size).toBe(causes.length);
    expect(causes.every((cause) => keys.includes(cause))).toBe(true);
    expect(events.filter((event) => event.type === 'order.new')).toHaveLength(orders);
    expect(consumer.rung.size).toBe(orders);
    const repeatedOnTheWire = inOrder(consumer.wire, killed);

    await Promise.all(backends.map((backend) => backend.stop()));
    return { kills: killed, orders, commands: keys.length - orders, repeatedOnTheWire };
  }
}

const byId = (a: Order, b: Order) => (a.id < b.id ? -1 : 1);

/** A snapshot holds only the last of those that are closed. */
async function allOrders(client: Client): Promise<Order[]> {
  const orders: Order[] = [];
  for (let before = ''; ;) {
    const { body } = await client.get<{ orders: Order[]; before: string | null }>(
      `/orders?limit=100${before}`,
    );
    orders.push(...body.orders);
    if (body.before === null) return orders;
    before = `&before=${body.before}`;
  }
}

async function allEvents(client: Client): Promise<{ seq: number; type: string; cause?: string }[]> {
  const events: { seq: number; type: string; cause?: string }[] = [];
  for (;;) {
    const { body } = await client.get<{ events: typeof events; head: { seq: number } }>(
      `/streams/restaurant:bella/events?after=${events.at(-1)?.seq ?? 0}&limit=500`,
    );
    events.push(...body.events);
    if ((events.at(-1)?.seq ?? 0) >= body.head.seq) break;
  }
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
  return events;
}

/**
 * Over one connection nothing is left out and nothing overtaken: each event follows the one before it, or the relay
 * has begun again further back, which only a kill makes it do. Answers how much came again.
 */
function inOrder(wire: readonly (readonly number[])[], kills: number): number {
  let begunAgain = 0;
  let again = 0;
  const leftOut: string[] = [];
  for (const seqs of wire)
    for (const [i, seq] of seqs.entries()) {
      const before = seqs[i - 1] ?? seq - 1;
      if (seq > before + 1) leftOut.push(`${seq} came after ${before}`);
      if (seq > before) continue;
      begunAgain += 1;
      again += before - seq + 1;
    }
  expect(leftOut).toEqual([]);
  expect(begunAgain).toBeLessThanOrEqual(kills);
  return again;
}
