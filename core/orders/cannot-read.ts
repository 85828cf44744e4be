// What is written down of orders that came and cannot be read, by whatever way they came.
import type { ReadOrder } from '../../contract/read-order.ts';
import { backendNow, effect, type Turn } from '../flow/turn.ts';
import type { Change } from '../journal/ledger.ts';
import { receiptFor } from '../outbox/receipts.ts';
import { keptOf } from './unreadable.ts';

/** It stays in sight and rings; what was wrong with it is for the log. */
export function cannotRead(
  turn: Turn,
  read: readonly Exclude<ReadOrder, { kind: 'order' }>[],
  stored = false,
): Change[] {
  return read.flatMap((one) => {
    const order = keptOf(one, backendNow(turn));
    if (!turn.state.ledger.unreadable.has(order.id))
      effect(turn, {
        do: 'log',
        level: 'error',
        event: 'stream.unreadable-order',
        fields: { order: order.id, why: one.why },
      });
    return [
      { kind: 'order-unreadable', order } as const,
      ...(stored ? receiptFor(turn, order.id, 'stored') : []),
    ];
  });
}
