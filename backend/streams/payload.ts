// What of an event goes over Pusher: all of it, or only what is needed to fetch it.
import { refAboveBytes } from '../../contract/events.ts';

/** `ref` keeps names, phone numbers and what people write off a Pusher service run by somebody else. */
export type PayloadMode = 'full' | 'ref';

type Stored = { order?: { id: string; number: string; items?: unknown } } & Record<string, unknown>;

/** What of an event people write themselves: without it the event is a reference, and the log has it. */
const written: Readonly<Record<string, readonly string[]>> = {
  'notification.new': ['message', 'title', 'body', 'notification'],
  'chat.message': ['chatMessage', 'plain'],
};

const asRef = ({ type, ...event }: Stored): string => {
  const left = Object.entries(event).filter(([key]) => written[String(type)]?.includes(key) !== true);
  return JSON.stringify({ ...Object.fromEntries(left), type, ref: true });
};

/** The customer's projection names nobody, so it always goes in full, as do events that nobody wrote anything into. */
export function forPusher(body: string, mode: PayloadMode): string {
  const isLong = Buffer.byteLength(body) > refAboveBytes;
  if (mode === 'full' && !isLong) return body;
  const event = JSON.parse(body) as Stored;
  if (written[String(event.type)] !== undefined) return asRef(event);
  const { order } = event;
  if (order === undefined || (order.items === undefined && !isLong)) return body;
  return JSON.stringify({ ...event, order: { id: order.id, number: order.number }, ref: true });
}
