// Declares the book: orders as the backend confirmed them, and what is known of those that cannot be read.
import { z } from 'zod';
import { statuses, unknownStatus, type Order } from '../../contract/order.ts';
import { mapOf } from '../kernel/row.ts';
import { slice } from '../kernel/declare-slice.ts';
import { answeredOnDisk, type Answered } from './answered.ts';
import { unreadableOnDisk, type KeptUnreadable } from './kept-unreadable.ts';

const order = z.object({
  id: z.string(),
  number: z.string(),
  status: z.enum([...statuses, unknownStatus]),
  items: z.array(z.unknown()),
  acts: z.array(z.unknown()),
});

type OldChange = { order: Order };
const isThere = (change: OldChange) => [change.order.id, change.order] as const;
const isNotThere = (change: OldChange) => [change.order.id, null] as const;
const isGone = (change: { id: string }) => [change.id, null] as const;

export const {
  own: orders,
  set,
  keep,
} = slice('orders', {
  process: {
    /** When to look next for what is old enough to be forgotten. */
    forgetAt: 0,
  },
  keeps: {
    /** Orders as the backend confirmed them. */
    orders: mapOf<Order>({
      v: 1,
      sealed: true,
      unread: 'refetched',
      shape: order,
      before: { order: isThere, 'order-unlisted': isNotThere, 'order-gone': isGone },
    }),
    /** Orders the backend no longer lists, as last known, while something that was pressed on them is unanswered. */
    gone: mapOf<Order>({
      v: 1,
      sealed: true,
      unread: 'refetched',
      shape: order,
      before: { order: isNotThere, 'order-unlisted': isThere, 'order-gone': isGone },
    }),
    /** Orders that could not be read as they are now. The last copy that could be read stays in the book. */
    unreadable: mapOf<KeptUnreadable>({
      v: 1,
      sealed: true,
      unread: 'refetched',
      shape: unreadableOnDisk,
    }),
    /** What was said of orders whose own status cannot say it. Kept as long as the order is. */
    answered: mapOf<Answered>({ v: 1, sealed: false, unread: 'kept', shape: answeredOnDisk }),
  },
});
