// Closed orders and the marks of their alerts are kept for a day, then forgotten, and all that was noted of them.
import { closedStatuses } from '../../contract/order.ts';
import { backendNow, learn, wakeAt, write, type Turn } from '../flow/turn.ts';
import type { Change } from '../journal/ledger.ts';
import { readableBook } from './readable-book.ts';
import { closedAt } from './columns.ts';

const dayMs = 24 * 60 * 60 * 1000;
const lookEveryMs = 10 * 60 * 1000;

export function forgetOld(turn: Turn): void {
  if (turn.at.mono < turn.state.forgetAt) return wakeAt(turn, turn.state.forgetAt);
  const { alerts, answered, outbox, unreadable } = turn.state.ledger;
  const orders = readableBook(turn.state.ledger);
  const busy = new Set([...outbox.values()].map((entry) => entry.order));
  const now = backendNow(turn);
  const changes: Change[] = [];
  for (const order of orders.values()) {
    const closed = closedStatuses.includes(order.status) && order.toBeUnderstood === null;
    if (closed && !busy.has(order.id) && now - closedAt(order) > dayMs)
      changes.push({ kind: 'order-gone', id: order.id });
  }
  // No list says of these that they are closed, only the person who took care of them.
  for (const { id, seenAt } of unreadable.values())
    if (!orders.has(id) && answered.get(id) === 'handled' && now - Date.parse(seenAt) > dayMs)
      changes.push({ kind: 'order-gone', id });
  const left = new Set(changes.map((change) => ('id' in change ? change.id : '')));
  for (const alert of alerts.values()) {
    // The mark outlives its order: an order that comes back with a restored database does not ring twice.
    const orderGone = !orders.has(alert.order) || left.has(alert.order);
    if (orderGone && now - alert.raisedAt > dayMs) changes.push({ kind: 'alert-gone', id: alert.id });
  }
  write(turn, changes);
  forgetNotes(turn);
  learn(turn, { forgetAt: turn.at.mono + lookEveryMs });
  wakeAt(turn, turn.at.mono + lookEveryMs);
}

/** What this process noted of orders, presses and notifications that are gone: it may run for months. */
function forgetNotes(turn: Turn): void {
  const { ledger, sounded, alerting, sending } = turn.state;
  const book = readableBook(ledger);
  const toasts = new Set([...ledger.alerts.values()].map(({ toast }) => toast));
  learn(turn, {
    sounded: only(sounded, book),
    alerting: { ...alerting, asked: only(alerting.asked, toasts) },
    sending: {
      ...sending,
      handed: only(sending.handed, ledger.outbox),
      answeredAt: new Map([...sending.answeredAt].filter(([id]) => ledger.outbox.has(id))),
    },
  });
}

const only = (ids: ReadonlySet<string>, known: { has(id: string): boolean }): ReadonlySet<string> =>
  new Set([...ids].filter((id) => known.has(id)));
