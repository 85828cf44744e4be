// Lays what was pressed here and has not come back over what the backend confirmed: that is what is shown.
import { decide, type Command, type Rules } from '../../contract/decide-verb.ts';
import type { Order } from '../../contract/order.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { answerBy } from '../orders/answered.ts';
import { readableBook, type Read } from '../orders/readable-book.ts';
import type { Entry } from './entry.ts';

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
    if (order.status === 'unknown') return onUnknown(order, entry);
    const decision = decide(order, commandOf(entry), rules);
    return decision.kind === 'done' ? decision.order : order;
  }, confirmed);
}

/** Where a press leads from a status that is unknown here only the backend can say; what it says to the bell is known. */
function onUnknown(order: Order, { verb, details, pressedAt }: Entry): Order {
  if (verb === 'stop-bell') {
    const until = Date.parse(pressedAt) + (details.seconds ?? 90) * 1000;
    return { ...order, snoozedUntil: new Date(until).toISOString() };
  }
  return {
    ...order,
    ...(answerBy(verb) === null ? {} : { answered: true }),
    ...(verb === 'understood' ? { toBeUnderstood: null } : {}),
  };
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
type Known = Read & { outbox: ReadonlyMap<string, Entry>; restaurant: Restaurant | null };

/** Several rules of every turn ask for the same: no map of the ledger is ever changed in place. */
const lastShown = new WeakMap<Known['outbox'], Pick<Known, 'restaurant'> & { book: Book; shown: Book }>();

/** The whole book as it is shown. */
export function shownOrders(ledger: Known): Book {
  const book = readableBook(ledger);
  const { outbox, restaurant } = ledger;
  if (outbox.size === 0) return book;
  const last = lastShown.get(outbox);
  if (last?.book === book && last.restaurant === restaurant) return last.shown;
  const shown = new Map(book);
  const rules = rulesOf(restaurant);
  for (const [id, lane] of lanesOf(outbox)) {
    const confirmed = book.get(id);
    if (confirmed !== undefined) shown.set(id, overlay(confirmed, lane, rules));
  }
  lastShown.set(outbox, { book, restaurant, shown });
  return shown;
}
