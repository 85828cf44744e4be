// Words the notification of something a person is told beside the orders, or of several such at once.
import { toldBy } from '../../contract/notification-kinds.ts';
import { neverOff, type Notification } from '../../contract/notifications.ts';
import { cutText } from '../../contract/wire.ts';
import type { Tells } from '../alerts/toasts.ts';
import type { Toast } from '../ports/notifier.ts';
import type { Speech } from '../text/speech.ts';

/** More than any desktop shows, and as much as a bus takes at once. */
const longestText = 500;
const cut = (text: string) => cutText(text, longestText);

/** What somebody has to act upon stays until they do. */
export const isUrgent = ({ kind }: Notification): boolean => neverOff.includes(kind);

/** Where a number is all that may be read, that there is something, and of which order. */
export const oneToast = (one: Notification, speech: Speech, tells: Tells): Toast => ({
  id: `inbox:${one.id}`,
  ...(tells === 'number' ? numberOnly(one, speech) : worded(one, speech)),
  sticky: isUrgent(one),
  open: speech.words.tray.open,
});

const numberOnly = ({ order }: Notification, { count, say, words }: Speech) => ({
  title: count(words.toast.messages, 1),
  body: order === undefined ? '' : say(words.tray.order, { number: order.number }),
});

const worded = (one: Notification, speech: Speech) => ({
  title: cut(titleOf(one, speech)),
  body: cut(speech.set(one.body)),
});

/** A backend speaks one language only; what is known by its kind is said as the console speaks. */
function titleOf(one: Notification, { say, set, words }: Speech): string {
  const kind = toldBy(one);
  return kind === null ? set(one.title) : say(words.toast.told[kind], { number: one.order?.number ?? '' });
}

export const severalToast = (
  id: string,
  several: readonly Notification[],
  speech: Speech,
  tells: Tells,
): Toast => ({
  id,
  title: speech.count(speech.words.toast.messages, several.length),
  body: tells === 'number' ? '' : cut(several.map((one) => titleOf(one, speech)).join(' · ')),
  sticky: false,
  open: speech.words.tray.open,
});
