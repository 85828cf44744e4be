// Native notifications of Linux desktops, asked for directly over D-Bus. Electron's own call waits for the
// desktop's answer in the main process: a notification service that hangs would stop the bell for 25 seconds.
// https://specifications.freedesktop.org/notification-spec/latest/
import type { Clock } from '../../core/ports/clock.ts';
import type { Notifier, Toast, ToastOutcome } from '../../core/ports/notifier.ts';
import type { SessionBus } from '../dbus/session-bus.ts';
import { remedyFor } from './notification-remedies.ts';

export type LinuxNotifierOptions = {
  bus: SessionBus;
  clock: Clock;
  appName: string;
  /** What the desktop file of the installed package is called, without its ending. */
  desktopEntry: string;
  icon: string;
  answerWithinMs?: number;
};

const service = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;
const critical = 2;
const normal = 1;
const never = 0;
const asTheDesktopLikes = -1;

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function createLinuxNotifier(options: LinuxNotifierOptions): Notifier {
  const { bus, clock, appName, desktopEntry, icon, answerWithinMs = 3000 } = options;
  /** The desktop's number of each toast that may still be clicked or replaced. */
  const numbers = new Map<string, number>();
  const listeners: ((id: string) => void)[] = [];
  let markup: Promise<boolean> | undefined;

  const toastOf = (number: unknown) => [...numbers].find(([, known]) => known === number)?.[0];

  bus.onSignal(`type='signal',sender='${service.destination}',interface='${service.interface}'`, (signal) => {
    if (signal.interface !== service.interface) return;
    const id = toastOf(signal.body[0]);
    if (id === undefined) return;
    if (signal.member === 'NotificationClosed') numbers.delete(id);
    if (signal.member === 'ActionInvoked') for (const listener of listeners) listener(id);
  });
  bus.onSignal(
    `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${service.destination}'`,
    (signal) => {
      if (signal.member !== 'NameOwnerChanged' || signal.body[0] !== service.destination) return;
      // Another service took over: it knows none of these, and may read markup or not.
      numbers.clear();
      markup = undefined;
    },
  );

  /** A service that reads markup would take a "<" in a name for its own. */
  function readsMarkup(): Promise<boolean> {
    markup ??= bus
      .call({ ...service, member: 'GetCapabilities' })
      .then(([capabilities]) => (capabilities as string[]).includes('body-markup'));
    markup.catch(() => (markup = undefined));
    return markup;
  }

  async function notify(toast: Toast): Promise<void> {
    const body = (await readsMarkup()) ? escape(toast.body) : toast.body;
    const hints = [
      ['urgency', { signature: 'y', value: toast.sticky ? critical : normal }],
      ['desktop-entry', { signature: 's', value: desktopEntry }],
      // The bell is ours: it goes on until somebody answers, which a desktop's chime does not.
      ['suppress-sound', { signature: 'b', value: true }],
    ];
    const replaces = numbers.get(toast.id) ?? 0;
    const [number] = await bus.call({
      ...service,
      member: 'Notify',
      signature: 'susssasa{sv}i',
      body: [
        appName,
        replaces,
        icon,
        toast.title,
        body,
        ['default', toast.open],
        hints,
        toast.sticky ? never : asTheDesktopLikes,
      ],
    });
    numbers.set(toast.id, number as number);
  }

  return {
    show: (toast) =>
      new Promise<ToastOutcome>((resolve) => {
        const tooLate = clock.after(answerWithinMs, () =>
          resolve({ kind: 'unanswered', remedy: remedyFor('unanswered', 'linux') }),
        );
        notify(toast)
          .then<ToastOutcome, ToastOutcome>(
            () => ({ kind: 'shown' }),
            (error: unknown) => ({
              kind: 'failed',
              reason: error instanceof Error ? error.message : String(error),
              remedy: remedyFor('failed', 'linux'),
            }),
          )
          .then((outcome) => {
            tooLate.cancel();
            resolve(outcome);
          })
          .catch(() => undefined);
      }),
    withdraw(id) {
      const number = numbers.get(id);
      if (number === undefined) return;
      numbers.delete(id);
      bus
        .call({ ...service, member: 'CloseNotification', signature: 'u', body: [number] })
        .catch(() => undefined);
    },
    onClick: (listener) => void listeners.push(listener),
  };
}
