// A peer of the session bus that sends what cannot be read and speaks in others' names: the next order rings all the same.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeMessage, messageTypes } from '../../electron/dbus/message.ts';
import { startBackend, type RunningBackend } from '../support/backend.ts';
import { spawnConsole, type SpawnedConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { joinBus, mistyped, type Peer } from './bus-peer.ts';

let desktop: Desktop;
let backend: RunningBackend;
let counter: SpawnedConsole;
let peer: Peer;

beforeAll(async () => {
  [desktop, backend] = await Promise.all([startDesktop(), startBackend()]);
  counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
  await counter.log.wait('status.changed', { status: 'live' }, 1, 40_000);
  peer = await joinBus(desktop.busAddress);
});
afterAll(async () => {
  peer?.leave();
  await counter?.stop();
  await backend?.stop();
  await desktop?.stop();
});

const service = 'org.freedesktop.Notifications';
const signal = { type: messageTypes.signal, serial: 7, path: '/org/freedesktop/Notifications' };
const ownerChanged = {
  ...signal,
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'NameOwnerChanged',
  signature: 'sss',
};

/** Everything this peer can think of, to one name of the console's. */
function attack(destination: string, shown: number): Buffer[] {
  const notifications = { ...signal, destination, interface: service };
  return [
    mistyped({ ...notifications, member: 'ActionInvoked' }, 'h'),
    mistyped({ ...ownerChanged, destination }, 'h'),
    encodeMessage({ ...notifications, member: 'Long', signature: 's', body: ['x'.repeat(1_000_000)] }),
    encodeMessage({ ...notifications, member: 'ActionInvoked', signature: 'us', body: [shown, 'default'] }),
    encodeMessage({ ...notifications, member: 'NotificationClosed', signature: 'uu', body: [shown, 2] }),
    encodeMessage({ ...ownerChanged, destination, body: [service, ':1.1', ''] }),
    encodeMessage({ ...ownerChanged, destination, body: ['org.kde.StatusNotifierWatcher', ':1.1', ''] }),
    // Answers to questions that nobody asked of this peer.
    ...Array.from({ length: 40 }, (_, serial) =>
      encodeMessage({
        type: messageTypes.answer,
        serial: 8,
        destination,
        replyTo: serial + 1,
        signature: 'u',
        body: [4711],
      }),
    ),
  ];
}

test('what a peer of the bus says changes nothing, and the next order rings', async () => {
  const first = (await backend.place()).order;
  const toast = await desktop.notifications.wait(`New order ${first.number}`);
  await counter.log.wait('alert.shown', { number: first.number });
  const names = await peer.namesOf(counter.pid);
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) for (const bytes of attack(name, toast.id)) peer.say(bytes);
  await peer.settled();

  const second = (await backend.place()).order;
  await desktop.notifications.wait(`New order ${second.number}`);
  await counter.log.wait('alert.shown', { number: second.number });
  // A forged click has shown no window; the real one still does, so nothing forged has made its number forgotten.
  expect(counter.log.count('window.shown')).toBe(0);
  desktop.notifications.click(toast.id);
  await counter.log.wait('window.shown');
  expect(counter.log.count('main.fault')).toBe(0);
  expect(counter.log.of('status.changed').at(-1)).toMatchObject({ status: 'live' });
});
