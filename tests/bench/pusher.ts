// What the embedded Pusher server costs and how fast it is: `npm run bench:pusher`.
import { Agent } from 'node:http';
import PusherSdk from 'pusher';
import { type AddFigure, bench, percentile } from './harness.ts';
import { clientAnswers, type Received } from './pusher/client-role.ts';
import { playRole, type Role, sharedNow, startRole } from './pusher/roles.ts';
import { APP, type Memory, serverAnswers } from './pusher/server-role.ts';

const WARM_UP_S = 2;

type Fanout = { clients: number; perSecond: number; seconds: number };

function publisher(port: number, keepAlive: boolean): PusherSdk {
  const agent = keepAlive ? { agent: new Agent({ keepAlive: true, maxSockets: 1 }) } : {};
  return new PusherSdk({
    appId: APP.id,
    key: APP.key,
    secret: APP.secret,
    host: '127.0.0.1',
    port: String(port),
    ...agent,
  } as never);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** On a fixed timetable: a slow answer must not slow down the question. */
async function publishSteadily(
  sdk: PusherSdk,
  channel: string,
  perSecond: number,
  seconds: number,
): Promise<number> {
  const began = sharedNow();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = began + (n * 1_000) / perSecond;
    await pause(Math.max(0, due - sharedNow()));
    const order = { id: `order-${n}`, number: n, items: ['Margherita', 'Tiramisù'], note: 'no olives' };
    answers.push(sdk.trigger(channel, 'order.new', { sentAt: sharedNow(), order }));
  }
  await Promise.all(answers);
  return answers.length;
}

async function fanOut(
  port: number,
  { clients, perSecond, seconds }: Fanout,
): Promise<{ latenciesMs: number[]; lost: number }> {
  const channel = `fanout-${clients}`;
  const listeners = startRole('clients');
  const sdk = publisher(port, true);
  await listeners.ask('listen', { port, count: clients, channel });
  await arrive(listeners, clients * (await publishSteadily(sdk, channel, perSecond, WARM_UP_S)));
  await listeners.ask('received');
  const expected = clients * (await publishSteadily(sdk, channel, perSecond, seconds));
  await arrive(listeners, expected);
  const { latenciesMs, total } = await listeners.ask<Received>('received');
  await listeners.stop();
  return { latenciesMs, lost: expected - total };
}

/** Waits until everything is there, or until nothing has come for a while. */
async function arrive(listeners: Role, expected: number): Promise<void> {
  let [before, quiet] = [-1, 0];
  while (quiet < 20) {
    const now = await listeners.ask<number>('count');
    if (now >= expected) return;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await pause(50);
  }
}

async function measureFanOut(_server: Role, port: number, figure: AddFigure): Promise<void> {
  const small = await fanOut(port, { clients: 10, perSecond: 50, seconds: 10 });
  figure('fanout10_p50_ms', percentile(small.latenciesMs, 0.5), 'ms');
  figure('fanout10_p99_ms', percentile(small.latenciesMs, 0.99), 'ms', { goal: { atMost: 5 } });
  const large = await fanOut(port, { clients: 500, perSecond: 20, seconds: 10 });
  figure('fanout500_p50_ms', percentile(large.latenciesMs, 0.5), 'ms');
  figure('fanout500_p99_ms', percentile(large.latenciesMs, 0.99), 'ms', { goal: { atMost: 30 } });
  figure('fanout500_lost', large.lost, 'events', { goal: { atMost: 0 } });
}

async function measureIdleConnections(server: Role, port: number, figure: AddFigure): Promise<void> {
  const count = 5_000;
  const crowd = startRole('clients');
  // A first few make the server load and compile what every connection needs once.
  await crowd.ask('idle', { port, count: 500 });
  await crowd.ask('leave');
  while ((await server.ask<{ connections: number }>('stats')).connections > 0) await pause(20);
  const before = await server.ask<Memory>('memory');
  await crowd.ask('idle', { port, count });
  const after = await server.ask<Memory>('memory');
  await crowd.stop();
  const each = (now: number, then: number) => (now - then) / count / 1024;
  figure('idle_conn_kb', each(after.rssBytes, before.rssBytes), 'KB', { goal: { atMost: 15 } });
  figure('idle_conn_heap_kb', each(after.heapBytes, before.heapBytes), 'KB');
}

async function measureTriggers(_server: Role, port: number, figure: AddFigure): Promise<void> {
  for (const [id, keepAlive] of [
    ['triggers_per_s', true],
    ['triggers_per_s_new_connections', false],
  ] as const) {
    const sdk = publisher(port, keepAlive);
    const trigger = () => sdk.trigger('nobody', 'order.new', { id: 'order-1', note: 'no olives' });
    for (let n = 0; n < 200; n += 1) await trigger();
    const began = sharedNow();
    let sent = 0;
    for (; sharedNow() - began < 3_000; sent += 1) await trigger();
    figure(id, (sent * 1_000) / (sharedNow() - began), '1/s');
  }
}

const roles: Record<string, () => void> = {
  server: () => playRole(serverAnswers()),
  clients: () => playRole(clientAnswers()),
};

if (process.argv[2] === '--role') {
  roles[process.argv[3] ?? '']!();
} else {
  await bench('pusher', async (figure) => {
    // A server of its own for each: memory that one left behind would hide what the next needs.
    for (const measure of [measureFanOut, measureIdleConnections, measureTriggers]) {
      const server = startRole('server');
      await measure(server, await server.ask<number>('listen'), figure);
      await server.stop();
    }
  });
  // The SDK's kept-alive connections would hold the process.
  process.exit();
}
