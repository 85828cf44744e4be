// What of an event goes over Pusher: all of it, or only what is needed to fetch it.
import { refAboveBytes } from '../../contract/events.ts';

/** `ref` keeps names and phone numbers off a Pusher service run by somebody else. */
export type PayloadMode = 'full' | 'ref';

type Stored = { order?: { id: string; number: string; items?: unknown } } & Record<string, unknown>;

/** The customer's projection names nobody, so it always goes in full, as do events that are not about an order. */
export function forPusher(body: string, mode: PayloadMode): string {
  if (mode === 'full' && Buffer.byteLength(body) <= refAboveBytes) return body;
  const event = JSON.parse(body) as Stored;
  if (event.order === undefined) return body;
  if (event.order.items === undefined && Buffer.byteLength(body) <= refAboveBytes) return body;
  return JSON.stringify({ ...event, order: { id: event.order.id, number: event.order.number }, ref: true });
}
