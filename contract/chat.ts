// Chat: what staff and a customer write to each other about one order, and what a restaurant's staff write among themselves.
import { z } from 'zod';
import { chatOpenAfterOrderMs, longestChatText } from './chat-limits.ts';
import { orderMention } from './order-mention.ts';
import { ifReadable, listOfReadable, orElse, readAs, textUpTo, wordOf } from './tolerant.ts';
import { head, streamName } from './streams.ts';
import { isoTime, newLongText, uuid } from './wire.ts';

/** Who may begin: a restaurant's setting. */
export const chatModes = ['off', 'we-begin', 'customers-begin'] as const;
export const chatMode = wordOf(chatModes, 'we-begin');
export type ChatMode = z.infer<typeof chatMode>;

export const chatSides = ['staff', 'customer'] as const;
/** A message of nobody known is shown as a customer's: somebody may be waiting for an answer. */
export const chatSide = wordOf(chatSides, 'customer');
export type ChatSide = z.infer<typeof chatSide>;

export { chatOpenAfterOrderMs, longestChatText };

export const chatMessage = z.object({
  id: uuid,
  from: chatSide,
  /** Staff see the person's name, or the device's; customers see the restaurant's. */
  username: orElse(textUpTo(80), ''),
  /** Empty once it was deleted. */
  text: orElse(z.string().max(longestChatText), ''),
  at: isoTime,
  deleted: orElse(z.boolean(), false),
});
export type ChatMessage = z.infer<typeof chatMessage>;

/** A restaurant's id, or an order's. */
export const chatId = readAs(z.string().min(1).max(64), z.string().min(1));

/** Which chat it is. Without an order it is the restaurant's own. */
export const chatRef = z.object({
  id: chatId,
  order: ifReadable(orderMention),
  /** When nothing can be written any more; null while its order is open. */
  closesAt: orElse(isoTime.nullable(), null),
});
export type ChatRef = z.infer<typeof chatRef>;

/** Up to this message everything was seen by that side. */
export const chatMark = z.object({ message: uuid, at: isoTime });
export type ChatMark = z.infer<typeof chatMark>;

export const chat = z.object({
  ...chatRef.shape,
  /** The newest, the oldest of them first. */
  messages: listOfReadable(chatMessage),
  seen: z.object({
    staff: orElse(chatMark.nullable(), null),
    customer: orElse(chatMark.nullable(), null),
  }),
});
export type Chat = z.infer<typeof chat>;
export const chats = listOfReadable(chat);

/** What plain clients hear as the event `message` on the chat's channel. */
export const plainChatMessage = z.object({
  username: z.string(),
  message: z.string(),
  /** H:MM by the restaurant's clock. */
  timestamp: z.string(),
});
export type PlainChatMessage = z.infer<typeof plainChatMessage>;

export const chatIdAsked = z.string().min(1).max(64);
export const writeToChat = z.object({
  id: chatIdAsked,
  message: newLongText,
  /** Who was stepped in when it was written: an offline console sends it later. */
  person: z.string().max(64).optional(),
});
export const chatWritten = z.object({ chat: chatRef, message: chatMessage });
export const markChatRead = z.object({ id: chatIdAsked, upTo: uuid });
export const chatQuery = z.object({
  before: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Whether whoever asks may write now; with `not-begun` once staff have written. */
export const chatWriting = wordOf(['open', 'not-begun', 'closed', 'off'], 'open');
export type ChatWriting = z.infer<typeof chatWriting>;

export const chatPage = z.object({
  /** The newest of those before, the oldest of them first. */
  chat,
  /** There are older ones. */
  more: z.boolean(),
  writing: orElse(chatWriting, 'open'),
  /** The stream in which the chat goes on, where it stands, and the channel that it is heard on. */
  stream: streamName,
  head,
  channel: z.string(),
});
export type ChatPage = z.infer<typeof chatPage>;
