// What is shown = what the backend confirmed + what was pressed here and has not come back yet.
import { decide, type Command, type Rules } from '../../contract/decide-verb.ts';
import type { Order } from '../../contract/order.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Entry } from '../outbox/entry.ts';

/** What the backend goes by, as far as a console knows it. */
export const rulesOf = (restaurant: Pick<Restaurant, 'prepMinutes'> | null): Rules => ({
  prepMinutes: restaurant?.prepMinutes ?? 0,
  tellMs: null,
  assumeCollectedMs: 0,
});

/** The order as it will be once the backend takes the entries; unchanged where it never will. */
export function overlay(confirmed: Order, entries: readonly Entry[], rules: Rules): Order {
  return entries.reduce((order, entry) => {
    if (entry.refused !== null) return order;
    const decision = decide(order, commandOf(entry), rules);
    return decision.kind === 'done' ? decision.order : order;
  }, confirmed);
}

function commandOf({ verb, item, details, person, pressedAt }: Entry): Command {
  const at = Date.parse(pressedAt);
  return {
    ...details,
    verb,
    item: item ?? undefined,
    by: person === null ? { kind: 'device', name: '' } : { kind: 'person', id: person, name: '' },
    now: at,
    occurredAt: at,
    from: null,
  };
}

/** The entries of each order, in the order they were pressed. */
export function lanesOf(outbox: ReadonlyMap<string, Entry>): Map<string, Entry[]> {
  const lanes = new Map<string, Entry[]>();
  for (const entry of outbox.values()) {
    const lane = lanes.get(entry.order);
    if (lane === undefined) lanes.set(entry.order, [entry]);
    else lane.push(entry);
  }
  return lanes;
}

type Book = ReadonlyMap<string, Order>;
type Outbox = ReadonlyMap<string, Entry>;
type Known = { orders: Book; outbox: Outbox; restaurant: Restaurant | null };

/** Several rules of every turn ask for the same: neither map is ever changed in place. */
const lastShown = new WeakMap<Outbox, Pick<Known, 'orders' | 'restaurant'> & { shown: Book }>();

/** The whole book as it is shown. */
export function shownOrders({ orders, outbox, restaurant }: Known): Book {
  if (outbox.size === 0) return orders;
  const last = lastShown.get(outbox);
  if (last?.orders === orders && last.restaurant === restaurant) return last.shown;
  const shown = overlaid({ orders, outbox, restaurant });
  lastShown.set(outbox, { orders, restaurant, shown });
  return shown;
}

function overlaid({ orders, outbox, restaurant }: Known): Book {
  const shown = new Map(orders);
  const rules = rulesOf(restaurant);
  for (const [id, lane] of lanesOf(outbox)) {
    const confirmed = orders.get(id);
    if (confirmed !== undefined) shown.set(id, overlay(confirmed, lane, rules));
  }
  return shown;
}
