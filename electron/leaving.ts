// Carries out what the lifecycle table decides: hide, ask, settle, exit.
import type { App, PowerMonitor } from 'electron';
import type { Ending } from '../core/counterbell.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { decide, staying, type LeaveAct, type LeaveEvent } from './lifecycle.ts';

export type LeavingOptions = {
  app: Pick<App, 'on' | 'quit' | 'exit'>;
  signals: Pick<NodeJS.Process, 'on'>;
  platform: NodeJS.Platform;
  clock: Clock;
  log: Log;
  /** The system's own quit command: whether it is meant is decided elsewhere. */
  asked: () => void;
  /** Writes what must be written, and tells whom it concerns. */
  settle: (ending: Ending) => Promise<void>;
  /** A hanging disk must not keep the machine from going down. */
  patienceMs?: number;
};

type Close = 'hide' | 'minimise' | 'close' | 'explain' | 'stay';
export type LeavingDesk = {
  quit(ending: Ending): void;
  onClose(window: { tray: boolean; explained: boolean; kiosk: boolean }): Close;
  /** Once Electron is ready, and no sooner. */
  watch(power: Pick<PowerMonitor, 'on'>): void;
};

const afterDestroyMs = 50;
/** Settled or not, within five seconds of being told it is gone. */
const lastMs = 1500;

const closings: Partial<Record<LeaveAct, Close>> = {
  'hide-window': 'hide',
  'minimise-window': 'minimise',
  'let-window-close': 'close',
  explain: 'explain',
  stay: 'stay',
};

export function createLeaving(options: LeavingOptions): LeavingDesk {
  const { app, signals, platform, clock, log, asked, settle, patienceMs = 3000 } = options;
  let state = staying;

  function meet(event: LeaveEvent, ending: Ending = 'signal'): LeaveAct {
    const decided = decide(state, event);
    state = decided.state;
    if (decided.act === 'settle') void settleThenExit(ending);
    if (decided.act === 'ask') asked();
    return decided.act;
  }

  async function settleThenExit(ending: Ending): Promise<void> {
    log.info('app.quitting', { ending });
    const tooLong = new Promise<void>((resolve) => {
      clock.after(patienceMs, resolve);
    });
    await Promise.race([settle(ending), tooLong]).catch((error: unknown) =>
      log.error('app.not-settled', { message: String(error) }),
    );
    meet({ kind: 'settled' });
    log.info('app.quit');
    // Electron forgets a quit that comes while a window is being destroyed, as the bell's just was.
    clock.after(afterDestroyMs, () => app.quit());
    // A window that hangs is no reason to stay.
    clock.after(lastMs, () => app.exit(0));
  }

  const sessionEnds = () => void meet({ kind: 'session-ends' }, 'session');

  // Not of our own making it is the menu's or the dock's on macOS. Elsewhere there is no such command: it is a signal that
  // Electron took before we listened to it, and that is never asked about.
  const unknownQuit = () =>
    platform === 'darwin' ? meet({ kind: 'asked' }) : meet({ kind: 'quit' }, 'signal');
  app.on('before-quit', (event) => {
    if (unknownQuit() !== 'let-go') event.preventDefault();
  });
  // Without a listener Electron would end the app with its last window.
  app.on('window-all-closed', () => meet({ kind: 'all-windows-closed' }));
  // Windows tells its windows of the end of the session, the others their power monitor. Neither is ever prevented, nor
  // Windows' question before it (query-session-end): without a listener that says otherwise it is answered with yes.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', sessionEnds);
  });
  return {
    quit: (ending) => void meet({ kind: 'quit' }, ending),
    onClose: (window) => closings[meet({ kind: 'window-closes', ...window })] ?? 'hide',
    watch(power) {
      power.on('shutdown', sessionEnds);
      // Electron puts its own handlers in the place of those that were there before it is ready, and turns a signal into
      // a quit command that nobody can tell from a person's.
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
        signals.on(signal, () => void meet({ kind: 'quit' }, 'signal'));
    },
  };
}
