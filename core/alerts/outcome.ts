// Notes what became of notifications that were asked for, and takes them back when nobody needs them any more.
import type { Order } from '../../contract/order.ts';
import { write } from '../kernel/turn.ts';
import { readableBook } from '../orders/readable-book.ts';
import { receiptFor } from '../outbox/receipts.ts';
import type { ToastOutcome } from '../ports/notifier.ts';
import { isSilentOffice } from '../session/office.ts';
import type { Alert } from './alert.ts';
import { stillWanted } from './due.ts';
import { alertGone, alertIs } from './marks.ts';
import { setAlerting } from './slice.ts';
import type { Turn } from './turn.ts';

export function toasted(turn: Turn, toast: string, outcome: ToastOutcome): void {
  if (outcome.kind !== 'shown') showInstead(turn, toast);
  for (const alert of turn.state.ledger.alerts.values()) {
    // Of a group that has grown the others were told before.
    if (alert.toast !== toast || alert.outcome !== 'intended') continue;
    const receipt = outcome.kind === 'shown' ? receiptFor(turn, alert.order, 'shown') : [];
    write(turn, [alertIs({ ...alert, outcome: outcome.kind }), ...receipt]);
    const { kind, ...words } = outcome;
    const level = kind === 'shown' ? 'info' : 'warn';
    turn.emit({ do: 'log', level, event: `alert.${kind}`, fields: { number: alert.number, ...words } });
  }
}

/** What the desktop does not show, the window does at once, and not only when the bell has climbed its ladder. */
function showInstead(turn: Turn, toast: string): void {
  if (isSilentOffice(turn.state) || turn.state.ringing === null) return;
  const orders = new Set(
    [...turn.state.ledger.alerts.values()].filter((alert) => alert.toast === toast).map(({ order }) => order),
  );
  const rings = [...turn.state.ringing.orders].some((order) => order === toast || orders.has(order));
  if (rings) turn.emit({ do: 'show', how: 'inactive' });
}

/** Somebody answered, here or elsewhere: nothing is left on the desktop that asks for it. */
export function withdrawAnswered(turn: Turn, shown: ReadonlyMap<string, Order>, now: number): void {
  const { open } = turn.state.alerting;
  if (open.size === 0) return;
  const wanted = new Set<string>();
  for (const alert of turn.state.ledger.alerts.values()) {
    const order = shown.get(alert.order);
    if (order !== undefined && stillWanted(order, alert.kind, now)) wanted.add(alert.toast);
  }
  const answered = [...open].filter((toast) => !wanted.has(toast));
  if (answered.length === 0) return;
  for (const toast of answered) turn.emit({ do: 'withdraw', toast });
  const left = new Set([...open].filter((toast) => wanted.has(toast)));
  setAlerting(turn, { open: left });
}

/** Once it was understood, the next change of the same order is a new thing to tell. */
export function forgetUnderstood(turn: Turn): void {
  const { alerts } = turn.state.ledger;
  const orders = readableBook(turn.state.ledger);
  const done = [...alerts.values()].filter(
    ({ kind, order }: Alert) =>
      (kind === 'changed' || kind === 'cancelled') && orders.get(order)?.toBeUnderstood === null,
  );
  write(
    turn,
    done.map(({ id }) => alertGone(id)),
  );
}
