// A bus that is flooded, and one that dies: beats go on, and orders ring as loudly as there is a desktop for.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeMessage, messageTypes } from '../../electron/dbus/message.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { spawnConsole, type SpawnedConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { joinBus } from './bus-peer.ts';

let desktop: Desktop;
let backend: RunningBackend;
let counter: SpawnedConsole;

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
});
afterAll(async () => {
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
});

test('through a flood of signals, longer than a beat may be late, it stays live and rings', async () => {
  const peer = await joinBus(desktop.busAddress);
  const [name = ''] = await peer.namesOf(counter.pid);
  const junk = encodeMessage({
    type: messageTypes.signal,
    serial: 7,
    path: '/a',
    interface: 'org.freedesktop.Notifications',
    member: 'ActionInvoked',
    destination: name,
    signature: 's',
    body: ['x'.repeat(20_000)],
  });
  const words = counter.log.count('status.changed');
  const until_ = performance.now() + 20_000;
  while (performance.now() < until_) {
    for (let nth = 0; nth < 50; nth += 1) peer.say(junk);
    await peer.settled();
  }
  const { order } = await backend.place();
  await desktop.notifications.wait(`New order ${order.number}`);
  expect(counter.log.count('status.changed')).toBe(words);
  peer.leave();
});

test('when the bus is gone the bell goes on', async () => {
  await desktop.stop();
  const { order } = await backend.place();
  await counter.log.wait('alert.failed', { number: order.number });
  await until('the order', () => counter.log.count('main.fault') === 0);
  expect(counter.log.of('status.changed').at(-1)).toMatchObject({ status: 'live' });
});
