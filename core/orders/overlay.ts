// What is shown = what the backend confirmed + what was pressed here and has not come back yet.
import { transitions, type Act, type Order } from '../../contract/order.ts';
import type { Entry } from '../outbox/entry.ts';

export function overlay(confirmed: Order, entries: readonly Entry[]): Order {
  return entries.reduce(expect, confirmed);
}

/** The order as it will be once the backend takes the entry; unchanged where it never will. */
function expect(order: Order, entry: Entry): Order {
  if (entry.refused !== null) return order;
  const rule = transitions[entry.verb];
  const from: readonly string[] = rule.from;
  if (!from.includes(order.status)) return order;
  const acted: Order = {
    ...order,
    status: rule.to ?? order.status,
    acts: [...order.acts.filter((act) => act.what !== entry.verb), actOf(entry)],
  };
  switch (entry.verb) {
    case 'accept':
    case 'delay':
      return { ...acted, promisedAt: promised(order, entry) };
    case 'stop-bell':
      return { ...acted, snoozedUntil: later(entry.pressedAt, (entry.details.seconds ?? 90) * 1000) };
    case 'understood':
      return { ...acted, toBeUnderstood: null };
    case 'recall':
      // Only assumed to be collected: it goes back to where it was before the assumption.
      return order.assumed ? { ...acted, status: 'ready', assumed: false } : { ...acted, tellAt: null };
    case 'tick':
      return {
        ...acted,
        items: order.items.map((item) =>
          item.id === entry.item ? { ...item, ticked: entry.details.ticked ?? true } : item,
        ),
      };
    case 'ready':
    case 'collect':
    case 'reject':
    case 'cancel':
      return acted;
    default:
      return entry.verb satisfies never;
  }
}

function promised(order: Order, { verb, details, pressedAt }: Entry): string | null {
  if (details.minutes === undefined) return order.promisedAt;
  const from = verb === 'accept' ? pressedAt : (order.promisedAt ?? pressedAt);
  return later(from, details.minutes * 60_000);
}

const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();

const actOf = (entry: Entry): Act => ({
  what: entry.verb,
  at: entry.pressedAt,
  by: entry.person === null ? { kind: 'device', name: '' } : { kind: 'person', id: entry.person, name: '' },
  ...(entry.details.reason === undefined ? {} : { reason: entry.details.reason }),
});

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

/** Several rules of every turn ask for the same: neither map is ever changed in place. */
const lastShown = new WeakMap<Outbox, { orders: Book; shown: Book }>();

/** The whole book as it is shown. */
export function shownOrders({ orders, outbox }: { orders: Book; outbox: Outbox }): Book {
  if (outbox.size === 0) return orders;
  const last = lastShown.get(outbox);
  if (last?.orders === orders) return last.shown;
  const shown = overlaid(orders, outbox);
  lastShown.set(outbox, { orders, shown });
  return shown;
}

function overlaid(orders: Book, outbox: Outbox): Book {
  const shown = new Map(orders);
  for (const [id, lane] of lanesOf(outbox)) {
    const confirmed = orders.get(id);
    if (confirmed !== undefined) shown.set(id, overlay(confirmed, lane));
  }
  return shown;
}
