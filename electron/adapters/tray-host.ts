// Whether this desktop shows a tray at all: on Linux only where somebody watches for tray icons.
import type { Clock } from '../../core/ports/clock.ts';
import type { SessionBus } from '../dbus/session-bus.ts';

export type TrayHost = {
  /** As last seen; assumed to be there until the desktop said otherwise. */
  isThere(): boolean;
  /** Told what is known now, once somebody looked, and whenever it changes. */
  onChange(listener: (there: boolean) => void): void;
  /** Looks, but never for long: the start waits for it. */
  look(): Promise<void>;
};

const watcher = 'org.kde.StatusNotifierWatcher';
const lookForMs = 3000;

export function createTrayHost(
  bus: Pick<SessionBus, 'ownerOf' | 'onOwner'>,
  platform: NodeJS.Platform,
  clock: Pick<Clock, 'after'>,
): TrayHost {
  let there = true;
  let isKnown = platform !== 'linux';
  const listeners = new Set<(there: boolean) => void>();
  const learn = (owner: string | null) => {
    const before = there;
    there = owner !== null;
    if (isKnown && there === before) return;
    isKnown = true;
    for (const listener of listeners) listener(there);
  };

  if (platform === 'linux') bus.onOwner(watcher, learn);
  return {
    isThere: () => there,
    onChange(listener) {
      listeners.add(listener);
      if (isKnown) listener(there);
    },
    look() {
      if (platform !== 'linux') return Promise.resolve();
      return new Promise((resolve) => {
        const enough = clock.after(lookForMs, resolve);
        bus
          .ownerOf(watcher)
          .then(learn, () => learn(null))
          .finally(() => {
            enough.cancel();
            resolve();
          });
      });
    },
  };
}
