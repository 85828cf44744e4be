// Asks for an order that the list does not name any more, where the backend can be asked, so that "cancelled" is told
// and not only seen to be missing.
import type { Order } from '../../../contract/order.ts';
import { write, type Moment } from '../../kernel/turn.ts';
import { orderIs } from '../../orders/book.ts';
import { shownOrders } from '../../outbox/overlay.ts';
import type { BackendAnswer } from '../../ports/backend.ts';
import { backendNow } from '../../time/clock.ts';
import { leaves } from '../book/leave-book.ts';
import { settleListed } from './commands.ts';
import type { OrderAsk } from './questions.ts';
import { readOne } from './reading.ts';
import type { Reconciled } from './reconcile.ts';
import { setPolling } from './slice.ts';
import { systemIn } from './system.ts';
import type { Turn } from './turn.ts';

/** One at a time: this is about single orders, not about a list that went wrong as a whole. */
export function lookUpAbsent(turn: Turn): void {
  const { polling } = turn.state;
  if (systemIn(turn).system.order === undefined || polling.looking !== null) return;
  const order = [...polling.doubts.absent].find((id) => !polling.untold.has(id));
  if (order === undefined) return;
  const theirs = polling.theirs.get(order);
  // Its name is known from a list of this process only; otherwise the next list decides.
  if (theirs === undefined) return setPolling(turn, { untold: new Set(polling.untold).add(order) });
  const ask: OrderAsk = { for: 'order', order, theirs };
  setPolling(turn, { looking: ask });
  turn.emit({ do: 'ask', ask });
}

export function orderCame(turn: Turn, ask: OrderAsk, sentAt: Moment, answer: BackendAnswer): void {
  const { polling, ledger } = turn.state;
  if (polling.looking !== ask) return;
  setPolling(turn, { looking: null });
  // A list has named it meanwhile.
  if (!polling.doubts.absent.has(ask.order)) return;
  const status = answer.kind === 'answer' ? answer.status : 0;
  const body = answer.kind === 'answer' && status === 200 ? answer.body : null;
  const { system } = systemIn(turn);
  const order = body === null ? null : readOne(body, ask.theirs, system, backendNow(turn), ledger.orders);
  const isGone = status === 404 || status === 410;
  if (order === null && !isGone) return setPolling(turn, { untold: new Set(polling.untold).add(ask.order) });
  const absent = new Set(polling.doubts.absent);
  absent.delete(ask.order);
  setPolling(turn, { doubts: { ...polling.doubts, absent } });
  if (order === null) write(turn, leaves(turn, ask.order));
  else write(turn, [orderIs(noticed(turn, order))]);
  settleListed(turn, order === null ? [] : [order], sentAt.mono);
}

/** Of what two lists do not name, that which cannot be asked for leaves; the rest waits for its answer. */
export function confirmed(
  turn: Turn,
  { gone, doubts }: Reconciled,
): { gone: readonly string[]; absent: ReadonlySet<string> } {
  const { polling } = turn.state;
  if (systemIn(turn).system.order === undefined) return { gone, absent: doubts.absent };
  const waits = gone.filter((id) => !polling.untold.has(id));
  return { gone: gone.filter((id) => polling.untold.has(id)), absent: new Set([...doubts.absent, ...waits]) };
}

/** Somebody was preparing it: that it was cancelled stays on the screen until they have understood. */
export function noticed(turn: Turn, order: Order): Order {
  const before = shownOrders(turn.state.ledger).get(order.id);
  if (order.status !== 'cancelled' || before === undefined) return order;
  const wasAtWork = before.status === 'accepted' || before.status === 'ready';
  return { ...order, toBeUnderstood: wasAtWork ? 'cancelled' : before.toBeUnderstood };
}
