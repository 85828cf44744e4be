// Forgets closed orders and the marks of their alerts after a day, and all that was noted of them.
import { closedStatuses } from '../../contract/order.ts';
import { alertGone } from '../alerts/marks.ts';
import { forgetNotes as forgetAlertNotes } from '../alerts/forget.ts';
import { wakeAt, write } from '../kernel/turn.ts';
import { forgetNextAt, orderGone } from '../orders/book.ts';
import { closedAt } from '../orders/columns.ts';
import { readableBook } from '../orders/readable-book.ts';
import { forgetNotes as forgetSendingNotes } from '../outbox/send.ts';
import { backendNow } from '../time/clock.ts';
import type { Turn } from './turn.ts';

const dayMs = 24 * 60 * 60 * 1000;
const lookEveryMs = 10 * 60 * 1000;

export function forgetOld(turn: Turn): void {
  if (turn.at.mono < turn.state.forgetAt) return wakeAt(turn, turn.state.forgetAt);
  const { alerts, answered, outbox, unreadable } = turn.state.ledger;
  const orders = readableBook(turn.state.ledger);
  const busy = new Set([...outbox.values()].map((entry) => entry.order));
  const now = backendNow(turn);
  const left = new Set<string>();
  for (const order of orders.values()) {
    const closed = closedStatuses.includes(order.status) && order.toBeUnderstood === null;
    if (closed && !busy.has(order.id) && now - closedAt(order) > dayMs) left.add(order.id);
  }
  // No list says of these that they are closed, only the person who took care of them.
  for (const { id, seenAt } of unreadable.values())
    if (!orders.has(id) && answered.get(id) === 'handled' && now - Date.parse(seenAt) > dayMs) left.add(id);
  const changes = [...left].map((id) => orderGone(id));
  for (const alert of alerts.values()) {
    // The mark outlives its order: an order that comes back with a restored database does not ring twice.
    const orderGone = !orders.has(alert.order) || left.has(alert.order);
    if (orderGone && now - alert.raisedAt > dayMs) changes.push(alertGone(alert.id));
  }
  write(turn, changes);
  forgetAlertNotes(turn, readableBook(turn.state.ledger));
  forgetSendingNotes(turn);
  forgetNextAt(turn, turn.at.mono + lookEveryMs);
  wakeAt(turn, turn.at.mono + lookEveryMs);
}
