import { expect, test } from 'vitest';
import { createTrayHost } from './tray-host.ts';

function setUp(ownerOf: () => Promise<string | null>) {
  let ownerIs: (owner: string | null) => void = () => undefined;
  const timers: (() => void)[] = [];
  return {
    bus: { ownerOf, onOwner: (_name: string, listener: typeof ownerIs) => void (ownerIs = listener) },
    ownerIs: (owner: string | null) => ownerIs(owner),
    clock: {
      after: (_ms: number, run: () => void) => {
        timers.push(run);
        return { cancel: () => undefined };
      },
    },
    passTime: () => timers.splice(0).forEach((run) => run()),
  };
}

test('on Linux there is a tray while somebody watches for icons', async () => {
  const { bus, clock, ownerIs } = setUp(async () => null);
  const host = createTrayHost(bus, 'linux', clock);
  await host.look();
  expect(host.isThere()).toBe(false);
  ownerIs(':1.5');
  expect(host.isThere()).toBe(true);
  ownerIs(null);
  expect(host.isThere()).toBe(false);
});

test('without a bus there is none; elsewhere there always is', async () => {
  const { bus, clock } = setUp(() => Promise.reject(new Error('no bus')));
  const onLinux = createTrayHost(bus, 'linux', clock);
  await onLinux.look();
  expect(onLinux.isThere()).toBe(false);
  const onMac = createTrayHost(bus, 'darwin', clock);
  await onMac.look();
  expect(onMac.isThere()).toBe(true);
});

test('a bus that never answers does not hold up the start', async () => {
  const { bus, clock, passTime } = setUp(() => new Promise(() => {}));
  const host = createTrayHost(bus, 'linux', clock);
  const looked = host.look();
  passTime();
  await looked;
  expect(host.isThere()).toBe(true);
});
