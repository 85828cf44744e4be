// Which order stands in which column, and in what order: by what never changes, so that tickets keep their places.
import type { Order } from '../../../contract/order.ts';
import type { OrderView } from '../../../contract/view.ts';
import { closingAct, lastAct } from '../../ticket/acts.ts';

export type Columns = {
  new: OrderView[];
  preparing: OrderView[];
  ready: OrderView[];
  later: OrderView[];
  closed: OrderView[];
};
export type ColumnName = keyof Columns;

export function columnsOf(orders: readonly OrderView[]): Columns {
  const columns: Columns = { new: [], preparing: [], ready: [], later: [], closed: [] };
  for (const view of orders) columns[placeOf(view)].push(view);
  sortBy(columns.new, (order) => [ms(order.ringAt), ms(order.placedAt)]);
  // What must be understood stands first: somebody may be cooking it right now.
  sortBy(columns.preparing, (order) => [
    order.toBeUnderstood === null ? 1 : 0,
    ms(order.promisedAt ?? order.ringAt),
    ms(order.placedAt),
  ]);
  // The newest first: its undo must be in sight.
  sortBy(columns.ready, (order) => [-(lastAct(order, 'ready') ?? 0), ms(order.placedAt)]);
  sortBy(columns.later, (order) => [ms(order.ringAt), ms(order.placedAt)]);
  sortBy(columns.closed, (order) => [-ms(closingAct(order)?.at ?? order.placedAt)]);
  return columns;
}

function placeOf({ column }: OrderView): ColumnName {
  return column === 'understand' ? 'preparing' : column;
}

const ms = (at: string): number => Date.parse(at);

/** By the first key that differs; the id decides between equals. */
function sortBy(orders: OrderView[], keys: (order: Order) => number[]): void {
  const keysOf = new Map(orders.map((view) => [view, keys(view.order)]));
  orders.sort((a, b) => {
    const right = keysOf.get(b) ?? [];
    for (const [index, key] of (keysOf.get(a) ?? []).entries()) {
      const difference = key - (right[index] ?? key);
      if (difference !== 0) return difference;
    }
    return a.order.id < b.order.id ? -1 : 1;
  });
}
