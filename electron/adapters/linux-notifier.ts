// Native notifications of Linux desktops, asked for directly over D-Bus. Electron's own call waits for the
// desktop's answer in the main process: a notification service that hangs would stop the bell for 25 seconds.
// https://specifications.freedesktop.org/notification-spec/latest/
import type { Clock } from '../../core/ports/clock.ts';
import type { Notifier, Toast, ToastButton, ToastOutcome } from '../../core/ports/notifier.ts';
import type { SessionBus } from '../dbus/session-bus.ts';
import { remedyFor } from './notification-remedies.ts';
import { createNotificationService, service } from './notification-service.ts';
import { keepShowing } from './showing.ts';

export type LinuxNotifierOptions = {
  bus: SessionBus;
  clock: Clock;
  appName: string;
  /** What the desktop file of the installed package is called, without its ending. */
  desktopEntry: string;
  icon: string;
  answerWithinMs?: number;
};

const critical = 2;
const normal = 1;
const never = 0;
const asTheDesktopLikes = -1;

/** `done`: true when it was really asked for, and not taken back before its turn came. */
type Asking = { withdrawn: boolean; done: Promise<boolean> };

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A click on the notification itself is an action too; where a desktop shows buttons it does not show that one. */
const actionsOf = ({ open, stopBell }: Toast): string[] => {
  const actions = [
    ['default', open],
    ['open', open],
    ['stop-bell', stopBell],
  ];
  return actions.flatMap(([name, label]) => (name === undefined || label === undefined ? [] : [name, label]));
};
const buttonOf = (action: unknown): ToastButton | null =>
  action === 'stop-bell' ? 'stop-bell' : action === 'default' || action === 'open' ? 'open' : null;

export function createLinuxNotifier(options: LinuxNotifierOptions): Notifier {
  const { bus, clock, appName, desktopEntry, icon, answerWithinMs = 3000 } = options;
  /** The desktop's number of each toast that may still be clicked or replaced. */
  const numbers = new Map<string, number>();
  /** What the desktop was asked for last under each name, as long as it has not answered. */
  const asking = new Map<string, Asking>();
  /** Grows when another service takes over. */
  let generation = 0;
  const listeners: ((id: string, button: ToastButton) => void)[] = [];
  const showing = keepShowing();
  const desktop = createNotificationService({
    bus,
    showing,
    onOther() {
      numbers.clear();
      generation += 1;
    },
  });

  const toastOf = (number: unknown) => [...numbers].find(([, known]) => known === number)?.[0];

  bus.onSignal({ name: service.destination, interface: service.interface }, ({ member, body }) => {
    const id = toastOf(body[0]);
    if (id === undefined) return;
    if (member === 'NotificationClosed') numbers.delete(id);
    const button = member === 'ActionInvoked' ? buttonOf(body[1]) : null;
    if (button !== null) for (const listener of listeners) listener(id, button);
  });

  /** One after the other for each name: only an answer tells what the next one replaces, or what there is to take back. */
  function notifyInTurn(toast: Toast): Promise<boolean> {
    const before = asking.get(toast.id);
    const mine: Asking = { withdrawn: false, done: Promise.resolve(false) };
    asking.set(toast.id, mine);
    mine.done = (before?.done ?? Promise.resolve(false))
      .catch(() => false)
      .then(() => notify(toast, mine))
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
    closeNumber(number);
  }

  const closeNumber = (number: number): void =>
    void bus
      .call({ ...service, member: 'CloseNotification', signature: 'u', body: [number] })
      .catch(() => undefined);

  async function notify(toast: Toast, mine: Asking): Promise<boolean> {
    const { markup, actions } = await desktop.abilities();
    if (mine.withdrawn) return false;
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
          markup ? escape(toast.body) : toast.body,
          actions ? actionsOf(toast) : [],
          hints,
          toast.sticky ? never : asTheDesktopLikes,
        ],
      },
      // However late its number comes: without it the notification could never be taken back.
      Infinity,
    );
    if (generation === asked) remember(toast.id, number, replaces);
    return true;
  }

  function remember(id: string, number: unknown, replaces: number): void {
    if (typeof number !== 'number' || number === 0) return;
    // What had this number before is not on the desktop any more; a click must not lead to it.
    const former = toastOf(number);
    if (former !== undefined) numbers.delete(former);
    numbers.set(id, number);
    // A service that does not replace leaves both on the desktop.
    if (replaces !== 0 && replaces !== number) closeNumber(replaces);
  }

  return {
    show: (toast) =>
      new Promise<ToastOutcome>((resolve) => {
        const tooLate = clock.after(answerWithinMs, () => {
          // Taken back before it was asked for it says nothing of the service.
          if (asking.get(toast.id)?.withdrawn === false) showing.way('banner');
          resolve({ kind: 'unanswered', remedy: remedyFor('unanswered', 'linux') });
        });
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
            // Also of one whose answer came too late: it is on the desktop.
            showing.way(outcome.kind === 'shown' ? 'desktop' : 'banner');
            resolve(outcome);
          })
          .catch(() => undefined);
      }),
    withdraw(id) {
      const asked = asking.get(id);
      if (asked !== undefined) asked.withdrawn = true;
      close(id);
    },
    onPress: (listener) => void listeners.push(listener),
    onShowing: showing.onShowing,
  };
}
