// What was last done to an order, as far as the order itself says.
import type { Order } from '../../contract/order.ts';

type What = Order['acts'][number]['what'];

/** When something was last done to an order, in ms. */
export function lastAct(order: Order, what: What): number | null {
  const times = order.acts.filter((act) => act.what === what).map((act) => Date.parse(act.at));
  return times.length > 0 ? Math.max(...times) : null;
}

const closing: ReadonlySet<What> = new Set(['collect', 'assumed', 'reject', 'cancel']);

export function closingAct(order: Order): Order['acts'][number] | null {
  return order.acts.findLast((act) => closing.has(act.what)) ?? null;
}
