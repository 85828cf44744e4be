// Simulates what the backend keeps of chats: written once under a key, read up to a mark, deleted everywhere, and told in
// the stream that staff follow.
import { refusalOf, writingOf } from '../../backend/chat/standing.ts';
import {
  chatOpenAfterOrderMs,
  type Chat,
  type ChatMark,
  type ChatMessage,
  type ChatRef,
  type ChatSide,
} from '../../contract/chat.ts';
import { isOpenOrder, type Order } from '../../contract/order.ts';
import { restaurantId, type Backend } from './backend.ts';
import type { ChatRow } from './database.ts';

/** The restaurant's own chat has the restaurant's id, and its stream has all chats. */
export const ownChat = restaurantId;
export const chatStream = `chat:${restaurantId}`;
/** As many of each as a snapshot has. */
const newest = 30;
/** In every text that is written in a chat, and in nothing else. */
export const chatMark = 'said in a chat';

/** A message as it was written; `device`: by which console, if by one; `name`: as staff see whose it is. */
export type Said = {
  name: string;
  chat: string;
  message: string;
  text: string;
  from: ChatSide;
  device: string | null;
  at: number;
  generation: number;
};
export type ChatWish = {
  chat: string;
  text: string;
  from: ChatSide;
  name: string;
  device?: string | null;
  key?: string | undefined;
};
export type ChatAnswer =
  | { ok: true; chat: ChatRef; message: ChatMessage }
  | { ok: false; status: number; code: string; why: string };

const noSuchChat: ChatAnswer = {
  ok: false,
  status: 404,
  code: 'not-found',
  why: 'There is no such chat here.',
};

export class Chats {
  readonly said: Said[] = [];
  /** Texts that were not to be written there, and messages that whoever asked may not delete. */
  readonly refused = new Set<string>();
  readonly kept = new Set<string>();
  /** Nothing about chats is answered, while everything else is. */
  broken = false;
  readonly #backend: Backend;
  #texts = 0;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Never the same twice, so that a message which is there twice is seen to be. */
  newText(by: string): string {
    this.#texts += 1;
    return `${by} ${this.#texts} ${chatMark}`;
  }

  row(id: string): ChatRow {
    const none = { messages: [], seen: { staff: null, customer: null }, begun: false, erased: false };
    return this.#backend.database.chats.get(id) ?? none;
  }

