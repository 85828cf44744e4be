import { expect, test } from 'vitest';
import type { BusSignal, SessionBus } from '../dbus/session-bus.ts';
import { createTrayHost } from './tray-host.ts';

function setUp(answer: () => Promise<unknown[]>) {
  const listeners: ((signal: BusSignal) => void)[] = [];
  const bus: SessionBus = {
    call: answer,
    onSignal: (_rule, listener) => void listeners.push(listener),
    close: () => undefined,
  };
  const ownerIs = (owner: string) => {
    const body = ['org.kde.StatusNotifierWatcher', '', owner];
    for (const listener of listeners)
      listener({ path: '/', interface: 'org.freedesktop.DBus', member: 'NameOwnerChanged', body });
  };
  return { bus, ownerIs };
}

test('on Linux there is a tray while somebody watches for icons', async () => {
  const { bus, ownerIs } = setUp(async () => [false]);
  const host = createTrayHost(bus, 'linux');
  await host.look();
  expect(host.isThere()).toBe(false);
  ownerIs(':1.5');
  expect(host.isThere()).toBe(true);
  ownerIs('');
  expect(host.isThere()).toBe(false);
});

test('without a bus there is none; elsewhere there always is', async () => {
  const { bus } = setUp(() => Promise.reject(new Error('no bus')));
  const onLinux = createTrayHost(bus, 'linux');
  await onLinux.look();
  expect(onLinux.isThere()).toBe(false);
  const onMac = createTrayHost(bus, 'darwin');
  await onMac.look();
  expect(onMac.isThere()).toBe(true);
});
