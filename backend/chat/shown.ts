// Shows a chat's messages as staff see them, or as its customer does, who never learns a person's name. Pure.
import type { ChatMessage, ChatRef, ChatSide, PlainChatMessage } from '../../contract/chat.ts';
import { wallClock } from '../../contract/local-time.ts';
import { cutText } from '../../contract/wire.ts';
import type { ChatTables } from '../db/schema-chat.ts';
import type { ChatPlace } from './places.ts';
import { closingOf } from './standing.ts';

export type Shown = { place: ChatPlace; to: ChatSide };
type Row = Pick<ChatTables['chat_messages'], 'id' | 'side' | 'name' | 'text' | 'at' | 'deleted_at'>;

const longestName = 80;
const iso = (at: number) => new Date(at).toISOString();

export function chatRefOf({ id, order }: ChatPlace): ChatRef {
  const closes = closingOf(order);
  return {
    id,
    ...(order === null ? {} : { order: { id: order.id, number: order.number } }),
    closesAt: closes === null ? null : iso(closes),
  };
}

export function messageOf(row: Row, { place, to }: Shown): ChatMessage {
  const from: ChatSide = row.side === 'staff' ? 'staff' : 'customer';
  return {
    id: row.id,
    from,
    username: usernameOf(from, row.name, { place, to }),
    text: row.text,
    at: iso(row.at),
    deleted: row.deleted_at !== null,
  };
}

function usernameOf(from: ChatSide, name: string | null, { place, to }: Shown): string {
  const said = from === 'customer' ? place.order?.customer() : to === 'customer' ? place.name : name;
  // Who gave no name is known by the number that is called out.
  return cutText(said?.trim() || place.order?.number || place.name, longestName).trim();
}

/** As plain clients hear it. */
export function plainOf({ username, text, at }: ChatMessage, timeZone: string): PlainChatMessage {
  const wall = new Date(wallClock(timeZone, Date.parse(at)));
  const timestamp = `${wall.getUTCHours()}:${String(wall.getUTCMinutes()).padStart(2, '0')}`;
  return { username, message: text, timestamp };
}
