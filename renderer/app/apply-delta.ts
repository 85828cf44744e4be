// Moves the window's copy of the view one numbered step on, or says that a step is missing.
import type { View, ViewDelta } from '../../contract/view.ts';

/** `gap` means: ask for the whole view again. A step that is already in the view changes nothing. */
export function applyDelta(view: View, delta: ViewDelta): View | 'gap' {
  if (delta.n <= view.n) return view;
  if (delta.n > view.n + 1) return 'gap';
  const { orders, ...rest } = delta;
  // A part the delta does not speak of keeps its identity, so that whoever shows it need not draw anew.
  const next: View = { ...view, ...withoutUndefined(rest) };
  return orders ? { ...next, orders: mergeOrders(view.orders, orders) } : next;
}

type Orders = View['orders'];

function mergeOrders(before: Orders, change: NonNullable<ViewDelta['orders']>): Orders {
  if (change.put.length === 0 && change.drop.length === 0) return before;
  const dropped = new Set(change.drop);
  const put = new Map(change.put.map((made) => [made.order.id, made]));
  const kept: Orders = [];
  for (const known of before) {
    const { id } = known.order;
    const newer = put.get(id);
    put.delete(id);
    if (newer) kept.push(newer);
    else if (!dropped.has(id)) kept.push(known);
  }
  return [...kept, ...put.values()];
}

type Parts = Omit<View, 'orders'>;

function withoutUndefined(delta: Omit<ViewDelta, 'orders'>): Partial<Parts> {
  return Object.fromEntries(Object.entries(delta).filter(([, value]) => value !== undefined));
}
