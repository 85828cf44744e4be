import { EventEmitter } from 'node:events';
import type { NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { PowerMonitor } from 'electron';
import { expect, test, vi } from 'vitest';
import { createPower } from './power.ts';

const lan = (address: string): ReturnType<typeof networkInterfaces> => ({
  lo: [{ address: '127.0.0.1', netmask: '255.0.0.0', internal: true } as NetworkInterfaceInfo],
  eth0: [{ address, netmask: '255.255.255.0', internal: false } as NetworkInterfaceInfo],
});

test('what the system tells is passed on, and another address or proxy is another network', async () => {
  const monitor = new EventEmitter();
  const due: (() => void)[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    after: (_ms: number, run: () => void) => {
      due.push(run);
      return { cancel: () => undefined };
    },
  };
  let now = lan('10.0.0.2');
  let switched = false;
  const heard: string[] = [];
  createPower({
    monitor: monitor as unknown as PowerMonitor,
    blocker: { start: () => 0, stop: () => true },
    clock,
    proxySwitched: async () => switched,
    interfaces: () => now,
  }).onSignal((signal) => heard.push(signal));
  const look = async () => {
    due.shift()?.();
    await vi.waitFor(() => expect(due).toHaveLength(1));
  };
  await look();
  expect(heard).toEqual([]);
  now = lan('10.0.0.3');
  await look();
  await look();
  now = { lo: now.lo ?? [] };
  await look();
  switched = true;
  await look();
  for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown']) monitor.emit(event);
  expect(heard).toEqual([
    'network-changed',
    'network-changed',
    'network-changed',
    'suspend',
    'resume',
    'lock',
    'unlock',
    'shutdown',
  ]);
});

test('the computer is kept awake once, and let go once', () => {
  const said: string[] = [];
  const power = createPower({
    monitor: new EventEmitter() as unknown as PowerMonitor,
    blocker: {
      start: (type) => said.push(type) - 1,
      stop: (id) => said.push(`stop ${id}`) > 0,
    },
    clock: { now: () => 0, monotonic: () => 0, after: () => ({ cancel: () => undefined }) },
    proxySwitched: async () => false,
    interfaces: () => ({}),
  });
  for (const on of [false, true, true, false, false, true]) power.keepAwake(on);
  expect(said).toEqual(['prevent-app-suspension', 'stop 0', 'prevent-app-suspension']);
});
