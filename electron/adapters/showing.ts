// Keeps how notifications are shown, and tells whoever listens when that changes.
import type { Notifier, Showing } from '../../core/ports/notifier.ts';

export type KeptShowing = Pick<Notifier, 'onShowing'> & {
  way(way: Showing['way']): void;
  quiet(quiet: boolean): void;
};

export function keepShowing(): KeptShowing {
  const listeners: ((showing: Showing) => void)[] = [];
  let way: Showing['way'] | null = null;
  let quiet = false;

  /** Nothing is told before it is known whether anything is shown at all. */
  function tell(): void {
    if (way === null) return;
    for (const listener of listeners) listener({ way, quiet });
  }

  return {
    way(next) {
      if (next === way) return;
      way = next;
      tell();
    },
    quiet(next) {
      if (next === quiet) return;
      quiet = next;
      tell();
    },
    onShowing(listener) {
      listeners.push(listener);
      if (way !== null) listener({ way, quiet });
    },
  };
}
