// Writes a change of an order down: the order, who did it, what is due later, and the events for staff and customer.
import { randomUUID } from 'node:crypto';
import type { Act, Order } from '../../contract/order.ts';
import { streamName } from '../../contract/streams.ts';
import type { Db } from '../db/schema.ts';
import { queueOrderPush } from '../push/index.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import type { Append, Appended } from '../streams/event-log.ts';
import type { Later } from '../../contract/decide-verb.ts';
import { saveOrder, setDue, type DueKind, type Kept } from './rows.ts';
import { sameForCustomer, toldCustomer, toldStaff, tracked } from './tracked.ts';

export type Change = {
  kept: Kept & { closedAt: number | null };
  order: Order;
  act: Act;
  later: Later;
  now: number;
  cause?: string | undefined;
};

/** Answers where the change stands in the restaurant's stream. */
export async function writeChange(tx: Db, append: Append, change: Change): Promise<Appended> {
  const { kept, order, act, now, cause } = change;
  await saveOrder(tx, order, act, kept, now);
  for (const [kind, at] of Object.entries(change.later) as [DueKind, number | null][])
    await setDue(tx, order.id, kind, at);

  await tellCustomer(tx, append, change);
  return append({
    stream: `restaurant:${kept.restaurant}`,
    type: act.what === 'ready' ? 'order.ready' : act.what === 'cancel' ? 'order.cancelled' : 'order.updated',
    message: toldStaff(order, act.what),
    at: now,
    cause,
    body: { order },
  });
}

/** The customer hears of nothing but what changes for them. */
async function tellCustomer(tx: Db, append: Append, change: Change): Promise<void> {
  const { kept, order, act, now } = change;
  const name = (await getRestaurant(tx, kept.restaurant))?.name ?? '';
  const before = tracked(kept.order, name);
  const after = tracked(order, name);
  if (sameForCustomer(before, after)) return;
  const rings = act.what === 'told';
  const event = {
    type: rings ? 'order.ready' : after.status === 'cancelled' ? 'order.cancelled' : 'order.updated',
    message: toldCustomer(after),
    at: now,
    body: { order: after },
  };
  await append({ ...event, stream: `order:${order.id}` });
  if (rings)
    await queueOrderPush(tx, order.id, {
      id: randomUUID(),
      kind: 'order.ready',
      title: event.message,
      restaurant: name,
      order,
      now,
    });
  const inbox = `user:${order.customer?.userId ?? ''}`;
  if (rings && streamName.safeParse(inbox).success && !(await isStaff(tx, order.customer?.userId)))
    await append({ ...event, stream: inbox });
}

/** A sales channel cannot reach the inbox of somebody who works here by naming them as a customer. */
export async function isStaff(tx: Db, id: string | undefined): Promise<boolean> {
  if (id === undefined) return false;
  const row = await tx.selectFrom('people').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}
