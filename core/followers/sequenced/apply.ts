// Applies events that follow what was read: cursor, book and receipts move together, in one line of the journal.
import { isFullOrder, type AnyEvent } from '../../../contract/events.ts';
import { readOrder } from '../../../contract/read-order.ts';
import { streamParts, type StreamName } from '../../../contract/streams.ts';
import { consoleBack, consoleGone } from '../../consoles/gone.ts';
import { chatTold } from '../../chat/told.ts';
import { announcementTold } from '../../announcements/told.ts';
import { calledFor } from '../../escalations/calls.ts';
import { inboxTold } from '../../inbox/take.ts';
import type { Change } from '../../kernel/ledger.ts';
import { write } from '../../kernel/turn.ts';
import { orderIs } from '../../orders/book.ts';
import { receiptFor } from '../../outbox/receipts.ts';
import { deviceNameIs, restaurantIs } from '../../session/changes.ts';
import { isPersonal } from '../../session/person.ts';
import { beatNow } from '../../streams/beat.ts';
import { isChat, isForAll } from '../../streams/beside.ts';
import { cursorIs } from '../../streams/cursors.ts';
import { cannotRead } from '../book/cannot-read.ts';
import { soughtAt } from './sought.ts';
import type { Turn } from './turn.ts';

/** `events` are contiguous and begin right behind the cursor. */
export function applyEvents(turn: Turn, stream: StreamName, events: readonly AnyEvent[]): void {
  const last = events.at(-1);
  if (last === undefined) return;
  const changes: Change[] = [];
  for (const event of events) {
    changes.push(...changesBy(turn, event));
    tellOf(turn, event);
  }
  const head = { epoch: last.epoch, seq: last.seq, id: last.id };
  write(turn, [...changes, cursorIs(stream, head)]);
}

function changesBy(turn: Turn, event: AnyEvent): readonly Change[] {
  if (isChat(event.stream)) return chatTold(event);
  if (isForAll(event.stream)) return announcementTold(event);
  // A person's inbox may speak of orders too, but the book is the restaurant's.
  const ours = streamParts(event.stream).kind === 'restaurant';
  if ('unknown' in event) {
    // Whatever else it means, a whole order in it is the order as it is from then on.
    const read = ours && 'order' in event ? readOrder(event.order) : null;
    if (read?.kind === 'order') return [orderIs(read.order)];
    return read?.kind === 'unreadable' && saysWhatIsInIt(event.order) ? cannotRead(turn, [read]).changes : [];
  }
  if ('unreadable' in event) return cannotRead(turn, [event.unreadable], event.type === 'order.new').changes;
  if (isFullOrder(event) && ours) {
    const stored = event.type === 'order.new' ? receiptFor(turn, event.order.id, 'stored') : [];
    return [orderIs(event.order), ...stored];
  }
  switch (event.type) {
    case 'restaurant.updated':
      return [restaurantIs(event.restaurant)];
    case 'console.gone':
      return [consoleGone({ ...event.device, since: event.since })];
    case 'console.back':
      return [consoleBack(event.device.id)];
    case 'device.renamed': {
      const { id, name } = event.device;
      return id === turn.state.session?.device.id && name !== '' ? [deviceNameIs(name)] : [];
    }
    default:
      return isPersonal(event.stream) ? [] : announcementTold(event);
  }
}

/** A whole order, and not the mention of one. */
const saysWhatIsInIt = (wire: unknown): boolean =>
  typeof wire === 'object' && wire !== null && 'items' in wire;

/** Events that are about somebody rather than about an order in the book. */
function tellOf(turn: Turn, event: AnyEvent): void {
  if ('unknown' in event || 'unreadable' in event) return;
  switch (event.type) {
    case 'device.revoked':
      // The answer to the beat says whether it is so, and ends the session. Until then the bell goes on.
      if (event.device.id === turn.state.session?.device.id) beatNow(turn);
      return;
    case 'device.ring':
      if (event.device.id === turn.state.session?.device.id) soughtAt(turn, Date.parse(event.at));
      return;
    case 'escalation.raised':
    case 'escalation.cancelled': {
      const { order, since } = event.escalation;
      if (order !== undefined) calledFor(turn, order.id, event.type === 'escalation.raised' ? since : null);
      return;
    }
    case 'notification.new':
    case 'notification.opened':
    case 'notification.choices':
      if (isPersonal(event.stream)) inboxTold(turn, event);
      return;
    default:
  }
}
