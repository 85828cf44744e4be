// Everything that stands on a console's rail: orders, and the bare tickets of those of which nothing can be read.
import type { Order } from '../../contract/order.ts';
import type { OrderView, View } from '../../contract/view.ts';

export type Ticket = Pick<OrderView, 'column' | 'pending'> & {
  id: string;
  number: string;
  /** null: a bare ticket. */
  order: Order | null;
};

export function ticketsOf(view: View | null): Ticket[] {
  if (view === null) return [];
  return [
    ...view.orders.map(({ order, column, pending }) => ({
      id: order.id,
      number: order.number,
      order,
      column,
      pending,
    })),
    ...view.unreadable
      .filter(({ hasCopy }) => !hasCopy)
      .map(({ id, number, column, pending }) => ({ id, number, order: null, column, pending })),
  ];
}

export const ticketOf = (view: View | null, id: string): Ticket | undefined =>
  ticketsOf(view).find((ticket) => ticket.id === id);
