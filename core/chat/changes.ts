// Changes what is kept of chats: what their stream tells of one, and what a snapshot tells of all of them.
import type { Chat, ChatMark, ChatMessage, ChatRef, ChatSide } from '../../contract/chat.ts';
import type { Change, Draft } from '../kernel/ledger.ts';
import { messagesKept, type KeptChat, type KeptMessage, type SeenHere, type Written } from './kept.ts';
import { covers, isPushedOut, messageKey, messagesByChat, messagesIn } from './messages.ts';
import { keep } from './slice.ts';

export const writtenIs =
  (written: Written): Change =>
  (draft) =>
    keep.chatOutbox.put(draft, written.id, written);

export const writtenOver =
  (id: string): Change =>
  (draft) =>
    keep.chatOutbox.put(draft, id, null);

export const seenHereIs =
  (seen: SeenHere): Change =>
  (draft) =>
    keep.chatSeen.put(draft, seen.chat, seen);

export const seenHereOver =
  (chat: string): Change =>
  (draft) =>
    keep.chatSeen.put(draft, chat, null);

export const heardUntil =
  (chat: string, at: string): Change =>
  (draft) => {
    const known = keep.chats.in(draft).get(chat);
    if (known !== undefined) keep.chats.put(draft, chat, { ...known, heardAt: at });
  };

const refIn = (ref: ChatRef): Pick<KeptChat, 'id' | 'order' | 'closesAt'> => ({
  id: ref.id,
  order: ref.order ?? null,
  closesAt: ref.closesAt,
});

const unseen = { seen: { staff: null, customer: null }, heardAt: null } as const;

/** `cause`: the key it was written under, if it was written by a console. */
export const messageCame =
  (ref: ChatRef, message: ChatMessage, cause: string | undefined): Change =>
  (draft) => {
    keep.chats.put(draft, ref.id, { ...unseen, ...keep.chats.in(draft).get(ref.id), ...refIn(ref) });
    const written = keep.chatOutbox.in(draft).get(cause ?? '');
    if (written !== undefined) keep.chatOutbox.put(draft, written.id, null);
    const known = keep.chatMessages.in(draft).get(messageKey(ref.id, message.id));
    const others = messagesIn(keep.chatMessages.in(draft), ref.id);
    const n = known?.n ?? (others.at(-1)?.n ?? 0) + 1;
    const mine = known?.mine === true || written !== undefined || isSent(draft, message.id);
    put(draft, { ...message, chat: ref.id, mine, n });
    for (const old of others.slice(0, Math.max(0, others.length + (known ? 0 : 1) - messagesKept)))
      drop(draft, old);
  };

/** Its answer came before its event. */
const isSent = (draft: Draft, message: string): boolean =>
  [...keep.chatOutbox.in(draft).values()].some(({ sent }) => sent?.message === message);

const put = (draft: Draft, message: KeptMessage) =>
  keep.chatMessages.put(draft, messageKey(message.chat, message.id), message);
const drop = (draft: Draft, { chat, id }: KeptMessage) =>
  keep.chatMessages.put(draft, messageKey(chat, id), null);

export const messageIsMine =
  (chat: string, id: string): Change =>
  (draft) => {
    const known = keep.chatMessages.in(draft).get(messageKey(chat, id));
    if (known !== undefined && !known.mine) put(draft, { ...known, mine: true });
  };

export const chatSeenBy =
  (ref: ChatRef, side: ChatSide, mark: ChatMark): Change =>
  (draft) => {
    const known = keep.chats.in(draft).get(ref.id);
    if (known === undefined) return;
    const messages = messagesIn(keep.chatMessages.in(draft), ref.id);
    const later = covers(messages, mark, known.seen[side]) ? mark : known.seen[side];
    keep.chats.put(draft, ref.id, { ...known, ...refIn(ref), seen: { ...known.seen, [side]: later } });
  };

export const messageDeleted =
  (chat: string, id: string): Change =>
  (draft) => {
    const known = keep.chatMessages.in(draft).get(messageKey(chat, id));
    if (known !== undefined) put(draft, { ...known, text: '', deleted: true });
  };

/** Its messages too; what was written in it and is not over stays until somebody has seen what became of it. */
export const chatGone =
  (chat: string): Change =>
  (draft) => {
    if (keep.chats.in(draft).has(chat)) keep.chats.put(draft, chat, null);
    if (keep.chatSeen.in(draft).has(chat)) keep.chatSeen.put(draft, chat, null);
    for (const message of messagesIn(keep.chatMessages.in(draft), chat)) drop(draft, message);
  };

/** These are all that there are. */
export const chatsAre =
  (all: readonly Chat[]): Change =>
  (draft) => {
    const there = new Set(all.map(({ id }) => id));
    for (const id of keep.chats.in(draft).keys()) if (!there.has(id)) chatGone(id)(draft);
    // A copy, for the draft's own goes on being changed.
    const known = messagesByChat(new Map(keep.chatMessages.in(draft)));
    for (const one of all) chatIs(draft, one, known.get(one.id) ?? []);
    const missing = [...keep.chatOutbox.in(draft).values()].filter((written) => isMissing(draft, written));
    for (const written of missing) sendAgain(draft, written);
  };

/** Not among these, and not pushed out by newer ones either. */
function isMissing(draft: Draft, { chat, sent }: Written): boolean {
  if (sent === null || keep.chatMessages.in(draft).has(messageKey(chat, sent.message))) return false;
  return !isPushedOut(messagesIn(keep.chatMessages.in(draft), chat), sent.at);
}

/** Under its key: where it is known it stays one. */
const sendAgain = (draft: Draft, written: Written) =>
  keep.chatOutbox.put(draft, written.id, { ...written, sent: null, takenBefore: true });

function chatIs(draft: Draft, { messages, seen, ...ref }: Chat, former: readonly KeptMessage[]): void {
  const heardAt = keep.chats.in(draft).get(ref.id)?.heardAt ?? null;
  keep.chats.put(draft, ref.id, { ...refIn(ref), seen, heardAt });
  const newest = messages.slice(-messagesKept);
  const there = new Set(newest.map(({ id }) => id));
  for (const old of former) if (!there.has(old.id)) drop(draft, old);
  for (const [n, message] of newest.entries()) {
    const known = keep.chatMessages.in(draft).get(messageKey(ref.id, message.id));
    const mine = known?.mine === true || isSent(draft, message.id);
    const now = { ...message, chat: ref.id, mine, n };
    if (JSON.stringify(now) !== JSON.stringify(known)) put(draft, now);
  }
}

/** The backend has no chats (any more). */
export const noChats: Change = (draft) => {
  for (const id of keep.chats.in(draft).keys()) chatGone(id)(draft);
};
