// Native notifications of Windows and macOS through Electron, and what became of each.
import type { NotificationConstructorOptions } from 'electron';
import type { Clock } from '../../core/ports/clock.ts';
import type { Notifier, Toast, ToastOutcome } from '../../core/ports/notifier.ts';
import { remedyFor } from './notification-remedies.ts';

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
  answerWithinMs?: number;
};

export function createNotifier(options: NotifierOptions): Notifier {
  const { isSupported, make, platform, clock, answerWithinMs = 3000 } = options;
  /** Kept as long as they may be clicked: a collected one loses its click. */
  const shown = new Map<string, NativeNotification>();
  const listeners: ((id: string) => void)[] = [];

  function forget(id: string, notification: NativeNotification): void {
    if (shown.get(id) === notification) shown.delete(id);
  }

  function show(toast: Toast): Promise<ToastOutcome> {
    if (!isSupported()) {
      const reason = 'this desktop offers no notifications';
      return Promise.resolve({ kind: 'failed', reason, remedy: remedyFor('failed', platform) });
    }
    shown.get(toast.id)?.close();
    const notification = make({
      // Replaces the one of the same id where the platform can.
      id: toast.id,
      title: toast.title,
      body: toast.body,
      // The bell is ours: it goes on until somebody answers, which a desktop's chime does not.
      silent: true,
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
      notification.on('click', () => {
        for (const listener of listeners) listener(toast.id);
      });
      // On Windows a toast that timed out still lies in the Action Center, where it can be clicked.
      if (platform !== 'win32') notification.on('close', () => forget(toast.id, notification));
      notification.show();
    });
  }

  return {
    show,
    withdraw(id) {
      const notification = shown.get(id);
      shown.delete(id);
      notification?.close();
    },
    onClick: (listener) => void listeners.push(listener),
  };
}
