// Writes down orders that came and cannot be read, by whatever way they came.
import type { ReadOrder } from '../../../contract/read-order.ts';
import type { Change } from '../../kernel/ledger.ts';
import { orderUnreadable } from '../../orders/book.ts';
import type { KeptUnreadable } from '../../orders/kept-unreadable.ts';
import { keptOf } from '../../orders/unreadable.ts';
import { receiptFor } from '../../outbox/receipts.ts';
import type { Turn } from '../../outbox/turn.ts';
import { backendNow } from '../../time/clock.ts';

export type CannotRead = {
  /** Which orders they are. */
  kept: readonly KeptUnreadable[];
  changes: readonly Change[];
};

/** They stay in sight and ring; what was wrong with them is for the log. */
export function cannotRead(
  turn: Turn,
  read: readonly Exclude<ReadOrder, { kind: 'order' }>[],
  stored = false,
): CannotRead {
  const kept = read.map((one) => {
    const order = keptOf(one, backendNow(turn));
    if (!turn.state.ledger.unreadable.has(order.id))
      turn.emit({
        do: 'log',
        level: 'error',
        event: 'stream.unreadable-order',
        fields: { order: order.id, why: one.why },
      });
    return order;
  });
  const changes = kept.flatMap((order) => [
    orderUnreadable(order),
    ...(stored ? receiptFor(turn, order.id, 'stored') : []),
  ]);
  return { kept, changes };
}
