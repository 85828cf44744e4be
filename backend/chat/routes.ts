// The routes of chats: write, read a page, say how far one has read, delete.
import { z } from 'zod';
import {
  chatIdAsked,
  chatPage,
  chatQuery,
  chatWritten,
  markChatRead,
  writeToChat,
} from '../../contract/chat.ts';
import { channelOf, type ChannelTemplates } from '../../contract/streams.ts';
import { uuid } from '../../contract/wire.ts';
import type { Api } from '../http/endpoint.ts';
import type { ChatService } from './index.ts';
import { sideOf } from './places.ts';

export type ChatRoutes = { api: Api; chat: ChatService; channels: ChannelTemplates };

export function offerChat({ api, chat, channels }: ChatRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/api/chat',
      summary: 'Write into the chat of an order, or of the restaurant’s staff',
      asks: 'somebody',
      body: writeToChat,
      answer: chatWritten,
      idempotent: true,
    },
    async ({ principal, body, key }) => chat.write(principal, body, key),
  );

  api.signed(
    {
      method: 'GET',
      path: '/api/chat/:id',
      summary: 'The newest messages of a chat, or those before one; and whether one may write there',
      asks: 'somebody',
      params: z.object({ id: chatIdAsked }),
      query: chatQuery,
      answer: chatPage,
    },
    async ({ principal, params, query }) => {
      const page = await chat.page({ principal, ...params, ...query });
      // Staff follow all chats of their restaurant in one stream.
      const stream = `chat:${sideOf(principal) === 'customer' ? params.id : (principal.restaurant ?? params.id)}`;
      return { ...page, stream, channel: channelOf(stream, channels) };
    },
  );

  api.signed(
    {
      method: 'POST',
      path: '/api/chat/read',
      summary: 'Everything up to this message was read',
      asks: 'somebody',
      body: markChatRead,
    },
    async ({ principal, body }) => chat.markRead(principal, body),
  );

  api.signed(
    {
      method: 'DELETE',
      path: '/api/chat/:id/messages/:message',
      summary: 'Delete a message: its text goes from everywhere',
      asks: 'somebody',
      params: z.object({ id: chatIdAsked, message: uuid }),
    },
    async ({ principal, params }) => chat.deleteMessage(principal, params),
  );
}
