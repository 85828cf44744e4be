// Brings an order that was found in the history along with a press on it, as the backend has it at that moment: the
// book holds only what is open or was closed in the last day.
import type { IpcError } from '../../contract/ipc.ts';
import type { Order, Verb } from '../../contract/order.ts';
import type { QueryWhy } from '../../contract/queries.ts';
import { oneOrder } from './one-order.ts';
import type { Queries } from './perform.ts';

type Press = { kind: 'command'; order: string; verb: Verb };
type Books = { readonly [book in 'orders' | 'unreadable']: { has(id: string): boolean } };

/** A press on an order that is not here, and that may be pressed on a closed one. */
export const isOnFound = <I extends { kind: string }>(
  intent: I,
  { orders, unreadable }: Books,
): intent is I & Press => {
  if (intent.kind !== 'command') return false;
  const { order, verb } = intent as I & Press;
  return verb === 'recall' && !orders.has(order) && !unreadable.has(order);
};

const refusals: Record<QueryWhy, IpcError> = {
  offline: { code: 'unreachable', message: 'The backend does not answer, so this order cannot be read.' },
  'not-allowed': { code: 'not-found', message: 'This order is not in the book any more.' },
  gone: { code: 'not-found', message: 'The backend does not have this order any more.' },
  failed: { code: 'refused', message: 'This order could not be read from the backend.' },
};

export async function withFound<P extends Press>(
  queries: Pick<Queries, 'perform'>,
  press: P,
): Promise<(P & { found: Order }) | { ok: false; error: IpcError }> {
  const answer = await queries.perform(oneOrder, null, { order: press.order });
  return answer.ok ? { ...press, found: answer.value } : { ok: false, error: refusals[answer.why] };
}
