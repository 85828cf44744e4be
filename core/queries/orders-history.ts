// Asks for a page of the restaurant's orders by words and day, newest first.
import { z } from 'zod';
import type { Asked, FoundOrder, Value } from '../../contract/queries.ts';
import { readOrder } from '../../contract/read-order.ts';
import { orElse } from '../../contract/tolerant.ts';
import { inAddress } from '../../contract/wire.ts';
import type { Query } from './query.ts';

export const ordersOnAPage = 30;
/** No backend was asked for so many: a page of them is none, and is not looked at one by one. */
const far = 1000;

/** Each order is read by itself: one that cannot be read must not hide the others. */
const readable = z.object({
  orders: z.array(z.unknown()).max(far),
  before: orElse(z.string().min(1).max(100).nullable(), null),
});

export const ordersHistory: Query<Asked<'orders.history'>, Value<'orders.history'>> = {
  whose: 'person',
  timeoutMs: 10_000,
  at: ({ restaurant }) => restaurant,
  path({ text, day, before }) {
    const words = text === '' ? [] : [`q=${inAddress(text)}`];
    const when = day === null ? [] : [`day=${day}`];
    const behind = before === null ? [] : [`before=${inAddress(before)}`];
    return `/orders?${[...words, ...when, ...behind, `limit=${ordersOnAPage}`].join('&')}`;
  },
  read(body) {
    const page = readable.safeParse(body).data;
    return page === undefined ? null : { orders: page.orders.flatMap(found), before: page.before };
  },
};

/** Half a character, where a text was cut or a backend says so, stands in no address. */

/** Of what has not even an id nothing could be shown or opened. */
function found(wire: unknown): FoundOrder[] {
  const read = readOrder(wire);
  switch (read.kind) {
    case 'order':
      return [{ kind: 'order', order: read.order }];
    case 'unreadable':
      return [{ kind: 'unreadable', id: read.id, number: read.number, placedAt: read.placedAt }];
    case 'nothing':
      return [];
    default:
      return read satisfies never;
  }
}
