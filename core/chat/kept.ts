// Defines what a console keeps of chats: each chat, its newest messages, and what was written here and is not over.
import { z } from 'zod';
import { chatMark, chatSides, type ChatMark, type ChatMessage } from '../../contract/chat.ts';
import type { OrderMention } from '../../contract/order-mention.ts';

export type KeptChat = {
  /** The restaurant's id, or an order's. */
  id: string;
  /** null: it is the restaurant's own. */
  order: OrderMention | null;
  /** As the backend last said; an order in the book says it better. */
  closesAt: string | null;
  seen: { staff: ChatMark | null; customer: ChatMark | null };
  /** What was written until then has sounded here. */
  heardAt: string | null;
};

export type KeptMessage = ChatMessage & {
  chat: string;
  /** It was written here. */
  mine: boolean;
  /** Its place among the chat's messages. */
  n: number;
};

/** Something written here, or the wish to delete a message, on its way to the backend. */
export type Written = {
  /** Also the Idempotency-Key: sent again, it takes effect once. */
  id: string;
  chat: string;
  /** Its place in the chat's lane. */
  n: number;
  /** Empty: it is a wish to delete. */
  text: string;
  /** Which message is to be deleted. */
  deletes: string | null;
  /** Who was stepped in. */
  person: string | null;
  writtenAt: string;
  /** Taken by the backend, but not read back yet; `epoch` of the chat's log as it was read then. */
  sent: { message: string; at: string; epoch: string | null } | null;
  /** It was taken before, and a snapshot did not have it: erased since, or forgotten with a database. */
  takenBefore?: true;
  /** Parked: the backend's sentence why it will never take it. */
  refused: string | null;
};

/** Somebody at this console has seen everything up to there, and the backend has not said yet that it knows. */
export type SeenHere = ChatMark & { chat: string };

const mention = z.object({ id: z.string(), number: z.string() });
export const chatOnDisk = z.object({
  id: z.string(),
  order: mention.nullable(),
  closesAt: z.string().nullable(),
  seen: z.object({ staff: chatMark.nullable(), customer: chatMark.nullable() }),
  heardAt: z.string().nullable(),
});
export const messageOnDisk = z.object({
  id: z.string(),
  chat: z.string(),
  from: z.enum(chatSides),
  username: z.string(),
  text: z.string(),
  at: z.string(),
  deleted: z.boolean(),
  mine: z.boolean(),
  n: z.number(),
});
export const writtenOnDisk = z.object({
  id: z.string(),
  chat: z.string(),
  n: z.number(),
  text: z.string(),
  deletes: z.string().nullable(),
  person: z.string().nullable(),
  writtenAt: z.string(),
  sent: z.object({ message: z.string(), at: z.string(), epoch: z.string().nullable() }).nullable(),
  refused: z.string().nullable(),
  takenBefore: z.literal(true).optional(),
});
export const seenOnDisk = z.object({ chat: z.string(), message: z.string(), at: z.string() });

/** Of each chat the newest; older ones are asked for when somebody wants to read them. */
export const messagesKept = 50;
