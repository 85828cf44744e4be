// Tells where a chat stands: whether there is any here, whether it is switched on, and when it closes.
import { chatOpenAfterOrderMs, type ChatMode } from '../../contract/chat.ts';
import { isOpenOrder } from '../../contract/order.ts';
import { closedAt } from '../orders/columns.ts';
import { readableBook } from '../orders/readable-book.ts';
import type { OrdersState } from '../orders/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import { messagesOf } from './messages.ts';
import type { ChatState } from './turn.ts';

export type Known = ChatState & OrdersState & SessionState & StreamsState;

/** The restaurant's own chat, which is also the id of the stream that all of its chats are in; null: no chat is known here. */
export function ownChatOf({ session, ledger }: SessionState & StreamsState): string | null {
  if (session === null || !ledger.cursors.has(`chat:${session.restaurantId}`)) return null;
  return session.restaurantId;
}

export const chatModeOf = ({ ledger }: SessionState): ChatMode => ledger.restaurant?.chat ?? 'we-begin';

/** With customers nobody chats where the restaurant does not want it; among themselves staff do all the same. */
export function isOn(state: Known, chat: string): boolean {
  const own = ownChatOf(state);
  return own !== null && (chat === own || chatModeOf(state) !== 'off');
}

/** null: it is open as long as its order is, or for good. */
export function closesAt(state: Known, chat: string): number | null {
  if (chat === state.session?.restaurantId) return null;
  const order = readableBook(state.ledger).get(chat);
  if (order !== undefined) return isOpenOrder(order) ? null : closedAt(order) + chatOpenAfterOrderMs;
  const told = state.ledger.chats.get(chat)?.closesAt ?? null;
  if (told !== null) return Date.parse(told);
  // Its order is not here any more: as if it had been closed when somebody last wrote.
  const last = messagesOf(state.ledger.chatMessages, chat).at(-1);
  return last === undefined ? 0 : Date.parse(last.at) + chatOpenAfterOrderMs;
}

export const isClosed = (state: Known, chat: string, now: number): boolean => {
  const at = closesAt(state, chat);
  return at !== null && at <= now;
};
