// What the window shows of chats.
import { z } from 'zod';
import { chatModes, chatSides } from './chat.ts';
import { isoTime } from './wire.ts';

export const chatMessageView = z.strictObject({
  id: z.string(),
  from: z.enum(chatSides),
  username: z.string(),
  text: z.string(),
  at: isoTime,
  deleted: z.boolean(),
  /** It was written at this console. */
  mine: z.boolean(),
});
export type ChatMessageView = z.infer<typeof chatMessageView>;

/** Written here, and not read back from the backend yet. */
export const writtenView = z.strictObject({
  id: z.string(),
  text: z.string(),
  /** Not null: it is no message, but the wish to delete this one. */
  deletes: z.string().nullable(),
  at: isoTime,
  state: z.enum(['not-sent', 'sending', 'sent', 'refused']),
  /** refused: the backend's sentence. */
  problem: z.string().nullable(),
});
export type WrittenView = z.infer<typeof writtenView>;

export const chatView = z.strictObject({
  /** The restaurant's id, or an order's. */
  id: z.string(),
  order: z.strictObject({ id: z.string(), number: z.string() }).nullable(),
  /** When nothing can be written any more; null: as long as its order is open, or for good. */
  closesAt: isoTime.nullable(),
  /** Messages that nobody at the counter has seen, and since when the oldest of them waits. */
  unread: z.number().int().nonnegative(),
  unreadSince: isoTime.nullable(),
  messages: z.array(chatMessageView),
  written: z.array(writtenView),
});
export type ChatView = z.infer<typeof chatView>;

export const chatting = z.strictObject({
  /** The id of the restaurant's own chat. */
  own: z.string(),
  mode: z.enum(chatModes),
  /** The chat that a notification was clicked for: opened once. */
  focus: z.strictObject({ chat: z.string(), n: z.number().int() }).nullable(),
});
export type Chatting = z.infer<typeof chatting>;
