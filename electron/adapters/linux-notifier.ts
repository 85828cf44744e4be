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

/** `done`: true when it was really asked for, and not taken back before its turn came. */
type Asking = { withdrawn: boolean; done: Promise<boolean> };

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function createLinuxNotifier(options: LinuxNotifierOptions): Notifier {
  const { bus, clock, appName, desktopEntry, icon, answerWithinMs = 3000 } = options;
  /** The desktop's number of each toast that may still be clicked or replaced. */
  const numbers = new Map<string, number>();
  /** What the desktop was asked for last under each name, as long as it has not answered. */
  const asking = new Map<string, Asking>();
  /** Grows when another service takes over. */
  let generation = 0;
  let owner: string | null = null;
  const listeners: ((id: string) => void)[] = [];
  let markup: Promise<boolean> | undefined;

  const toastOf = (number: unknown) => [...numbers].find(([, known]) => known === number)?.[0];

  bus.onSignal({ name: service.destination, interface: service.interface }, ({ member, body }) => {
    const id = toastOf(body[0]);
    if (id === undefined) return;
    if (member === 'NotificationClosed') numbers.delete(id);
    if (member === 'ActionInvoked') for (const listener of listeners) listener(id);
  });
  bus.onOwner(service.destination, (next) => {
    // Another service took over: it knows none of these, and may read markup or not. One that comes where there was
    // none may just have been started by our own question.
    numbers.clear();
    markup = undefined;
    if (owner !== null) generation += 1;
    owner = next;
    if (next !== null) prepare();
  });

  /** A service that reads markup would take a "<" in a name for its own. */
  function readsMarkup(): Promise<boolean> {
    markup ??= bus
      .call({ ...service, member: 'GetCapabilities' })
      .then(([capabilities]) => Array.isArray(capabilities) && capabilities.includes('body-markup'));
    const asked = markup;
    asked.catch(() => {
      if (markup === asked) markup = undefined;
    });
    return asked;
  }

  /** Asked for beforehand, so that no notification has to wait for the answer. */
  const prepare = () => void readsMarkup().catch(() => undefined);

  /** One after the other for each name: only an answer tells what the next one replaces, or what there is to take back. */
  function notifyInTurn(toast: Toast): Promise<boolean> {
    const before = asking.get(toast.id);
    const mine: Asking = { withdrawn: false, done: Promise.resolve(false) };
    asking.set(toast.id, mine);
    mine.done = (before?.done ?? Promise.resolve(false))
      .catch(() => false)
      .then(async () => {
        if (mine.withdrawn) return false;
        await notify(toast);
        return true;
      })
      .finally(() => {
        if (asking.get(toast.id) === mine) asking.delete(toast.id);
        if (mine.withdrawn) close(toast.id);
      });
    return mine.done;
  }

  function close(id: string): void {
    const number = numbers.get(id);
    if (number === undefined) return;
    numbers.delete(id);
    bus
      .call({ ...service, member: 'CloseNotification', signature: 'u', body: [number] })
      .catch(() => undefined);
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
    const asked = generation;
    const [number] = await bus.call(
      {
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
      },
      // However late its number comes: without it the notification could never be taken back.
      Infinity,
    );
    if (typeof number === 'number' && generation === asked) numbers.set(toast.id, number);
  }

  return {
    show: (toast) =>
      new Promise<ToastOutcome>((resolve) => {
        const tooLate = clock.after(answerWithinMs, () =>
          resolve({ kind: 'unanswered', remedy: remedyFor('unanswered', 'linux') }),
        );
        notifyInTurn(toast)
          .then<ToastOutcome | null, ToastOutcome>(
            (asked) => (asked ? { kind: 'shown' } : null),
            (error: unknown) => ({
              kind: 'failed',
              reason: error instanceof Error ? error.message : String(error),
              remedy: remedyFor('failed', 'linux'),
            }),
          )
          .then((outcome) => {
            if (outcome === null) return;
            tooLate.cancel();
            resolve(outcome);
          })
          .catch(() => undefined);
      }),
    withdraw(id) {
      const asked = asking.get(id);
      if (asked !== undefined) asked.withdrawn = true;
      close(id);
    },
    onClick: (listener) => void listeners.push(listener),
  };
}
