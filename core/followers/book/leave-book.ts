// Takes an order off the book when the backend no longer lists it.
import type { Change } from '../../kernel/ledger.ts';
import { orderGone, orderUnlisted } from '../../orders/book.ts';
import { readableBook } from '../../orders/readable-book.ts';
import type { OrdersState } from '../../orders/turn.ts';
import type { OutboxState } from '../../outbox/turn.ts';

/**
 * What was pressed on it and is unanswered must stay in sight, so the order does, too. It is over, one way or
 * another; in which way the backend's answer to what was pressed will say.
 */
export function leaves(turn: { readonly state: OrdersState & OutboxState }, id: string): Change[] {
  const { unreadable, outbox } = turn.state.ledger;
  const order = readableBook(turn.state.ledger).get(id);
  if (order === undefined) return unreadable.has(id) ? [orderGone(id)] : [];
  for (const entry of outbox.values())
    if (entry.order === id && !entry.kept)
      return [orderUnlisted({ ...order, status: 'cancelled', toBeUnderstood: null })];
  return [orderGone(id)];
}
