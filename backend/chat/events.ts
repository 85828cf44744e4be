// The events of a chat, as each of its two streams tells them. Pure.
import type { ChatMark, ChatSide } from '../../contract/chat.ts';
import type { NewEvent } from '../streams/event-log.ts';
import type { MessageRow } from './rows.ts';
import { chatRefOf, messageOf, plainOf, type Shown } from './shown.ts';
import { streamsOf, type ChatPlace } from './places.ts';

type Said = Pick<NewEvent, 'type' | 'message' | 'body'>;

/** The sentence names neither the customer nor what was written: it may be shown where anybody reads. */
function sentence(from: ChatSide, { place: { order }, to }: Shown): string {
  if (to === 'customer')
    return from === 'staff' ? 'The restaurant wrote to you.' : 'You wrote to the restaurant.';
  if (order === null) return 'New message among staff.';
  return from === 'customer'
    ? `The customer of order ${order.number} wrote.`
    : `The customer of order ${order.number} was written to.`;
}

export function toldOfMessage(row: Omit<MessageRow, 'staff_seq' | 'customer_seq'>, shown: Shown): Said {
  const message = messageOf(row, shown);
  return {
    type: 'chat.message',
    message: sentence(message.from, shown),
    body: {
      chat: chatRefOf(shown.place),
      chatMessage: message,
      plain: plainOf(message, shown.place.timeZone),
    },
  };
}

/** How far a side has read. The customer is not told when staff read: nobody could say who had to answer from then on. */
export function toldOfReading(place: ChatPlace, side: ChatSide, upTo: ChatMark, at: number): NewEvent[] {
  return streamsOf(place)
    .filter((_, i) => i === 0 || side === 'customer')
    .map((stream) => ({
      stream,
      type: 'chat.read',
      message: 'Messages were read.',
      at,
      body: { chat: chatRefOf(place), side, upTo },
    }));
}

export function toldOfDeletion(place: ChatPlace, deleted: string, at: number): NewEvent[] {
  return streamsOf(place).map((stream) => ({
    stream,
    type: 'chat.deleted',
    message: 'A message was deleted.',
    at,
    body: { chat: chatRefOf(place), deleted },
  }));
}
