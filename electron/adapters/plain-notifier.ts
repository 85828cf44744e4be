// Notifications by node-notifier, for desktops that show none of Electron's: notifu's balloons on Windows, terminal-notifier
// on macOS. No buttons. A balloon cannot be taken back, so it does not stay.
import path from 'node:path';
import type { Clock } from '../../core/ports/clock.ts';
import type { Toast } from '../../core/ports/notifier.ts';

/** What is used of node-notifier's two notifiers. */
export type NodeNotifier = {
  notify(options: Record<string, unknown>, done: (error: unknown, what?: unknown) => void): unknown;
};

export type PlainNotifier = {
  /** null: it is shown; otherwise why not. */
  show(toast: Toast): Promise<string | null>;
  withdraw(id: string): void;
  onClick(listener: (id: string) => void): void;
};

export type PlainNotifierOptions = {
  platform: 'win32' | 'darwin';
  /** Loads it with the program it starts. Only called when a notification has to go this way. */
  load: (program: string) => Promise<NodeNotifier>;
  /** Where the programs lie that it starts. */
  programs: string;
  arch: string;
  appName: string;
  appId: string;
  clock: Clock;
};

const balloonStaysMs = 15_000;
/** A program that cannot be started says so at once; one that runs is showing it. */
const startsWithinMs = 1500;

export function createPlainNotifier(options: PlainNotifierOptions): PlainNotifier {
  const { platform, load, programs, arch, appName, appId, clock } = options;
  const listeners: ((id: string) => void)[] = [];
  let loaded: Promise<NodeNotifier> | undefined;

  const program =
    platform === 'darwin'
      ? path.join(programs, 'mac.noindex/terminal-notifier.app/Contents/MacOS/terminal-notifier')
      : path.join(programs, 'notifu', arch === 'ia32' ? 'notifu.exe' : 'notifu64.exe');

  const notifier = () => (loaded ??= load(program));

  /** Both refuse one without a text. */
  const words = ({ title, body }: Toast) =>
    body === '' ? { title: appName, message: title } : { title, message: body };

  const how = (toast: Toast): Record<string, unknown> =>
    platform === 'darwin'
      ? // The same group takes the place of the one before; a click leads to the program itself.
        { ...words(toast), group: toast.id, activate: appId }
      : { ...words(toast), time: balloonStaysMs, sound: false, wait: true };

  return {
    async show(toast) {
      const through = await notifier();
      return new Promise((resolve) => {
        const running = clock.after(startsWithinMs, () => resolve(null));
        through.notify(how(toast), (error, what) => {
          running.cancel();
          resolve(error ? (error instanceof Error ? error.message : String(error)) : null);
          if (!error && what === 'activate') for (const listener of listeners) listener(toast.id);
        });
      });
    },
    withdraw(id) {
      if (platform !== 'darwin' || loaded === undefined) return;
      loaded.then((through) => through.notify({ remove: id }, () => undefined)).catch(() => undefined);
    },
    onClick: (listener) => void listeners.push(listener),
  };
}
