// What the embedded Pusher server costs and how fast it is: `npm run bench:pusher`.
import { Agent } from 'node:http';
import PusherSdk from 'pusher';
import { type AddFigure, bench, percentile } from './harness.ts';
import { clientAnswers, type Received } from './pusher/client-role.ts';
import { measureCommitToFrame } from './pusher/commit-to-frame.ts';
import { playRole, type Role, sharedNow, startRole } from './pusher/roles.ts';
import { APP, type Memory, serverAnswers } from './pusher/server-role.ts';
import { arrive, onTimetable, pause } from './pusher/timetable.ts';

type Load = { perSecond: number; seconds: number };
/** Warmed up until publisher, server and clients run the code that they will be measured with. */
type Fanout = { clients: number; warmUp: Load; load: Load };

function publisher(port: number, keepAlive: boolean): PusherSdk {
  const agent = keepAlive ? { agent: new Agent({ keepAlive: true, maxSockets: 1 }) } : {};
  const address = { host: '127.0.0.1', port: String(port) };
  return new PusherSdk({ appId: APP.id, key: APP.key, secret: APP.secret, ...address, ...agent });
}

async function fanOut(
  port: number,
  { clients, warmUp, load }: Fanout,
): Promise<{ latenciesMs: number[]; answersMs: number[]; lost: number }> {
  const channel = `fanout-${clients}`;
  const listeners = startRole('clients');
  const sdk = publisher(port, true);
  let answersMs: number[] = [];
  const publish = async (n: number) => {
    const order = { id: `order-${n}`, number: n, items: ['Margherita', 'Tiramisù'], note: 'no olives' };
    const sentAt = sharedNow();
    await sdk.trigger(channel, 'order.new', { sentAt, order });
    answersMs.push(sharedNow() - sentAt);
  };
  await listeners.ask('listen', { port, count: clients, channel });
  await arrive(listeners, clients * (await onTimetable(warmUp.perSecond, warmUp.seconds, publish)));
  await listeners.ask('received');
  answersMs = [];
  const expected = clients * (await onTimetable(load.perSecond, load.seconds, publish));
  await arrive(listeners, expected);
  const { latenciesMs, total } = await listeners.ask<Received>('received');
  await listeners.stop();
  return { latenciesMs, answersMs, lost: expected - total };
}

async function measureFanOut(_server: Role, port: number, figure: AddFigure): Promise<void> {
  const small = await fanOut(port, {
    clients: 10,
    warmUp: { perSecond: 200, seconds: 4 },
    load: { perSecond: 50, seconds: 10 },
  });
  figure('fanout10_p50_ms', percentile(small.latenciesMs, 0.5), 'ms');
  figure('fanout10_p99_ms', percentile(small.latenciesMs, 0.99), 'ms', { goal: { atMost: 5 } });
  const large = await fanOut(port, {
    clients: 500,
    warmUp: { perSecond: 20, seconds: 4 },
    load: { perSecond: 20, seconds: 10 },
  });
  figure('fanout500_p50_ms', percentile(large.latenciesMs, 0.5), 'ms');
  figure('fanout500_p99_ms', percentile(large.latenciesMs, 0.99), 'ms', { goal: { atMost: 30 } });
  // The publisher does not wait until all of them were told.
  figure('fanout500_answer_p50_ms', percentile(large.answersMs, 0.5), 'ms', { goal: { atMost: 5 } });
  figure('fanout500_lost', large.lost, 'events', { goal: { atMost: 0 } });
}

async function measureIdleConnections(server: Role, port: number, figure: AddFigure): Promise<void> {
  const count = 5_000;
  const crowd = startRole('clients');
  // A first few make the server load and compile what every connection needs once. Few, because the memory
  // they leave behind is there for the others.
  await crowd.ask('idle', { port, count: 50 });
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
    for (let n = 0; n < 1_000; n += 1) await trigger();
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
    await measureCommitToFrame(figure);
  });
  // The SDK's kept-alive connections would hold the process.
  process.exit();
}
