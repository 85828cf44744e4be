// Tells which alerts an order asks for, from its state and the clock alone: by whatever way it came, the answer is the
// same.
import type { Order } from '../../contract/order.ts';
import { isDue, isScheduled, isUnanswered } from '../orders/columns.ts';
import { alertId, type AlertKind } from './alert.ts';

/** `loud` joins the shared bell until somebody answers; `notice` sounds once in its own voice; `quiet` once, softly. */
export type Voice = 'loud' | 'notice' | 'quiet';
export type Wanted = { kind: AlertKind; voice: Voice };

export function wantedBy(order: Order, now: number): Wanted | null {
  if (order.toBeUnderstood !== null) return { kind: order.toBeUnderstood, voice: 'notice' };
  if (!isUnanswered(order)) return null;
  if (!isScheduled(order)) return { kind: 'placed', voice: 'loud' };
  return isDue(order, now) ? { kind: 'due', voice: 'loud' } : { kind: 'placed', voice: 'quiet' };
}

/** Whether an alert that was raised still asks for somebody. */
export const stillWanted = (order: Order, kind: AlertKind, now: number): boolean =>
  kind === 'unaccepted' ? isUnanswered(order) : wantedBy(order, now)?.kind === kind;

export type Uncovered = Wanted & { order: Order };

/** Wanted and not raised yet, oldest first. */
export function uncovered(
  orders: Iterable<Order>,
  marks: { has(id: string): boolean },
  now: number,
  escalated: { has(order: string): boolean } = new Set(),
): Uncovered[] {
  const found: Uncovered[] = [];
  for (const order of orders) {
    const wanted = wantedBy(order, now);
    if (wanted !== null && !marks.has(alertId(wanted.kind, order.id))) found.push({ ...wanted, order });
    // Told to managers on top of everything else: the counter has been hearing the bell for minutes.
    if (isUnanswered(order) && escalated.has(order.id) && !marks.has(alertId('unaccepted', order.id)))
      found.push({ kind: 'unaccepted', voice: 'notice', order });
  }
  return found.toSorted((a, b) => Date.parse(a.order.ringAt) - Date.parse(b.order.ringAt));
}

/** When the next order that waits for its hour comes due; null when none waits. */
export function nextDue(orders: Iterable<Order>, now: number): number | null {
  let next: number | null = null;
  for (const order of orders) {
    if (!isUnanswered(order) || isDue(order, now)) continue;
    const at = Date.parse(order.ringAt);
    if (next === null || at < next) next = at;
  }
  return next;
}
