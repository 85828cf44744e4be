// Makes of an event what plain Pusher clients are sent beside it: under another name, with flat data, or a chat's message.
import { refAboveBytes } from '../../contract/events.ts';
import { plainChatEvent, type EventAliases } from './event-aliases.ts';
import type { PayloadMode } from './payload.ts';
import type { Row } from './unpublished.ts';

export type PlainEvent = { name: string; data: string };
export type PlainEvents = (row: Pick<Row, 'type' | 'body'>, mode: PayloadMode) => readonly PlainEvent[];

const none: readonly PlainEvent[] = [];

export const plainEvents =
  (aliases: EventAliases): PlainEvents =>
  (row, mode) => {
    const names = aliases.get(row.type) ?? [];
    // Most events have neither, and are not read for it.
    const maySayMore = row.body.includes('"plain":{');
    if (names.length === 0 && !maySayMore) return none;
    const event = JSON.parse(row.body) as Stored;
    const plain = event.plain === undefined ? null : plainMessage(event, mode);
    const data = event.type === 'chat.message' ? plain : dataOf(event, mode);
    return [
      ...names.flatMap((name) => (data === null ? [] : [{ name, data }])),
      ...(plain === null ? [] : [{ name: plainChatEvent, data: plain }]),
    ];
  };

type Stored = {
  stream: string;
  id: string;
  type: string;
  at: string;
  message: string;
  order?: { id: string; number: string; status?: string };
  chat?: { order?: { id: string } };
  plain?: object;
} & Record<string, unknown>;

function dataOf(event: Stored, mode: PayloadMode): string {
  if (event.type !== 'notification.new') return JSON.stringify(flatOf(event));
  const { id, title, body, opened, createdAt } = event;
  const whole = JSON.stringify({ id, title, body, opened, createdAt });
  if (mode === 'full' && Buffer.byteLength(whole) <= refAboveBytes) return whole;
  // Counting goes on without the words; GET /notifications has them.
  return JSON.stringify({ id, title: '', body: '', opened, createdAt, ref: true });
}

/** What names nobody of any event: the sentence, and which order it is about. */
function flatOf({ id, type, at, message, order }: Stored): object {
  if (order === undefined) return { id, type, at, message };
  const { number, status } = order;
  return {
    id,
    type,
    at,
    message,
    order: { id: order.id, number, ...(status === undefined ? {} : { status }) },
  };
}

/** In the restaurant's stream of all its chats an order's message is no message of the chat that plain clients show. */
function plainMessage({ stream, chat, plain }: Stored, mode: PayloadMode): string | null {
  const order = chat?.order;
  if (mode === 'ref' || (order !== undefined && stream !== `chat:${order.id}`)) return null;
  return JSON.stringify(plain);
}
