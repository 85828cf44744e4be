// Asks for one order as the backend has it now; the console asks this for itself, the window does not.
import type { Order } from '../../contract/order.ts';
import { readOrder } from '../../contract/read-order.ts';
import { uuid } from '../../contract/wire.ts';
import type { Query } from './query.ts';

export const oneOrder: Query<{ order: string }, Order> = {
  // The press that waits for it is in the name of whoever is in, and must not become that of the next one.
  whose: 'person',
  timeoutMs: 8000,
  path: ({ order }) => (uuid.safeParse(order).success ? `/orders/${order}` : null),
  read(body) {
    const read = readOrder(body);
    return read.kind === 'order' ? read.order : null;
  },
};
