// Shows a notification that is about nothing, and says how the desktop showed it. It rings nothing and is written nowhere.
import type { Machine } from '../../contract/health.ts';
import type { NotificationShown } from '../../contract/ipc.ts';
import type { Notifier, Toast, ToastOutcome } from '../ports/notifier.ts';
import { speechOf, type Speech } from '../text/speech.ts';

/** Shown again it replaces itself. */
export const testToastId = 'test';

const testToast = ({ words }: Speech): Toast => ({
  id: testToastId,
  title: words.toast.test,
  body: words.toast.testHint,
  sticky: false,
  open: words.tray.open,
});

export function howShown(
  { kind }: ToastOutcome,
  showing: Omit<NonNullable<Machine['notifications']>, 'since'> | null,
): NotificationShown {
  if (kind !== 'shown') return kind === 'failed' ? 'not-shown' : 'unanswered';
  if (showing?.quiet === true) return 'quietly';
  return showing?.way === 'node-notifier' ? 'plainly' : 'desktop';
}

export type TryNotificationOptions = {
  notifier: Pick<Notifier, 'show'>;
  state: () => Parameters<typeof speechOf>[0] & { machine: Machine };
  /** What is known of notifications from others is known from this one too. */
  tell: (outcome: ToastOutcome) => Promise<unknown>;
};

export async function tryNotification(options: TryNotificationOptions): Promise<NotificationShown> {
  const { notifier, state, tell } = options;
  const outcome = await notifier.show(testToast(speechOf(state())));
  await tell(outcome);
  return howShown(outcome, state().machine.notifications);
}
