// How an order leaves the book when the backend no longer lists it.
import type { Change } from '../journal/ledger.ts';
import type { Turn } from '../flow/turn.ts';
import { readableBook } from './readable-book.ts';

/**
 * What was pressed on it and is unanswered must stay in sight, so the order does, too. It is over, one way or
 * another; in which way the backend's answer to what was pressed will say.
 */
export function leaves(turn: Pick<Turn, 'state'>, id: string): Change[] {
  const { unreadable, outbox } = turn.state.ledger;
  const order = readableBook(turn.state.ledger).get(id);
  if (order === undefined) return unreadable.has(id) ? [{ kind: 'order-gone', id }] : [];
  for (const entry of outbox.values())
    if (entry.order === id && !entry.kept)
      return [{ kind: 'order-unlisted', order: { ...order, status: 'cancelled', toBeUnderstood: null } }];
  return [{ kind: 'order-gone', id }];
}
