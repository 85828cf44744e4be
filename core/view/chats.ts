// Computes what the window shows of chats. Those whose view is unchanged keep the same object.
import type { Chatting, ChatMessageView, ChatView, WrittenView } from '../../contract/chat-view.ts';
import type { Written } from '../chat/kept.ts';
import { messagesOf, unreadOf } from '../chat/messages.ts';
import { chatModeOf, closesAt, ownChatOf } from '../chat/standing.ts';
import { readableBook } from '../orders/readable-book.ts';
import type { State } from '../rules/turn.ts';

export type ShownChats = ReadonlyMap<string, ChatView>;

export function chattingOf(state: State): Chatting | null {
  const own = ownChatOf(state);
  return own === null ? null : { own, mode: chatModeOf(state), focus: state.chatting.focus };
}

export function projectChats(state: State, before: ShownChats): ShownChats {
  const { chats, chatOutbox } = state.ledger;
  if (ownChatOf(state) === null || (chats.size === 0 && chatOutbox.size === 0)) return none;
  const shown = new Map<string, ChatView>();
  for (const id of new Set([...chats.keys(), ...[...chatOutbox.values()].map(({ chat }) => chat)])) {
    const view = chatView(state, id);
    const old = before.get(id);
    shown.set(id, old !== undefined && JSON.stringify(old) === JSON.stringify(view) ? old : view);
  }
  return shown;
}

const none: ShownChats = new Map();

function chatView(state: State, id: string): ChatView {
  const { chats, chatMessages, chatOutbox, chatSeen } = state.ledger;
  const chat = chats.get(id);
  const messages = messagesOf(chatMessages, id);
  const unread = chat === undefined ? [] : unreadOf(chat, messages, chatSeen.get(id));
  const inBook = readableBook(state.ledger).get(id);
  const order = inBook ?? chat?.order ?? null;
  const closes = closesAt(state, id);
  return {
    id,
    order: order === null ? null : { id: order.id, number: order.number },
    closesAt: closes === null ? null : new Date(closes).toISOString(),
    unread: unread.length,
    unreadSince: unread[0]?.at ?? null,
    messages: messages.map(({ id: message, from, username, text, at, deleted, mine }): ChatMessageView => ({
      id: message,
      from,
      username,
      text,
      at,
      deleted,
      mine,
    })),
    written: [...chatOutbox.values()]
      .filter((one) => one.chat === id)
      .toSorted((a, b) => a.n - b.n)
      .map((one) => writtenView(state, one)),
  };
}

const writtenView = (state: State, written: Written): WrittenView => ({
  id: written.id,
  text: written.text,
  deletes: written.deletes,
  at: written.writtenAt,
  state: stateOf(state, written),
  problem: written.refused,
});

function stateOf({ chatting }: State, { id, chat, sent, refused }: Written): WrittenView['state'] {
  if (refused !== null) return 'refused';
  if (sent !== null) return 'sent';
  return chatting.underWay.get(chat)?.written.id === id ? 'sending' : 'not-sent';
}
