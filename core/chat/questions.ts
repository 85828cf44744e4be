// Makes the requests that tell the backend what was written in a chat, what is to be deleted, and what was seen.
import type { z } from 'zod';
import type { markChatRead, writeToChat } from '../../contract/chat.ts';
import type { BackendRequest } from '../ports/backend.ts';
import { asDevice, asWhoIsIn, usualTimeoutMs, type Question } from '../session/question.ts';
import type { SeenHere, Written } from './kept.ts';
import { inAddress } from '../../contract/wire.ts';

export type ChatWriteAsk = { for: 'chat-write'; written: Written };
export type ChatReadAsk = { for: 'chat-read'; seen: SeenHere };

export const chatWriteQuestion: Question<ChatWriteAsk> = {
  /** What a person wrote is told with their token, as long as they are here. */
  speaker: ({ written: { person } }, who) =>
    who.person !== null && person === who.person.person.id ? asWhoIsIn(who) : asDevice(who),
  request: ({ written }, { token }) =>
    written.deletes === null ? writing(written, token) : deleting(written, written.deletes, token),
  again: () => true,
};

function writing({ id, chat, text, person }: Written, token: string): BackendRequest {
  const body: z.input<typeof writeToChat> = {
    id: chat,
    message: text,
    ...(person === null ? {} : { person }),
  };
  return { method: 'POST', path: '/api/chat', token, timeoutMs: usualTimeoutMs, idempotencyKey: id, body };
}

const deleting = ({ chat }: Written, message: string, token: string): BackendRequest => ({
  method: 'DELETE',
  path: `/api/chat/${inAddress(chat)}/messages/${inAddress(message)}`,
  token,
  timeoutMs: usualTimeoutMs,
});

export const chatReadQuestion: Question<ChatReadAsk> = {
  speaker: (_ask, who) => asDevice(who),
  request({ seen: { chat, message } }, { token }) {
    const body: z.input<typeof markChatRead> = { id: chat, upTo: message };
    return { method: 'POST', path: '/api/chat/read', token, timeoutMs: usualTimeoutMs, body };
  },
  again: () => true,
};
