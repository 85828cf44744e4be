import { EventEmitter } from 'node:events';
import type { NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { PowerMonitor } from 'electron';
import { expect, test } from 'vitest';
import { createPower } from './power.ts';

const lan = (address: string): ReturnType<typeof networkInterfaces> => ({
  lo: [{ address: '127.0.0.1', netmask: '255.0.0.0', internal: true } as NetworkInterfaceInfo],
  eth0: [{ address, netmask: '255.255.255.0', internal: false } as NetworkInterfaceInfo],
});

test('what the system tells is passed on, and another address is another network', () => {
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
  const heard: string[] = [];
  createPower({ monitor: monitor as unknown as PowerMonitor, clock, interfaces: () => now }).onSignal(
    (signal) => heard.push(signal),
  );
  due.shift()?.();
  expect(heard).toEqual([]);
  now = lan('10.0.0.3');
  due.shift()?.();
  due.shift()?.();
  now = { lo: now.lo ?? [] };
  due.shift()?.();
  for (const event of ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'shutdown']) monitor.emit(event);
  expect(heard).toEqual([
    'network-changed',
    'network-changed',
    'suspend',
    'resume',
    'lock',
    'unlock',
    'shutdown',
  ]);
});
