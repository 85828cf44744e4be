// The hidden window that the bell plays in: loaded, asked, and noticed when it is gone or stands still.
import type { BrowserWindow } from 'electron';
import type { Clock, Timer } from '../../core/ports/clock.ts';

export type Answer = { ok: true; value: unknown } | { ok: false; why: 'gone' | 'hung' | 'failed' };

export type Room = {
  /** A page that lives answers at once that it does, however long what it was asked for takes. */
  ask(script: string): Promise<Answer>;
  /** Answers each time there are other loudspeakers, as long as the page is there; false: it is not. */
  changed(): Promise<boolean>;
  close(): void;
};

/** Longer than the longest sound, begun a second time after its loudspeaker did not wake up. */
const answersWithinMs = 15_000;
const livesWithinMs = 3000;

export function openRoom(window: BrowserWindow, address: string, clock: Clock): Room {
  const gone = new Promise<Answer>((resolve) => {
    const end = (): void => resolve({ ok: false, why: 'gone' });
    window.webContents.on('render-process-gone', end);
    window.once('closed', end);
  });
  const loaded = window.loadURL(address);
  const run = (script: string): Promise<unknown> => window.webContents.executeJavaScript(script, true);

  function within(ms: number): { late: Promise<Answer>; timer: Timer } {
    let timer: Timer = { cancel: () => undefined };
    const late = new Promise<Answer>((resolve) => {
      timer = clock.after(ms, () => resolve({ ok: false, why: 'hung' }));
    });
    return { late, timer };
  }

  async function lives(): Promise<Answer> {
    await loaded;
    const { late, timer } = within(livesWithinMs);
    const answered = run('0').then((value): Answer => ({ ok: true, value }));
    return Promise.race([answered, gone, late]).finally(() => timer.cancel());
  }

  return {
    async ask(script) {
      const { late, timer } = within(answersWithinMs);
      const answered = loaded
        .then(() => run(script))
        .then(
          (value): Answer => ({ ok: true, value }),
          (): Answer => ({ ok: false, why: 'failed' }),
        );
      const dead = lives().then(
        (alive) => (alive.ok ? late : alive),
        (): Answer => ({ ok: false, why: 'failed' }),
      );
      // A page that is gone never answers, and one that hangs does not either.
      return Promise.race([answered, gone, dead, late]).finally(() => timer.cancel());
    },
    async changed() {
      const told = loaded
        .then(() => run('changed()'))
        .then(
          () => true,
          () => false,
        );
      return Promise.race([told, gone.then(() => false)]);
    },
    close() {
      if (!window.isDestroyed()) window.destroy();
    },
  };
}
