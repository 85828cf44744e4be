// A bus that is flooded: beats go on, and orders ring.
import { expect, test } from 'vitest';
import { encodeMessage, messageTypes } from '../../electron/dbus/message.ts';
import { startBackend } from '../support/backend.ts';
import { spawnConsole } from '../support/console.ts';
import { startDesktop } from '../support/desktop.ts';
import { joinBus } from './bus-peer.ts';

test('through a flood of signals, longer than a beat may be late, it stays live and rings', async () => {
  const [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  const counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
  const peer = await joinBus(desktop.busAddress);
  try {
    await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
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
    const enough = performance.now() + 20_000;
    while (performance.now() < enough) {
      for (let nth = 0; nth < 50; nth += 1) peer.say(junk);
      await peer.settled();
    }
    const { order } = await backend.place();
    await desktop.notifications.wait(`New order ${order.number}`);
    expect(counter.log.count('status.changed')).toBe(words);
  } finally {
    peer.leave();
    await counter.stop();
    await backend.stop();
    await desktop.stop();
  }
});
