// Says what time alone does to an order: the customer is told, a scheduled order rings, a ready one counts as collected.
import { system, withAct } from '../../contract/decide-verb.ts';
import type { Act, Order } from '../../contract/order.ts';

const iso = (at: number) => new Date(at).toISOString();

/** The customer is told now, if the order still is ready and nobody has told before. */
export function tell(order: Order, now: number): { order: Order; act: Act } | null {
  if (order.status !== 'ready' || order.tellAt === null || order.toldAt !== null) return null;
  const act: Act = { what: 'told', at: iso(now), by: system };
  return { order: { ...order, toldAt: iso(now), acts: withAct(order.acts, act) }, act };
}

/** A scheduled order rings now, unless it is past ringing. */
export function ring(order: Order, now: number): { order: Order; act: Act } | null {
  if (order.status !== 'new' && order.status !== 'accepted') return null;
  const act: Act = { what: 'due', at: iso(now), by: system };
  return { order: { ...order, acts: withAct(order.acts, act) }, act };
}

/** Nobody said that it was collected, but it will have been. */
export function assumeCollected(order: Order, now: number): { order: Order; act: Act } | null {
  if (order.status !== 'ready') return null;
  const act: Act = { what: 'assumed', at: iso(now), by: system };
  return { order: { ...order, status: 'collected', assumed: true, acts: withAct(order.acts, act) }, act };
}
