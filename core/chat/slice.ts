// Declares what is known of chats: what was said, what is to be said, and how far telling the backend is.
import { slice } from '../kernel/declare-slice.ts';
import { mapOf } from '../kernel/row.ts';
import { noRetry, type Retry } from '../outbox/retry.ts';
import {
  chatOnDisk,
  messageOnDisk,
  seenOnDisk,
  writtenOnDisk,
  type KeptChat,
  type KeptMessage,
  type SeenHere,
  type Written,
} from './kept.ts';
import type { ChatReadAsk, ChatWriteAsk } from './questions.ts';

/** Apart from the presses': what is wrong with a chat must not keep an order waiting. */
export type Chatting = Retry & {
  /** What is under way in each chat's lane. */
  underWay: ReadonlyMap<string, ChatWriteAsk>;
  /** The last failure was that nothing came back. */
  unreached: boolean;
  reading: ChatReadAsk | null;
  /** Since when what was taken waits to be read back, although everything was read. */
  missingSince: ReadonlyMap<string, number>;
  /** By chat, the last message that the backend was told is seen, whatever it said to that. */
  toldSeen: ReadonlyMap<string, string>;
  /** When one sounded last. */
  soundedAt: number;
  /** A notification is on the desktop. */
  toast: boolean;
  /** The chat that a notification was clicked for. */
  focus: { chat: string; n: number } | null;
  forgetAt: number;
  /** As they were in the turn before; null: in none so far. */
  messagesBefore: ReadonlyMap<string, KeptMessage> | null;
};

const newChatting: Chatting = {
  ...noRetry,
  underWay: new Map(),
  unreached: false,
  reading: null,
  missingSince: new Map(),
  toldSeen: new Map(),
  soundedAt: Number.NEGATIVE_INFINITY,
  toast: false,
  focus: null,
  forgetAt: 0,
  messagesBefore: null,
};

const refetched = { v: 1, sealed: true, unread: 'refetched' } as const;

export const {
  own: chat,
  set,
  setWithin,
  keep,
} = slice('chat', {
  process: {
    /** The chat whose newest message somebody has before them in the window. */
    lookedAt: null as string | null,
  },
  session: { chatting: newChatting },
  keeps: {
    chats: mapOf<KeptChat>({ ...refetched, shape: chatOnDisk }),
    /** By chat and id. */
    chatMessages: mapOf<KeptMessage>({ ...refetched, shape: messageOnDisk }),
    /** In the order of writing, until it is read back. */
    chatOutbox: mapOf<Written>({ v: 1, sealed: true, unread: 'kept', shape: writtenOnDisk }),
    chatSeen: mapOf<SeenHere>({ v: 1, sealed: false, unread: 'kept', shape: seenOnDisk }),
  },
});

export const setChatting = setWithin('chatting');
