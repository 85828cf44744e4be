// Reads the messages that are kept: by chat, in their order, and which of them nobody here has seen.
import type { ChatMark } from '../../contract/chat.ts';
import type { KeptChat, KeptMessage } from './kept.ts';

type Messages = ReadonlyMap<string, KeptMessage>;

const lastSorted = new WeakMap<Messages, ReadonlyMap<string, readonly KeptMessage[]>>();

/** Several rules of every turn ask for the same: no map of the ledger is ever changed in place. */
export function messagesByChat(messages: Messages): ReadonlyMap<string, readonly KeptMessage[]> {
  const known = lastSorted.get(messages);
  if (known !== undefined) return known;
  const sorted = new Map<string, KeptMessage[]>();
  for (const message of messages.values()) {
    const others = sorted.get(message.chat);
    if (others === undefined) sorted.set(message.chat, [message]);
    else others.push(message);
  }
  for (const all of sorted.values()) all.sort((a, b) => a.n - b.n);
  lastSorted.set(messages, sorted);
  return sorted;
}

/** Of a map that is being changed. */
export const messagesIn = (messages: Messages, chat: string): KeptMessage[] =>
  [...messages.values()].filter((message) => message.chat === chat).toSorted((a, b) => a.n - b.n);

export const messagesOf = (messages: Messages, chat: string): readonly KeptMessage[] =>
  messagesByChat(messages).get(chat) ?? [];

export const messageKey = (chat: string, id: string): string => `${chat}/${id}`;

/** Of an order's chat what its customer wrote; of the restaurant's own what was written elsewhere. */
export const isForUs = ({ order }: Pick<KeptChat, 'order'>, { from, mine }: KeptMessage): boolean =>
  order === null ? !mine : from === 'customer';

/** All that is kept is newer. */
export const isPushedOut = (messages: readonly KeptMessage[], at: string): boolean =>
  messages[0] !== undefined && Date.parse(messages[0].at) > Date.parse(at);

/** How many of these, from the first on, were seen. */
function seenUpTo(messages: readonly KeptMessage[], mark: ChatMark | null | undefined): number {
  if (mark == null) return 0;
  const at = messages.findIndex(({ id }) => id === mark.message);
  if (at >= 0) return at + 1;
  // It is older than all that is kept, or was erased.
  return messages.findLastIndex((message) => Date.parse(message.at) <= Date.parse(mark.at)) + 1;
}

/** The first mark has seen no less than the second. */
export const covers = (
  messages: readonly KeptMessage[],
  mark: ChatMark | null | undefined,
  other: ChatMark | null | undefined,
): boolean => seenUpTo(messages, mark) >= seenUpTo(messages, other);

/** `seenHere`: what was seen at this console, and the backend may not know of yet. */
export function unreadOf(
  chat: KeptChat,
  messages: readonly KeptMessage[],
  seenHere: ChatMark | undefined,
): KeptMessage[] {
  // Whoever answers a customer has read what the customer wrote.
  const answered = chat.order === null ? 0 : messages.findLastIndex(({ from }) => from === 'staff') + 1;
  const seen = Math.max(answered, seenUpTo(messages, chat.seen.staff), seenUpTo(messages, seenHere));
  return messages.slice(seen).filter((message) => isForUs(chat, message) && !message.deleted);
}
