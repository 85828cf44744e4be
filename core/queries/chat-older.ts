// Asks for the messages of a chat that are older than those that the console keeps.
import { z } from 'zod';
import { chatMessage } from '../../contract/chat.ts';
import type { Asked, Value } from '../../contract/queries.ts';
import { listOfReadable, orElse } from '../../contract/tolerant.ts';
import { inAddress, uuid } from '../../contract/wire.ts';
import type { Query } from './query.ts';

export const messagesOnAPage = 50;
/** Nobody was asked for so many. */
const far = 1000;

const readable = z.object({
  chat: z.object({
    messages: z.array(z.unknown()).max(far).pipe(listOfReadable(chatMessage)),
  }),
  more: orElse(z.boolean(), false),
});

export const chatOlder: Query<Asked<'chat.older'>, Value<'chat.older'>> = {
  whose: 'device',
  timeoutMs: 8000,
  path: ({ chat, before }) =>
    uuid.safeParse(before).success
      ? `/api/chat/${inAddress(chat)}?before=${before}&limit=${messagesOnAPage}`
      : null,
  read(body) {
    const page = readable.safeParse(body).data;
    if (page === undefined) return null;
    // Which of them were written here nobody knows any more.
    const messages = page.chat.messages.map(({ id, from, username, text, at, deleted }) => ({
      id,
      from,
      username,
      text,
      at,
      deleted,
      mine: false,
    }));
    return { messages, more: page.more };
  },
};
