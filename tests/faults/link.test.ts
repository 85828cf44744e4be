// What links do to a console that stays on for weeks: they go half-open, come and go, and wake up elsewhere.
import { expect, test } from 'vitest';
import { startCounter } from './support/counter.ts';
import { demo } from '../support/backend.ts';
import { until } from '../support/poll.ts';

test.concurrent('a half-open link is noticed by itself, and what came meanwhile is rung', async ({
  onTestFinished,
}) => {
  const { network, backend, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  const from = counter.lines.length;
  network.freeze('websocket');
  // 8 s without a word, 4 s without an answer, and what a busy machine adds; the client by itself needs 150 s.
  await counter.wait('status', (line) => line.word !== 'live', { from, withinMs: 60_000 });
  expect(network.websockets()).toBeLessThanOrEqual(1);
  await counter.is('live');
  await backend.place({ number: 'HALF' });
  await counter.wait('toast', (line) => line.title === 'New order HALF', { from });
});

test.concurrent('an order placed while the link is half-open is rung from the beat, long before the link is given up', async ({
  onTestFinished,
}) => {
  const { network, backend, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  network.freeze('websocket');
  await backend.place({ number: 'DEAF' });
  await counter.wait('toast', (line) => line.title === 'New order DEAF');
  const lost = await counter.wait('log', (line) => line.event === 'link.lost');
  expect(['lost', 'deaf']).toContain(lost.fields.how);
  await counter.is('live');
  expect(counter.lines.filter((line) => line.what === 'toast')).toHaveLength(1);
});

test.concurrent('channels that are called otherwise after a restart are followed, and pushed orders ring again', async ({
  onTestFinished,
}) => {
  const { backend, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  await backend.kill();
  await counter.wait('log', (line) => line.event === 'link.lost');
  await backend.startAgain({
    PUSHER_RESTAURANT_CHANNEL: 'presence-shop-:restaurant',
    PUSHER_EVENT_ALIASES: 'order.new=New Order',
  });
  await counter.wait('log', (line) => line.event === 'link.moved');
  await counter.is('live');
  const from = counter.lines.length;
  await backend.place({ number: 'ANEW' });
  await counter.wait('toast', (line) => line.title === 'New order ANEW', { from });
  // It came by the push, which the link would have been given up for otherwise.
  await counter.is('live');
  const told = counter.lines.slice(from).flatMap((line) => (line.what === 'log' ? [line.event] : []));
  expect(told.filter((event) => /^(?:link\.lost|stream\.)/.test(event))).toEqual([]);
});

test.concurrent('resume, another network and "try now" do not wait for the next attempt of their own', async ({
  onTestFinished,
}) => {
  const { network, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  const wakers = [
    () => counter.power('resume'),
    () => counter.power('network-changed'),
    () => counter.intend({ kind: 'try-now' }),
  ];
  for (const wake of wakers) {
    await network.cut();
    // Out for so long that by themselves attempts come every 2.8 s to 5.2 s.
    await until(
      'the attempts to be rare',
      () =>
        counter.lines.findLast(
          (line) => line.what === 'log' && line.event === 'link.lost' && Number(line.fields.failures) >= 4,
        ),
      { withinMs: 40_000 },
    );
    await network.heal();
    const from = counter.lines.length;
    const woken = Date.now();
    await wake();
    const live = await counter.wait('status', (line) => line.word === 'live', { from });
    // That the attempt is made at once is held by core/link; the client by itself would come back 13 s later and more.
    expect(live.at - woken).toBeLessThan(10_000);
  }
});

test.concurrent('waking up trusts no connection that only looks alive, neither a link nor one that is kept for requests', async ({
  onTestFinished,
}) => {
  const { network, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  network.freeze('all');
  const from = counter.lines.length;
  const frozen = Date.now();
  await counter.power('resume');
  await counter.wait('status', (line) => line.word !== 'live', { from });
  const live = await counter.wait('status', (line) => line.word === 'live', { from });
  // Before the link's silence could have been noticed, which takes 12 s.
  expect(live.at - frozen).toBeLessThan(12_000);
  expect(network.websockets()).toBe(1);
});

test.concurrent('after an outage of 3 s it is back long before the client would be by itself', async ({
  onTestFinished,
}) => {
  const { network, backend, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  await network.cut();
  const from = counter.lines.length;
  await backend.place({ number: 'OUT' });
  const cut = Date.now();
  await until('3 s to pass', () => Date.now() - cut >= 3000);
  await network.heal();
  const healed = Date.now();
  const live = await counter.wait('status', (line) => line.word === 'live' && line.at > healed, { from });
  // The client by itself comes back 13 s after such an outage is over.
  expect(live.at - cut).toBeLessThan(15_000);
  await counter.wait('toast', (line) => line.title === 'New order OUT', { from });
});

test.concurrent('a device that leaves and enrols again, over and over, uses one instance of the client', async ({
  onTestFinished,
}) => {
  const { network, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  for (let round = 0; round < 4; round += 1) {
    expect(await counter.intend({ kind: 'leave', discard: true })).toMatchObject({ ok: true });
    await counter.is('not-enrolled');
    expect(await counter.intend({ kind: 'enrol', url: network.url, code: demo.code })).toEqual({
      ok: true,
      value: {},
    });
    await counter.is('live');
  }
  expect(await counter.instances()).toBe(1);
  await until('the former connections to be gone', () => network.websockets() === 1);
});

test.concurrent('a desktop whose parts throw stops neither orders nor commands', async ({
  onTestFinished,
}) => {
  const { backend, counter } = await startCounter(onTestFinished, {
    console: { throwing: ['tray', 'notifier', 'bell', 'windows'] },
  });
  await counter.is('live');
  for (const number of ['ONE', 'TWO']) {
    const { order } = await backend.place({ number });
    await counter.wait('toast', (line) => line.title === `New order ${number}`);
    expect(await counter.intend({ kind: 'command', order: order.id, verb: 'ready' })).toMatchObject({
      ok: true,
    });
    await counter.wait(
      'order',
      (line) => line.id === order.id && line.status === 'ready' && line.pending === null,
    );
  }
  expect(counter.lines.filter((line) => line.what === 'crash')).toEqual([]);
});
