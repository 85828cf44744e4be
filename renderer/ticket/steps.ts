// What may be done with a ticket now: its next step, and the others. Only what the order's state machine allows.
import type { Order, Status, transitions, Verb } from '../../contract/order.ts';
import type { OrderView, View } from '../../contract/view.ts';
import { undoLeft } from './bands.ts';

/** The verbs that may start from a status; a verb that may not does not compile below. */
type From<S extends Status> = {
  [V in Verb]: S extends (typeof transitions)[V]['from'][number] ? V : never;
}[Verb];

type Steps = { next: Verb | null; others: readonly Verb[] };
type Table = { [S in Status]: { next: From<S> | null; others: readonly From<S>[] } } & { unknown: Steps };

const table = {
  new: { next: 'accept', others: ['reject', 'ready', 'stop-bell', 'cancel'] },
  accepted: { next: 'ready', others: ['delay', 'cancel'] },
  ready: { next: 'collect', others: ['recall'] },
  collected: { next: null, others: ['recall'] },
  rejected: { next: null, others: [] },
  cancelled: { next: null, others: [] },
  // Which of them may be done only the order system knows; it says so when it may not.
  unknown: { next: 'understood', others: ['accept', 'ready'] },
} as const satisfies Table;

/** Somebody has heard it; what may still be done the order system knows. */
const answeredUnknown: Steps = { next: 'ready', others: ['accept'] };

export function stepsOf(order: Order): Steps {
  const steps: Steps = table[order.status];
  if (order.status === 'unknown' && order.answered === true) return answeredUnknown;
  if (order.toBeUnderstood !== null)
    return { next: 'understood', others: order.status === 'cancelled' ? [] : steps.others };
  // Only what was assumed can be wrong; whatever else is closed stays closed.
  if (order.status === 'collected' && !order.assumed) return { next: null, others: [] };
  return steps;
}

export function isManager(person: View['person']): boolean {
  return person !== null && person.role !== 'counter';
}

/** Taking back what the customer has heard, and cancelling, is for managers. */
export function needsManager(verb: Verb, order: Order): boolean {
  if (verb === 'cancel') return true;
  return verb === 'recall' && (order.toldAt !== null || order.status === 'collected');
}

export type TakeBack = 'undo' | 'recall';

/** How a "ready" is taken back: before anybody was told it is an undo. */
export function takeBackOf(view: OrderView, now: number): TakeBack {
  return view.pending?.undoable === true || undoLeft(view, now) > 0 ? 'undo' : 'recall';
}

/** The order that "undo" means: the one whose latest step can still be taken back. */
export function undoTarget(orders: readonly OrderView[], now: number): OrderView | null {
  let newest: { view: OrderView; at: number } | null = null;
  for (const view of orders) {
    const at = undoableSince(view, now);
    if (at !== null && (newest === null || at > newest.at)) newest = { view, at };
  }
  return newest?.view ?? null;
}

/** The press that is seen and can be taken back. None: what everybody sees is, before it is told to the customer. */
export const commandToUndo = ({ pending }: OrderView): string | null =>
  pending?.undoable === true ? pending.command : null;

function undoableSince(view: OrderView, now: number): number | null {
  if (view.pending?.undoable) return Date.parse(view.pending.pressedAt);
  return undoLeft(view, now) > 0 ? Date.parse(view.order.tellAt ?? '') : null;
}

/** In how many minutes an order would be ready when accepted now: as promised, otherwise the restaurant's usual. */
export function acceptMinutes(order: Order, prepMinutes: number, now: number): number {
  const promised = order.promisedAt === null ? 0 : Date.parse(order.promisedAt) - now;
  return promised > 0 ? Math.max(1, Math.round(promised / 60_000)) : prepMinutes;
}
