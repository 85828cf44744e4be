// Sleep, screen lock, shutdown and changes of network, as signals.
import { networkInterfaces } from 'node:os';
import type { PowerMonitor, PowerSaveBlocker } from 'electron';
import type { Clock } from '../../core/ports/clock.ts';
import type { Power, PowerSignal } from '../../core/ports/desktop.ts';

export type PowerOptions = {
  monitor: Pick<PowerMonitor, 'on'>;
  blocker: Pick<PowerSaveBlocker, 'start' | 'stop'>;
  clock: Clock;
  /** Backend or Pusher are reached by another proxy than at the last look, or by none any more. */
  proxySwitched: () => Promise<boolean>;
  interfaces?: typeof networkInterfaces;
  everyMs?: number;
};

const signals = {
  suspend: 'suspend',
  resume: 'resume',
  'lock-screen': 'lock',
  'unlock-screen': 'unlock',
  shutdown: 'shutdown',
} as const satisfies Record<string, PowerSignal>;

/** The addresses this machine has now: another list means another network. */
export function networkSign(interfaces: ReturnType<typeof networkInterfaces>): string {
  return Object.entries(interfaces)
    .flatMap(([name, list = []]) =>
      list.filter((one) => !one.internal).map((one) => `${name} ${one.address} ${one.netmask}`),
    )
    .toSorted()
    .join('\n');
}

export function createPower(options: PowerOptions): Power {
  const { monitor, blocker, clock, proxySwitched, interfaces = networkInterfaces, everyMs = 3000 } = options;
  const listeners: ((signal: PowerSignal) => void)[] = [];
  const tell = (signal: PowerSignal) => {
    for (const listener of listeners) listener(signal);
  };
  for (const [event, signal] of Object.entries(signals)) monitor.on(event as 'suspend', () => tell(signal));

  // Nothing in the main process tells of a network that came or went, nor of a proxy that was switched: see ADR 46.
  let sign = networkSign(interfaces());
  const look = async () => {
    const now = networkSign(interfaces());
    const moved = now !== sign;
    sign = now;
    const switched = await proxySwitched().catch(() => false);
    clock.after(everyMs, look);
    if (moved || switched) tell('network-changed');
  };
  clock.after(everyMs, look);
  /** The screen may go dark all the same: the bell is heard, not seen. */
  let blocked: number | null = null;
  return {
    onSignal: (listener) => void listeners.push(listener),
    keepAwake(on) {
      if (on === (blocked !== null)) return;
      if (on) blocked = blocker.start('prevent-app-suspension');
      else if (blocked !== null) {
        blocker.stop(blocked);
        blocked = null;
      }
    },
  };
}
