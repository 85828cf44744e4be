// What a Pusher service may do to a console, played by one that stands between it and the real service.
import { expect, test } from 'vitest';
import { until } from '../support/poll.ts';
import { startPusher } from '../backend/support/pusher.ts';
import { startCounter, type WhenOver } from './support/counter.ts';
import { startPuppet } from './support/puppet.ts';

async function startWithPuppet(whenOver: WhenOver) {
  const service = await startPusher();
  whenOver(() => service.stop());
  const puppet = await startPuppet(service.port);
  whenOver(() => puppet.stop());
  const started = await startCounter(whenOver, {
    backend: {
      PUSHER_HOST: '127.0.0.1',
      PUSHER_PORT: String(service.port),
      PUSHER_APP_ID: service.app.id,
      PUSHER_KEY: service.app.key,
      PUSHER_SECRET: service.app.secret,
      PUSHER_WS_HOST: '127.0.0.1',
      PUSHER_WS_PORT: String(puppet.port),
    },
  });
  await started.counter.is('live');
  return { ...started, puppet };
}

test.concurrent('a subscription the server refuses would wedge the client: it is asked for again and stands', async ({
  onTestFinished,
}) => {
  const { puppet, backend, counter } = await startWithPuppet(onTestFinished);
  let refusals = 2;
  puppet.onFrame((frame) => {
    if (frame.event !== 'pusher:subscribe' || refusals === 0) return 'pass';
    refusals -= 1;
    const { channel = '' } = frame.data as { channel?: string };
    return {
      event: 'pusher:subscription_error',
      channel,
      data: { type: 'AuthError', error: 'not now', status: 401 },
    };
  });
  const from = counter.lines.length;
  puppet.close(1001);
  await counter.wait('status', (line) => line.word !== 'live', { from });
  await counter.is('live');
  expect(refusals).toBe(0);
  await backend.place({ number: 'WEDGE' });
  await counter.wait('toast', (line) => line.title === 'New order WEDGE');
});

test.concurrent('a subscription that is never answered is asked for again; meanwhile orders are heard without it', async ({
  onTestFinished,
}) => {
  const { puppet, backend, counter } = await startWithPuppet(onTestFinished);
  let lost = 0;
  puppet.onFrame((frame) => {
    if (frame.event !== 'pusher:subscribe' || lost > 0) return 'pass';
    lost += 1;
    return 'lose';
  });
  const from = counter.lines.length;
  puppet.close(1001);
  await until('the subscription to be lost', () => lost === 1);
  await backend.place({ number: 'UNHEARD' });
  await counter.wait('toast', (line) => line.title === 'New order UNHEARD', { from });
  await counter.is('live');
  const words = counter.lines.slice(from).filter((line) => line.what === 'status');
  // Its own word for "orders still come, without Pusher", and never "live" before the answer.
  expect(words.map((line) => line.word)).toContain('polling');
});

test.concurrent('being thrown out for good (4001) is an incident: it comes back by itself', async ({
  onTestFinished,
}) => {
  const { puppet, counter } = await startWithPuppet(onTestFinished);
  const from = counter.lines.length;
  const before = puppet.connections();
  puppet.close(4001);
  await counter.wait('status', (line) => line.word !== 'live', { from });
  await counter.is('live');
  expect(puppet.connections()).toBe(before + 1);
});

test.concurrent('a service that says "come back at once" (4200) without end is left alone, and found when it is well', async ({
  onTestFinished,
}) => {
  const { puppet, backend, counter } = await startWithPuppet(onTestFinished);
  const before = puppet.connections();
  puppet.closeAtOnce(4200);
  puppet.close(4200);
  await counter.wait('log', (line) => line.event === 'pusher.storm');
  const inStorm = puppet.connections() - before;
  expect(inStorm).toBeLessThan(12);
  // Orders come all the same.
  await backend.place({ number: 'STORM' });
  await counter.wait('toast', (line) => line.title === 'New order STORM');
  expect(puppet.connections() - before).toBeLessThan(30);
  puppet.closeAtOnce(null);
  await counter.intend({ kind: 'try-now' });
  await counter.is('live');
});

test.concurrent('a slow authorizer whose answer is for a former socket: that signature is never sent on the new one', async ({
  onTestFinished,
}) => {
  const { puppet, network, counter } = await startWithPuppet(onTestFinished);
  const refused = () => puppet.told.filter(({ frame }) => frame.event === 'pusher:subscription_error');
  // Only the backend is behind the network here: Pusher answers at once, the signatures come late.
  network.delay(400);
  for (let round = 0; round < 3; round += 1) {
    const from = counter.lines.length;
    const connections = puppet.connections();
    puppet.close(1001);
    await until('a new connection', () => puppet.connections() > connections);
    await until('it to be greeted', () =>
      puppet.told.some(
        ({ connection, frame }) =>
          connection === puppet.connections() && frame.event === 'pusher:connection_established',
      ),
    );
    // The question is on its way now; the socket it was asked for goes.
    puppet.close(1001);
    await counter.wait('status', (line) => line.word === 'live', { from });
  }
  expect(refused()).toEqual([]);
});
