// Reads the confirmed orders as far as they can be read, with what is known of an order that as it is now cannot be.
import type { Order } from '../../contract/order.ts';
import type { OrdersLedger } from './turn.ts';
import { bareOrder, copyNow } from './unreadable.ts';

type Book = ReadonlyMap<string, Order>;
export type Read = Pick<OrdersLedger, 'orders' | 'unreadable' | 'answered'>;

/** Several rules of every turn ask for the same: no map of the ledger is ever changed in place. */
const lastRead = new WeakMap<Book, Read & { book: Book }>();

/** What the backend confirmed, as far as it can be read; in place of an order of which nothing can be, a bare one. */
export function readableBook({ orders, unreadable, answered }: Read): Book {
  if (unreadable.size === 0 && answered.size === 0) return orders;
  const last = lastRead.get(orders);
  if (last?.unreadable === unreadable && last.answered === answered) return last.book;
  const book = new Map(orders);
  for (const now of unreadable.values()) {
    const how = answered.get(now.id);
    const copy = orders.get(now.id);
    if (copy !== undefined) book.set(now.id, copyNow(copy, now, how));
    else if (how !== 'handled') book.set(now.id, bareOrder(now, how));
  }
  for (const id of answered.keys()) {
    const order = book.get(id);
    // A status that says by itself whether somebody answered is believed, unless it is an old one.
    if (order !== undefined && (order.status === 'unknown' || unreadable.has(id)))
      book.set(id, { ...order, answered: true });
  }
  lastRead.set(orders, { orders, unreadable, answered, book });
  return book;
}
