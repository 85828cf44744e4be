// The bell rings in a tiny hidden window of its own: made when first needed, let go when it has been quiet.
import type { BrowserWindow } from 'electron';
import type { Bell } from '../../core/ports/desktop.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';

export type BellOptions = {
  /** A hidden window that may play without having been clicked, and is never throttled. */
  make: () => BrowserWindow;
  address: string;
  clock: Clock;
  log: Log;
  releaseAfterMs?: number;
};

export function createBell({ make, address, clock, log, releaseAfterMs = 60_000 }: BellOptions): Bell {
  let ready: Promise<BrowserWindow> | undefined;
  let release: Timer | undefined;

  function letGo(window: BrowserWindow): void {
    ready = undefined;
    if (!window.isDestroyed()) window.destroy();
  }

  async function open(): Promise<BrowserWindow> {
    const window = make();
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.warn('bell.crashed', { reason });
      letGo(window);
    });
    try {
      await window.loadURL(address);
      return window;
    } catch (error) {
      letGo(window);
      throw error;
    }
  }

  async function run(window: BrowserWindow, script: string): Promise<boolean> {
    // A page that is gone never answers.
    const gone = new Promise<false>((resolve) => window.once('closed', () => resolve(false)));
    return (await Promise.race([window.webContents.executeJavaScript(script, true), gone])) === true;
  }

  return {
    async ring(sound, volume) {
      release?.cancel();
      try {
        const window = await (ready ??= open());
        const played = await run(window, `ring(${JSON.stringify(sound)}, ${Number(volume)})`);
        if (!played) log.debug('bell.not-heard', { sound });
        return played;
      } catch (error) {
        ready = undefined;
        log.warn('bell.failed', { message: error instanceof Error ? error.message : String(error) });
        return false;
      } finally {
        release?.cancel();
        release = clock.after(releaseAfterMs, () => {
          ready?.then(letGo).catch(() => undefined);
        });
      }
    },
    silence() {
      ready?.then((window) => run(window, 'silence()')).catch(() => undefined);
    },
  };
}
