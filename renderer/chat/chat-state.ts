// Tells whether there is a chat to show, and what can be done in it now.
import { chatOpenAfterOrderMs } from '../../contract/chat-limits.ts';
import type { ChatView } from '../../contract/chat-view.ts';
import type { OrderView, View } from '../../contract/view.ts';

export type ChatState = 'absent' | 'off' | 'closed' | 'open';

/** `order`: whose chat it is; null: the restaurant's own. */
export function chatStateOf(
  chatting: View['chat'],
  chat: ChatView | null,
  order: OrderView | null,
  now: number,
): ChatState {
  if (chatting === null) return 'absent';
  // What was written and not taken stays in sight until somebody has seen that.
  const unsent = chat !== null && chat.written.length > 0;
  // Staff write to each other whatever is set.
  if (chatting.mode === 'off' && chat?.id !== chatting.own) return unsent ? 'off' : 'absent';
  const closesAt = chat?.closesAt == null ? closingOf(order) : Date.parse(chat.closesAt);
  if (closesAt === null || closesAt > now) return 'open';
  return unsent || (chat !== null && chat.messages.length > 0) ? 'closed' : 'absent';
}

function closingOf(order: OrderView | null): number | null {
  if (order === null || order.column !== 'closed') return null;
  const { acts, placedAt } = order.order;
  return Math.max(Date.parse(placedAt), ...acts.map(({ at }) => Date.parse(at))) + chatOpenAfterOrderMs;
}
