// Computes what the window shows of chats. Those whose view is unchanged keep the same object.
import type { Chatting, ChatMessageView, ChatView, WrittenView } from '../../contract/chat-view.ts';
import type { KeptChat, KeptMessage, SeenHere, Written } from '../chat/kept.ts';
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
  const written = [...chatOutbox.values()];
  for (const id of new Set([...chats.keys(), ...written.map(({ chat }) => chat)])) {
    const here = written.length === 0 ? written : written.filter(({ chat }) => chat === id);
    const parts = partsOf(state, id, here);
    const old = before.get(id);
    const view = viewOf(state, id, parts, old);
    madeOf.set(view, parts);
    shown.set(id, view);
  }
  return shown;
}

const none: ShownChats = new Map();

/** All that the view of a chat is made of. */
type Parts = {
  chat: KeptChat | undefined;
  messages: readonly KeptMessage[];
  seen: SeenHere | undefined;
  written: readonly Written[];
  id: string | undefined;
  number: string | undefined;
  closes: number | null;
  sending: string | undefined;
};
/** Read in every turn, and there may be thousands of messages: what is unchanged is not made again to find that out. */
const madeOf = new WeakMap<ChatView, Parts>();

function partsOf(state: State, id: string, written: readonly Written[]): Parts {
  const { chats, chatMessages, chatSeen } = state.ledger;
  const chat = chats.get(id);
  const order = readableBook(state.ledger).get(id) ?? chat?.order ?? undefined;
  return {
    chat,
    messages: messagesOf(chatMessages, id),
    seen: chatSeen.get(id),
    written,
    id: order?.id,
    number: order?.number,
    closes: closesAt(state, id),
    sending: state.chatting.underWay.get(id)?.written.id,
  };
}

function viewOf(state: State, id: string, parts: Parts, old: ChatView | undefined): ChatView {
  if (old !== undefined && sameParts(madeOf.get(old), parts)) return old;
  const view = chatView(state, id, parts);
  return old !== undefined && JSON.stringify(old) === JSON.stringify(view) ? old : view;
}

function sameParts(a: Parts | undefined, b: Parts): boolean {
  if (a === undefined || !sameList(a.messages, b.messages) || !sameList(a.written, b.written)) return false;
  const rest = ['chat', 'seen', 'id', 'number', 'closes', 'sending'] as const;
  return rest.every((part) => a[part] === b[part]);
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((one, at) => one === b[at]));

function chatView(state: State, id: string, parts: Parts): ChatView {
  const { chat, messages, seen, written, closes } = parts;
  const unread = chat === undefined ? [] : unreadOf(chat, messages, seen);
  return {
    id,
    order:
      parts.id === undefined || parts.number === undefined ? null : { id: parts.id, number: parts.number },
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
    written: written.toSorted((a, b) => a.n - b.n).map((one) => writtenView(state, one)),
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
