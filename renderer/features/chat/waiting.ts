// Finds the chat whose oldest message that nobody has seen has waited longest.
import type { Chatting, ChatView } from '../../../contract/chat-view.ts';
import type { View } from '../../../contract/view.ts';

/** From then on it is said in words. */
export const waitsForMs = 5 * 60_000;

export function longestWaiting({ chat, chats }: Pick<View, 'chat' | 'chats'>): ChatView | null {
  if (chat === null) return null;
  let longest: ChatView | null = null;
  for (const one of chats)
    if (
      one.unreadSince !== null &&
      isOn(chat, one.id) &&
      (longest === null || Date.parse(one.unreadSince) < Date.parse(longest.unreadSince ?? ''))
    )
      longest = one;
  return longest;
}

/** With customers nobody chats where the restaurant does not want it. */
export const isOn = ({ mode, own }: Chatting, chat: string): boolean => mode !== 'off' || chat === own;

/** Messages in the restaurant's own chat that nobody has seen. */
export const unreadInTeam = ({ chat, chats }: Pick<View, 'chat' | 'chats'>): number =>
  chat === null ? 0 : (chats.find(({ id }) => id === chat.own)?.unread ?? 0);
