// Words the notification of something a person is told beside the orders, or of several such at once.
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
export const oneToast = (one: Notification, { count, say, set, words }: Speech, tells: Tells): Toast => ({
  id: `inbox:${one.id}`,
  ...(tells === 'number'
    ? {
        title: count(words.toast.messages, 1),
        body: one.order === undefined ? '' : say(words.tray.order, { number: one.order.number }),
      }
    : { title: cut(set(one.title)), body: cut(set(one.body)) }),
  sticky: isUrgent(one),
  open: words.tray.open,
});

export const severalToast = (
  id: string,
  several: readonly Notification[],
  { count, set, words }: Speech,
  tells: Tells,
): Toast => ({
  id,
  title: count(words.toast.messages, several.length),
  body: tells === 'number' ? '' : cut(several.map(({ title }) => set(title)).join(' · ')),
  sticky: false,
  open: words.tray.open,
});
