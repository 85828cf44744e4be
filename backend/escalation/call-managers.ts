// Calls the managers, and calls it off: as events of their streams, as notifications, and by the restaurant's webhook.
import { randomUUID } from 'node:crypto';
import type { Restaurant } from '../../contract/restaurant.ts';
import { cutText } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';
import { managersOf, type Notify } from '../notifications/index.ts';
import { takeBackPush } from '../push/index.ts';
import type { Append } from '../streams/event-log.ts';
import type { OpenEscalation, Raise } from './decide.ts';
import { queueDelivery, withdrawOrQueueCancellation } from './deliveries.ts';

export type Telling = {
  notify: Notify;
  /** Which consoles were closed, by whom and when, in words. */
  closings: readonly string[];
};

const iso = (at: number) => new Date(at).toISOString();

type Told = { kind: string; order?: { id: string; number: string }; since: string };

/** The unique indexes let one backend raise it; whoever comes second does nothing. */
export async function raise(
  { notify, closings }: Telling,
  tx: Db,
  append: Append,
  restaurant: Restaurant,
  one: Raise,
  now: number,
): Promise<boolean> {
  const id = randomUUID();
  const row = await tx
    .insertInto('escalations')
    .values({
      id,
      restaurant_id: restaurant.id,
      kind: one.kind,
      order_id: one.order?.id ?? null,
      order_number: one.order?.number ?? null,
      since: one.since,
      raised_at: now,
      cancelled_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  const escalation: Told = {
    kind: one.kind,
    ...(one.order ? { order: { id: one.order.id, number: one.order.number } } : {}),
    since: iso(one.since),
  };
  const minutes = Math.max(1, Math.round((now - one.since) / 60_000));
  const message = one.order
    ? `Order ${one.order.number} has waited for ${minutes} min: nobody accepted or rejected it.`
    : closings.length > 0
      ? `No console of ${restaurant.name} can be heard: ${closings.join(', ')}.`
      : `No console of ${restaurant.name} could be heard for ${minutes} min.`;
  const told = { type: 'escalation.raised', at: now, message, body: { escalation } };
  const managers = await tellManagers(tx, append, restaurant.id, told);
  await notify(tx, append, managers, {
    restaurant: restaurant.id,
    kind: one.order ? 'escalation' : 'no-console',
    title: one.order ? `Order ${one.order.number} waits` : 'No console can be heard',
    body: cutText(message, 500),
    about: id,
    ...(one.order ? { order: { id: one.order.id, number: one.order.number } } : {}),
    at: now,
  });
  await queueDelivery(tx, restaurant, { escalationId: id, what: 'raised', message, escalation, now });
  return true;
}

export async function cancel(
  tx: Db,
  append: Append,
  restaurant: Restaurant,
  one: OpenEscalation,
  now: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('escalations')
    .set({ cancelled_at: now })
    .where('id', '=', one.id)
    .where('cancelled_at', 'is', null)
    .returning(['order_id', 'order_number', 'since', 'kind'])
    .executeTakeFirst();
  if (!row) return false;
  const escalation: Told = {
    kind: row.kind,
    ...(row.order_id === null ? {} : { order: { id: row.order_id, number: row.order_number ?? '?' } }),
    since: iso(row.since),
  };
  const message =
    row.order_id === null
      ? `${restaurant.name} needs no call any more: a console can be heard, or it is closed.`
      : `Order ${row.order_number ?? ''} is taken care of.`;
  const told = { type: 'escalation.cancelled', at: now, message, body: { escalation } };
  await tellManagers(tx, append, restaurant.id, told);
  await takeBackPush(tx, one.id);
  await withdrawOrQueueCancellation(tx, restaurant, {
    escalationId: one.id,
    what: 'cancelled',
    message,
    escalation,
    now,
  });
  return true;
}

async function tellManagers(
  tx: Db,
  append: Append,
  restaurant: string,
  event: { type: string; at: number; message: string; body: Record<string, unknown> },
): Promise<string[]> {
  const managers = await managersOf(tx, restaurant);
  for (const id of managers) await append({ ...event, stream: `user:${id}` });
  return managers;
}
