// Applies events that follow what was read: cursor, book and receipts move together, in one line of the journal.
import { isFullOrder, type Event, type UnknownEvent } from '../../contract/events.ts';
import { streamParts, type StreamName } from '../../contract/streams.ts';
import { learn, write, type Turn } from '../flow/turn.ts';
import type { Change } from '../journal/ledger.ts';
import { receiptFor } from '../outbox/receipts.ts';

/** `events` are contiguous and begin right behind the cursor. */
export function applyEvents(turn: Turn, stream: StreamName, events: readonly (Event | UnknownEvent)[]): void {
  const last = events.at(-1);
  if (last === undefined) return;
  const changes: Change[] = [];
  for (const event of events) {
    changes.push(...changesBy(turn, event));
    if (event.type === 'device.revoked' && 'device' in event) revokeIfOurs(turn, event.device);
  }
  const head = { epoch: last.epoch, seq: last.seq, id: last.id };
  write(turn, [...changes, { kind: 'cursor', stream, head }]);
}

function changesBy(turn: Turn, event: Event | UnknownEvent): Change[] {
  // A person's inbox may speak of orders too, but the book is the restaurant's.
  if (isFullOrder(event) && streamParts(event.stream).kind === 'restaurant') {
    const stored = event.type === 'order.new' ? receiptFor(turn, event.order.id, 'stored') : [];
    return [{ kind: 'order', order: event.order }, ...stored];
  }
  if (event.type === 'restaurant.updated' && 'restaurant' in event)
    return [{ kind: 'restaurant', restaurant: event.restaurant as never }];
  return [];
}

function revokeIfOurs(turn: Turn, device: unknown): void {
  const id = typeof device === 'object' && device !== null && 'id' in device ? device.id : null;
  if (id === turn.state.session?.device.id) learn(turn, { door: { kind: 'revoked' } });
}
