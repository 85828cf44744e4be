// Plays one short sound for messages that nobody has seen, and, while the window is closed, shows one notification for all
// of them. While an order rings both wait; a message that has waited for long is left to the notice in the window.
import { wakeAt, write } from '../kernel/turn.ts';
import { speechOf } from '../text/speech.ts';
import { backendNow } from '../time/clock.ts';
import { heardUntil } from './changes.ts';
import type { KeptChat, KeptMessage } from './kept.ts';
import { messagesOf, unreadOf } from './messages.ts';
import { setChatting } from './slice.ts';
import { chatModeOf, isOn, ownChatOf, type Known } from './standing.ts';
import type { Turn } from './turn.ts';
import { chatToast, chatToastId } from './toast.ts';
import { isSilentOffice } from '../session/office.ts';

/** From then on the window says that somebody waits, and a sound would come out of nowhere. */
const soundsForMs = 5 * 60_000;
/** Somebody who sends each word by itself is heard once. */
const betweenMs = 5000;

export type Unread = { chat: KeptChat; messages: readonly KeptMessage[] };

type Found = { of: readonly unknown[]; unread: readonly Unread[] };
/** Read in every turn. No map of the ledger is ever changed in place. */
const lastFound = new WeakMap<Known['ledger']['chatMessages'], Found>();

/** The chat whose oldest unseen message has waited longest comes first. */
export function unreadChats(state: Known): readonly Unread[] {
  const { chats, chatMessages, chatSeen } = state.ledger;
  const of = [chats, chatSeen, ownChatOf(state), chatModeOf(state)];
  const last = lastFound.get(chatMessages);
  if (last !== undefined && last.of.every((one, at) => one === of[at])) return last.unread;
  const unread = findUnread(state);
  lastFound.set(chatMessages, { of, unread });
  return unread;
}

function findUnread(state: Known): Unread[] {
  const { chats, chatMessages, chatSeen } = state.ledger;
  return [...chats.values()]
    .filter(({ id }) => isOn(state, id))
    .map((chat) => ({
      chat,
      messages: unreadOf(chat, messagesOf(chatMessages, chat.id), chatSeen.get(chat.id)),
    }))
    .filter(({ messages }) => messages.length > 0)
    .toSorted((a, b) => Date.parse(a.messages[0]?.at ?? '') - Date.parse(b.messages[0]?.at ?? ''));
}

export function hearChats(turn: Turn): void {
  const unread = unreadChats(turn.state);
  const { chatting, window, ringing } = turn.state;
  if (chatting.toast && (unread.length === 0 || window === 'shown')) {
    turn.emit({ do: 'withdraw', toast: chatToastId });
    setChatting(turn, { toast: false });
  }
  if (ringing !== null || !isHeardHere(turn)) return;
  const fresh = unread.filter((one) => isFresh(turn, one));
  if (fresh.length === 0) return;
  if (turn.at.mono < chatting.soundedAt + betweenMs) return wakeAt(turn, chatting.soundedAt + betweenMs);
  setChatting(turn, { soundedAt: turn.at.mono });
  write(
    turn,
    fresh.map(({ chat, messages }) => heardUntil(chat.id, messages.at(-1)?.at ?? '')),
  );
  if (!isSilentOffice(turn.state)) turn.emit({ do: 'ring', sound: 'chat', orders: [] });
  if (window !== 'none') return;
  turn.emit({ do: 'toast', toast: chatToast(unread, speechOf(turn.state)) });
  setChatting(turn, { toast: true });
}

/** Nobody stands so close to a screen on the wall that they could answer. */
const isHeardHere = ({ state }: Turn): boolean => state.settings.effective.density !== 'wall';

function isFresh(turn: Turn, { chat, messages }: Unread): boolean {
  const last = Date.parse(messages.at(-1)?.at ?? '');
  const heard = chat.heardAt === null ? Number.NEGATIVE_INFINITY : Date.parse(chat.heardAt);
  return last > heard && backendNow(turn) - last < soundsForMs;
}

/** The session ends. */
export function hushChats(turn: Turn): void {
  if (turn.state.chatting.toast) turn.emit({ do: 'withdraw', toast: chatToastId });
}

/** Somebody clicked the notification: to the chat that has waited longest. */
export function leadToChat(turn: Turn): void {
  const [first] = unreadChats(turn.state);
  const n = (turn.state.chatting.focus?.n ?? 0) + 1;
  if (first !== undefined) setChatting(turn, { focus: { chat: first.chat.id, n } });
  turn.emit({ do: 'show', how: 'focus' });
}
