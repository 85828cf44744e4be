// Carries out what the lifecycle table decides: hide, settle, exit.
import type { App, PowerMonitor } from 'electron';
import type { Clock } from '../core/ports/clock.ts';
import type { Log } from '../core/ports/log.ts';
import { decide, staying, type LeaveAct, type LeaveEvent } from './lifecycle.ts';

export type LeavingOptions = {
  app: Pick<App, 'on' | 'quit' | 'exit'>;
  signals: Pick<NodeJS.Process, 'on'>;
  clock: Clock;
  log: Log;
  /** Writes what must be written. */
  settle: () => Promise<void>;
  /** A hanging disk must not keep the machine from going down. */
  patienceMs?: number;
};

export type LeavingDesk = {
  quit(): void;
  sessionEnds(): void;
  onClose(tray: boolean): 'hide' | 'minimise' | 'close';
  watch(power: Pick<PowerMonitor, 'on'>): void;
};

const afterDestroyMs = 50;

const closings: Partial<Record<LeaveAct, 'hide' | 'minimise' | 'close'>> = {
  'hide-window': 'hide',
  'minimise-window': 'minimise',
  'let-window-close': 'close',
};

export function createLeaving(options: LeavingOptions): LeavingDesk {
  const { app, signals, clock, log, settle, patienceMs = 3000 } = options;
  let state = staying;

  function meet(event: LeaveEvent): LeaveAct {
    const decided = decide(state, event);
    state = decided.state;
    if (decided.act === 'settle') void settleThenExit();
    return decided.act;
  }

  async function settleThenExit(): Promise<void> {
    log.info('app.quitting');
    const tooLong = new Promise<void>((resolve) => {
      clock.after(patienceMs, resolve);
    });
    await Promise.race([settle(), tooLong]).catch((error: unknown) =>
      log.error('app.not-settled', { message: String(error) }),
    );
    meet({ kind: 'settled' });
    log.info('app.quit');
    // Electron forgets a quit that comes while a window is being destroyed, as the bell's just was.
    clock.after(afterDestroyMs, () => app.quit());
    // A window that hangs is no reason to stay.
    clock.after(patienceMs, () => app.exit(0));
  }

  app.on('before-quit', (event) => {
    if (meet({ kind: 'quit' }) !== 'let-go') event.preventDefault();
  });
  // Without a listener Electron would end the app with its last window.
  app.on('window-all-closed', () => meet({ kind: 'all-windows-closed' }));
  // Windows tells its windows of the end of the session, the others their power monitor.
  app.on('browser-window-created', (_event, window) => {
    window.on('session-end', () => void meet({ kind: 'session-ends' }));
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    signals.on(signal, () => void meet({ kind: 'quit' }));
  }

  return {
    quit: () => void meet({ kind: 'quit' }),
    sessionEnds: () => void meet({ kind: 'session-ends' }),
    onClose: (tray) => closings[meet({ kind: 'window-closes', tray })] ?? 'hide',
    watch: (power) => void power.on('shutdown', () => void meet({ kind: 'session-ends' })),
  };
}
