// Puts what this console has and what the order system answered into one list, newest first, each order once.
import type { Order } from '../../../contract/order.ts';
import type { FoundOrder, HistoryPage } from '../../../contract/queries.ts';
import type { OrderView } from '../../../contract/view.ts';

type Common = {
  id: string;
  /** Where it stands in the list; one that tells no time stands behind the one it was told after. */
  at: number;
  /** As it was answered; null: it is on this console, and shown as it is now. */
  found: FoundOrder | null;
};
export type Row = Common &
  (
    | { kind: 'order'; order: Order; view: OrderView | null }
    | { kind: 'unreadable'; number: string; placedAt: string | null }
  );

const localRow = (view: OrderView): Row => ({
  kind: 'order',
  id: view.order.id,
  at: Date.parse(view.order.placedAt),
  found: null,
  order: view.order,
  view,
});

function foundRow(found: FoundOrder, after: number): Row {
  if (found.kind === 'order') {
    const { order } = found;
    return { kind: 'order', id: order.id, at: Date.parse(order.placedAt), found, order, view: null };
  }
  const { id, number, placedAt } = found;
  return {
    kind: 'unreadable',
    id,
    at: placedAt === null ? after : Date.parse(placedAt),
    found,
    number,
    placedAt,
  };
}

/**
 * `pages`: null as long as nothing was answered. What this console has of longer ago than the pages reach waits for its
 * page: a list that grows in its middle would move under a finger.
 */
export function rowsOf(local: readonly OrderView[], pages: readonly HistoryPage[] | null): Row[] {
  const here = local.map(localRow);
  if (pages === null) return here.toSorted(newestFirst);
  const known = new Map(here.map((row) => [row.id, row]));
  const rows = new Map<string, Row>();
  let last: Row | null = null;
  for (const found of pages.flatMap(({ orders }) => orders)) {
    last = foundRow(found, last?.at ?? 0);
    if (!rows.has(last.id)) rows.set(last.id, known.get(last.id) ?? last);
  }
  const reach = pages.at(-1)?.before == null ? null : last;
  for (const row of here)
    if (!rows.has(row.id) && (reach === null || newestFirst(row, reach) < 0)) rows.set(row.id, row);
  return [...rows.values()].toSorted(newestFirst);
}

const idOf = (found: FoundOrder): string => (found.kind === 'order' ? found.order.id : found.id);

/**
 * There is more behind it, and nothing on it that was not on the pages before: from such a page the next one is not asked
 * for by itself, or that would go on without end.
 */
export function leadsNowhere(page: HistoryPage, pages: readonly HistoryPage[]): boolean {
  const known = new Set(pages.flatMap(({ orders }) => orders.map(idOf)));
  return page.before !== null && page.orders.every((found) => known.has(idOf(found)));
}

/** As the order system has it: by the moment it was placed, and by the id within that. */
function newestFirst(a: Row, b: Row): number {
  if (a.at !== b.at) return b.at - a.at;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
