// Native notifications of Windows and macOS through Electron, the plain ones where it fails, and what became of each.
import type { NotificationConstructorOptions } from 'electron';
import type { Clock } from '../../core/ports/clock.ts';
import type { Notifier, Toast, ToastButton, ToastOutcome } from '../../core/ports/notifier.ts';
import { remedyFor } from './notification-remedies.ts';
import { nextWay, type NextWay, type Tried } from './notification-way.ts';
import type { PlainNotifier } from './plain-notifier.ts';
import { keepShowing } from './showing.ts';

/** What is used of Electron's Notification. */
export type NativeNotification = {
  on(event: string, listener: (event: unknown, detail?: unknown) => void): unknown;
  show(): void;
  close(): void;
};

export type NotifierOptions = {
  isSupported: () => boolean;
  make: (options: NotificationConstructorOptions & { id?: string }) => NativeNotification;
  platform: NodeJS.Platform;
  clock: Clock;
  plain: PlainNotifier;
  /** Only asked where a notification failed. */
  isSigned: () => Promise<boolean>;
  /** Windows: also of notifications that an earlier run has shown. */
  onActivation?: (listener: (details: { type: string; actionIndex?: number }) => void) => void;
  showWindow: () => void;
  answerWithinMs?: number;
};

/** In this order on the notification. */
const buttons: readonly ToastButton[] = ['open', 'stop-bell'];
export const buttonAt = (index: unknown): ToastButton =>
  (typeof index === 'number' ? buttons[index] : undefined) ?? 'open';

/** Electron 45 says it in the event, older ones behind it. */
const pressedButton = (event: unknown, index: unknown): ToastButton =>
  buttonAt(typeof index === 'number' ? index : (event as { actionIndex?: unknown } | null)?.actionIndex);

type Asked = { withdrawn: boolean };

export function createNotifier(options: NotifierOptions): Notifier {
  const { isSupported, make, platform, clock, plain, isSigned, showWindow, answerWithinMs = 3000 } = options;
  /** Kept as long as they may be clicked: a collected one loses its click. */
  const shown = new Map<string, NativeNotification>();
  const asked = new Map<string, Asked>();
  const listeners: ((id: string, button: ToastButton) => void)[] = [];
  const showing = keepShowing();
  const press = (id: string, button: ToastButton) => {
    for (const listener of listeners) listener(id, button);
  };
  plain.onClick((id) => press(id, 'open'));
  // Told beside the event of a notification that is still known here, so what to open is left to that.
  options.onActivation?.(({ type, actionIndex }) => {
    if (type === 'action' && buttonAt(actionIndex) === 'stop-bell') press('', 'stop-bell');
    else showWindow();
  });

  function forget(id: string, notification: NativeNotification): void {
    if (shown.get(id) === notification) shown.delete(id);
  }

  function showNative(toast: Toast): Promise<ToastOutcome> {
    shown.get(toast.id)?.close();
    const notification = make({
      // Replaces the one of the same id where the platform can.
      id: toast.id,
      title: toast.title,
      body: toast.body,
      // The bell is ours: it goes on until somebody answers, which a desktop's chime does not.
      silent: true,
      actions: [toast.open, toast.stopBell]
        .filter((text) => text !== undefined)
        .map((text) => ({ type: 'button', text })),
      ...(toast.sticky && { timeoutType: 'never', urgency: 'critical' }),
    });
    shown.set(toast.id, notification);
    return new Promise((resolve) => {
      const tooLate = clock.after(answerWithinMs, () =>
        resolve({ kind: 'unanswered', remedy: remedyFor('unanswered', platform) }),
      );
      const settle = (outcome: ToastOutcome) => {
        tooLate.cancel();
        resolve(outcome);
      };
      notification.on('show', () => settle({ kind: 'shown' }));
      notification.on('failed', (_event, detail) => {
        forget(toast.id, notification);
        const reason = typeof detail === 'string' && detail !== '' ? detail : 'the desktop gave no reason';
        settle({ kind: 'failed', reason, remedy: remedyFor('failed', platform) });
      });
      notification.on('click', () => press(toast.id, 'open'));
      notification.on('action', (event, index) => press(toast.id, pressedButton(event, index)));
      // On Windows a toast that timed out still lies in the Action Center, where it can be clicked.
      if (platform !== 'win32') notification.on('close', () => forget(toast.id, notification));
      notification.show();
    });
  }

  async function showPlain(toast: Toast): Promise<ToastOutcome> {
    const reason = await plain
      .show(toast)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    return reason === null
      ? { kind: 'shown' }
      : { kind: 'failed', reason, remedy: remedyFor('failed', platform) };
  }

  async function next(last: Tried | null): Promise<NextWay> {
    const supported = isSupported();
    const failed = last === null ? !supported : last.outcome === 'failed';
    const signed = platform !== 'darwin' || !failed || (await isSigned());
    return nextWay({ platform, supported, signed }, last);
  }

  async function show(toast: Toast): Promise<ToastOutcome> {
    const mine: Asked = { withdrawn: false };
    asked.set(toast.id, mine);
    const reason = 'this desktop offers no notifications';
    let outcome: ToastOutcome = { kind: 'failed', reason, remedy: remedyFor('failed', platform) };
    let way = await next(null);
    // Answered while the first way failed: there is nothing to show any more.
    while (!mine.withdrawn && (way === 'native' || way === 'node-notifier')) {
      outcome = way === 'native' ? await showNative(toast) : await showPlain(toast);
      if (outcome.kind === 'shown') showing.way(way === 'native' ? 'desktop' : way);
      way = await next({ way, outcome: outcome.kind });
    }
    if (mine.withdrawn) plain.withdraw(toast.id);
    if (way === 'banner') showing.way('banner');
    if (asked.get(toast.id) === mine) asked.delete(toast.id);
    return outcome;
  }

  return {
    show,
    withdraw(id) {
      const one = asked.get(id);
      if (one !== undefined) one.withdrawn = true;
      const notification = shown.get(id);
      shown.delete(id);
      notification?.close();
      plain.withdraw(id);
    },
    onPress: (listener) => void listeners.push(listener),
    onShowing: showing.onShowing,
  };
}
