// Words the one notification for all messages that nobody has seen: the orders' numbers, never a text or a name.
import type { Toast } from '../ports/notifier.ts';
import type { Speech } from '../text/speech.ts';
import type { KeptChat } from './kept.ts';

/** Raised again it replaces itself. */
export const chatToastId = 'chat';

const numbersNamed = 8;

export function chatToast(unread: readonly { chat: KeptChat }[], { words, set }: Speech): Toast {
  const { toast, comma } = words;
  const named = unread.slice(0, numbersNamed);
  const more = unread.length - named.length;
  const body = named.map(({ chat: { order } }) => (order === null ? toast.chatOwn : set(order.number)));
  return {
    id: chatToastId,
    title: toast.chat,
    body: [...body, ...(more > 0 ? [set(`+${more}`)] : [])].join(comma),
    sticky: false,
    open: words.tray.open,
  };
}
