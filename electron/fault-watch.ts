// Hears of every exception and rejection that nobody caught in the main process. Without it Electron would stop
// everything, the bell too, behind a dialog that nobody at a counter is there to close.
import type { Log } from '../core/ports/log.ts';
import { describeFault, faultCame, isLogged, noFaults } from './faults.ts';

export type FaultWatch = {
  /** From now on, and for what has come before. */
  tell(listeners: FaultListeners): void;
  /** So has whoever stands before the screen to be told, also of what has come before. */
  show(listener: (detail: string) => void): void;
};

export type FaultListeners = {
  log: Pick<Log, 'error'>;
  restart: () => unknown;
};

export type FaultWatchOptions = {
  from: Pick<NodeJS.Process, 'on'>;
  now: () => number;
  print: (line: string) => void;
  restartedAt: readonly number[];
};

type Told = { how: 'exception' | 'rejection'; error: unknown; times: number };

export function watchFaults({ from, now, print, restartedAt }: FaultWatchOptions): FaultWatch {
  let state = noFaults;
  let listeners: FaultListeners | null = null;
  let show: ((detail: string) => void) | null = null;
  let detail: string | null = null;
  const early: Told[] = [];

  function tell({ how, error, times }: Told, to: FaultListeners): void {
    const { name, message, where } = describeFault(error);
    // Telling takes work of its own, and may be what fails.
    if (!isLogged(times)) return;
    to.log.error('main.fault', { how, times, name, message, where });
    detail = `${times} × ${name}`;
    show?.(detail);
  }

  function came(how: Told['how'], error: unknown): void {
    const decided = faultCame(state, now(), restartedAt);
    state = decided.state;
    const told = { how, error, times: state.count };
    // Whatever fails in telling of a failure must not fail again, and again.
    try {
      if (listeners !== null) tell(told, listeners);
      else if (isLogged(told.times)) early.push(told);
      if (decided.act === 'restart') listeners?.restart();
    } catch (second) {
      print(`Counterbell could not tell of an error: ${describeFault(second).message}`);
    }
  }

  from.on('uncaughtException', (error) => came('exception', error));
  from.on('unhandledRejection', (error) => came('rejection', error));
  return {
    tell(next) {
      listeners = next;
      for (const told of early.splice(0)) tell(told, next);
    },
    show(listener) {
      show = listener;
      if (detail !== null) listener(detail);
    },
  };
}
