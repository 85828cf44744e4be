// The bell rings in a tiny hidden window of its own: made when first needed, let go when it has been quiet.
import { setImmediate as afterWhatIsUnderWay } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Bell } from '../../core/ports/desktop.ts';
import type { Log } from '../../core/ports/log.ts';

export type BellOptions = {
  /** A hidden window that may play without having been clicked, and is never throttled. */
  make: () => BrowserWindow;
  address: string;
  clock: Clock;
  log: Log;
  releaseAfterMs?: number;
};

/** The longest sound takes three seconds, and its page gives up by itself two seconds later. */
const hungAfterMs = 8000;

/** `close`: for good. A window that plays does not close by itself when the program wants to end. */
export type BellWindow = Bell & { close(): void };

type Room = { window: BrowserWindow; loaded: Promise<void>; gone: Promise<false> };

export function createBell(options: BellOptions): BellWindow {
  const { make, address, clock, log, releaseAfterMs = 60_000 } = options;
  let room: Room | null = null;
  let release: Timer | undefined;
  let closed = false;

  function letGo(): void {
    release?.cancel();
    const { window } = room ?? {};
    room = null;
    if (window !== undefined && !window.isDestroyed()) window.destroy();
  }

  function open(): Room {
    const window = make();
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.warn('bell.crashed', { reason });
      if (room?.window === window) letGo();
    });
    const gone = new Promise<false>((resolve) => window.once('closed', () => resolve(false)));
    return { window, loaded: window.loadURL(address), gone };
  }

  type Outcome = 'played' | 'not played' | 'hung';

  async function run({ window, loaded, gone }: Room, script: string): Promise<Outcome> {
    const played = loaded.then((): Promise<unknown> => window.webContents.executeJavaScript(script, true));
    let patience: Timer | undefined;
    const hung = new Promise<'hung'>((resolve) => {
      patience = clock.after(hungAfterMs, () => resolve('hung'));
    });
    // A page that is gone never answers, and one that hangs does not either.
    const outcome = await Promise.race([played, gone, hung]).finally(() => patience?.cancel());
    if (outcome === 'hung') return outcome;
    return outcome === true ? 'played' : 'not played';
  }

  /** In the window there is, or, where that one hangs, in another. */
  async function runAnew(script: string): Promise<boolean> {
    const outcome = await run((room ??= open()), script);
    if (outcome !== 'hung') return outcome === 'played';
    log.warn('bell.hung');
    letGo();
    return closed ? false : (await run((room = open()), script)) === 'played';
  }

  async function ring(sound: string, volume: number): Promise<boolean> {
    release?.cancel();
    try {
      // A window takes 20 ms to make, in which nothing else is done: the notification is sent first.
      if (room === null) await afterWhatIsUnderWay();
      if (closed) return false;
      const played = await runAnew(`ring(${JSON.stringify(sound)}, ${Number(volume)})`);
      if (!played) log.debug('bell.not-heard', { sound });
      return played;
    } catch (error) {
      if (closed) return false;
      log.warn('bell.failed', { message: error instanceof Error ? error.message : String(error) });
      letGo();
      return false;
    } finally {
      release?.cancel();
      release = clock.after(releaseAfterMs, letGo);
    }
  }

  return {
    ring: (sound, volume) => (closed ? Promise.resolve(false) : ring(sound, volume)),
    silence() {
      if (room !== null) run(room, 'silence()').catch(() => undefined);
    },
    close() {
      closed = true;
      letGo();
    },
  };
}