  write({ chat: id, text, from, name, device = null, key }: ChatWish): ChatAnswer {
    const backend = this.#backend;
    const ref = this.#ref(id);
    if (ref === null) return noSuchChat;
    const row = this.row(id);
    const known = key === undefined ? undefined : backend.database.chatKeys.get(key);
    if (known !== undefined) return this.#again(ref, known);
    const closedAt = ref.closesAt === null ? null : Date.parse(ref.closesAt) - chatOpenAfterOrderMs;
    const order = ref.order === undefined ? null : { closedAt };
    const standing = { mode: backend.restaurant.chat ?? 'we-begin', order, ...row };
    const writing = writingOf(standing, from, backend.timeline.wall());
    const why = refusalOf(writing);
    if (why !== null) this.refused.add(text);
    if (why !== null && writing === 'closed') return { ok: false, status: 409, code: 'conflict', why };
    if (why !== null) return { ok: false, status: 403, code: 'not-allowed', why };
    const message: ChatMessage = {
      id: backend.chance.id(),
      from,
      username: name,
      text,
      at: backend.now(),
      deleted: false,
    };
    this.#put(id, {
      ...row,
      messages: [...row.messages, message],
      begun: row.begun || from === 'staff',
    });
    if (key !== undefined) backend.database.chatKeys.set(key, { chat: id, message: message.id });
    const { generation } = backend;
    const { now: at } = backend.timeline;
    this.said.push({ chat: id, message: message.id, text, from, name, device, at, generation });
    backend.commit(chatStream, {
      type: 'chat.message',
      message: 'Somebody wrote.',
      chat: ref,
      chatMessage: message,
      plain: { username: name, message: text, timestamp: '12:00' },
      ...(key === undefined ? {} : { cause: key }),
    });
    return { ok: true, chat: ref, message };
  }

  /** It goes forward only. False: there is no such message. */
  markRead(id: string, upTo: string, side: ChatSide): boolean {
    const ref = this.#ref(id);
    const row = this.row(id);
    const placeOf = (mark: string | undefined): number => row.messages.findIndex((one) => one.id === mark);
    if (ref === null || placeOf(upTo) < 0) return false;
    if (placeOf(upTo) <= placeOf(row.seen[side]?.message)) return true;
    const mark: ChatMark = { message: upTo, at: this.#backend.now() };
    this.#put(id, { ...row, seen: { ...row.seen, [side]: mark } });
    this.#backend.commit(chatStream, {
      type: 'chat.read',
      message: 'Messages were read.',
      chat: ref,
      side,
      upTo: mark,
    });
    return true;
  }

  /** Its text goes from the log, too. False: there is no such message. */
  delete(id: string, message: string): boolean {
    const ref = this.#ref(id);
    const row = this.row(id);
    const known = row.messages.find((one) => one.id === message);
    if (ref === null || known === undefined) return false;
    if (known.deleted) return true;
    const empty = { ...known, text: '', deleted: true };
    this.#put(id, { ...row, messages: row.messages.map((one) => (one.id === message ? empty : one)) });
    this.#forgetInLog(message);
    this.#tellDeleted(ref, message);
    return true;
  }

  /** A customer asked to be forgotten while their order is open: nobody writes there any more. */
  erase(id: string): void {
    const ref = this.#ref(id);
    const row = this.row(id);
    if (ref === null || row.erased) return;
    this.#put(id, { ...row, messages: [], seen: { staff: null, customer: null }, erased: true });
    for (const message of row.messages) this.#forgetInLog(message.id);
    for (const [key, { chat }] of this.#backend.database.chatKeys)
      if (chat === id) this.#backend.database.chatKeys.delete(key);
    for (const message of row.messages) this.#tellDeleted(ref, message.id);
  }

  /** As a snapshot has them: those of closed orders are forgotten later than any run lasts. */
  onScreen(): Chat[] {
    return [...this.#backend.database.chats].flatMap(([id, { messages, seen, erased }]) => {
      const ref = this.#ref(id);
      return ref === null || erased || messages.length === 0
        ? []
        : [{ ...ref, messages: messages.slice(-newest), seen }];
    });
  }

  /** Not deleted, and neither seen nor answered by anybody of the staff; `mine`: written where it is asked. */
  unread(id: string, mine: (message: string) => boolean): number {
    const { messages, seen } = this.row(id);
    const read = messages.findIndex((one) => one.id === seen.staff?.message) + 1;
    const answered = id === ownChat ? 0 : messages.findLastIndex(({ from }) => from === 'staff') + 1;
    return messages
      .slice(Math.max(read, answered))
      .filter((one) => !one.deleted && (id === ownChat ? !mine(one.id) : one.from === 'customer')).length;
  }

  /** What is deleted, or erased, as it was once written. */
  forgotten(): Said[] {
    return this.said.filter(({ chat, message, generation }) => {
      if (generation !== this.#backend.generation) return false;
      const { messages, erased } = this.row(chat);
      return erased || messages.find((one) => one.id === message)?.deleted === true;
    });
  }

  #ref(id: string): ChatRef | null {
    if (id === ownChat) return { id, closesAt: null };
    const order = this.#backend.database.orders.get(id);
    return order === undefined ? null : refOf(order);
  }

  #again(ref: ChatRef, { chat, message: id }: { chat: string; message: string }): ChatAnswer {
    const message = this.row(chat).messages.find((one) => one.id === id);
    if (message !== undefined) return { ok: true, chat: ref, message };
    return { ok: false, status: 409, code: 'conflict', why: 'What was written there is forgotten.' };
  }

  #put(id: string, row: ChatRow): void {
    this.#backend.database.chats.set(id, row);
  }

  #tellDeleted(chat: ChatRef, deleted: string): void {
    this.#backend.commit(chatStream, {
      type: 'chat.deleted',
      message: 'A message was deleted.',
      chat,
      deleted,
    });
  }

  /** The event stays where it is. */
  #forgetInLog(id: string): void {
    const { events } = this.#backend.log(chatStream);
    const at = events.findIndex(
      (event) => event.type === 'chat.message' && (event['chatMessage'] as ChatMessage).id === id,
    );
    const event = events[at];
    if (event === undefined) return;
    const { plain: _, ...rest } = event;
    const chatMessage = { ...(event['chatMessage'] as ChatMessage), text: '', deleted: true };
    events[at] = { ...rest, chatMessage } as typeof event;
  }
}

function refOf(order: Order): ChatRef {
  const closed = isOpenOrder(order) ? null : Date.parse(order.acts.at(-1)?.at ?? order.placedAt);
  return {
    id: order.id,
    order: { id: order.id, number: order.number },
    closesAt: closed === null ? null : new Date(closed + chatOpenAfterOrderMs).toISOString(),
  };
}
