// The simulated backend's snapshot: whole, or in pages that together are of the moment of the last one.
import { isOpenOrder, type Order } from '../../contract/order.ts';
import { home, type Backend } from './backend.ts';
import { eventAt, headOf, pageOf } from './database.ts';

/** Where a page ended, and the place of the log it was the state of. */
type Bookmark = { last: string; seq: number; id: string | null; epoch: string };

export type SnapshotPage =
  | { kind: 'page'; orders: Order[]; next: string | null | undefined }
  | { kind: 'gone'; why: string };

export function snapshotPage(backend: Backend, query: URLSearchParams): SnapshotPage {
  const { orders } = backend.database;
  const open = [...orders.values()].filter(isOpenOrder).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const limit = query.get('limit');
  if (limit === null) return { kind: 'page', orders: open, next: undefined };
  const after = query.get('after');
  const mark = after === null ? null : (JSON.parse(after) as Bookmark);
  const changed = mark === null ? [] : changedSince(backend, mark);
  if (changed === 'gone') return { kind: 'gone', why: 'the page before is of another log' };
  const rest = open.filter((order) => mark === null || keyOf(order) > mark.last);
  const here = rest.slice(0, Math.min(Number(limit), backend.ordersOnAPage));
  const last = here.at(-1);
  const more = last !== undefined && here.length < rest.length;
  const next = more
    ? JSON.stringify({ ...headOf(backend.log(home)), last: keyOf(last) } satisfies Bookmark)
    : null;
  return { kind: 'page', orders: [...changed, ...here], next };
}

const keyOf = ({ placedAt, id }: Order): string => `${placedAt} ${id}`;

function changedSince(backend: Backend, { seq, id, epoch }: Bookmark): Order[] | 'gone' {
  const log = backend.log(home);
  if (log.epoch !== epoch || pageOf(log, seq, id, 1).kind === 'gone') return 'gone';
  const ids = new Set<string>();
  for (let at = seq + 1; eventAt(log, at) !== undefined; at += 1) {
    const order = eventAt(log, at)?.order;
    if (order !== undefined) ids.add(String(order['id']));
  }
  return [...ids].flatMap((changed) => backend.database.orders.get(changed) ?? []);
}
