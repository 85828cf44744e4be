// Sends what somebody wrote to people of one restaurant: to all of them or, when one is not there, to nobody.
import { createHash } from 'node:crypto';
import type { NewNotification } from '../../contract/notifications.ts';
import type { Principal } from '../../contract/permissions.ts';
import { cutText } from '../../contract/wire.ts';
import type { Db } from '../db/schema.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import type { Append } from '../streams/event-log.ts';
import { peopleThere, put, rowOf, type Notified, type Sending } from './notify.ts';

export type Letter = {
  restaurant: string;
  by: Principal;
  wish: NewNotification;
  /** The Idempotency-Key. */
  key: string | null;
  at: number;
};

const heaviestData = 4_000;
const namedAtMost = 5;

export async function send(
  sending: Sending,
  tx: Db,
  append: Append,
  { restaurant, by, wish, key, at }: Letter,
): Promise<Result<Notified>> {
  const { title, body, data, order: orderId } = wish.notification;
  const to = [...new Set(wish.userIds)];
  const under =
    key === null ? undefined : { scope: `${by.kind}:${by.id}`, key, hash: hashOf(restaurant, wish) };
  if (under) {
    const before = await sentUnder(tx, under.scope, key ?? '');
    if (before) return answerAgain(before, under.hash);
  }
  if (data !== undefined && Buffer.byteLength(JSON.stringify(data)) > heaviestData)
    return refused('invalid', `data: is more than ${heaviestData} bytes of JSON.`, {
      field: 'notification.data',
    });
  const there = await peopleThere(sending.store, tx, restaurant, to);
  const unknown = to.filter((id) => !there.has(id));
  if (unknown.length > 0) return refused('invalid', nobodySuch(unknown), { field: 'userIds' });
  const order = orderId === undefined ? undefined : await orderNamed(tx, restaurant, orderId);
  if (order === null)
    return refused('invalid', 'order: is no order of this restaurant.', { field: 'notification.order' });

  const matter = {
    restaurant,
    kind: 'message',
    title,
    body,
    data,
    order,
    from: cutText(by.name, 80),
    at,
  } as const;
  const row = rowOf(matter, under);
  const added = await tx
    .insertInto('notifications')
    .values(row)
    .onConflict((taken) => taken.columns(['scope', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  // Sent with the same key to two backends in one moment: the other one was first.
  if (!added && under) return answerAgain(await sentUnder(tx, under.scope, under.key), under.hash);
  await put(sending, tx, append, row, to, { at });
  return done({ id: row.id, to: to.length });
}

const hashOf = (restaurant: string, wish: NewNotification) =>
  createHash('sha256')
    .update(JSON.stringify([restaurant, wish]))
    .digest('base64url');

type Sent = Notified & { hash: string | null };

async function sentUnder(tx: Db, scope: string, key: string): Promise<Sent | undefined> {
  const row = await tx
    .selectFrom('notifications')
    .select(['id', 'hash'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  const { to } = await tx
    .selectFrom('notification_recipients')
    .select((of) => of.fn.countAll().as('to'))
    .where('notification_id', '=', row.id)
    .executeTakeFirstOrThrow();
  return { ...row, to: Number(to) };
}

function answerAgain(sent: Sent | undefined, hash: string): Result<Notified> {
  if (sent?.hash === hash) return done({ id: sent.id, to: sent.to });
  return refused(
    'key-reused',
    'This Idempotency-Key came before with another request. Use a new key for a new request.',
    { field: 'Idempotency-Key' },
  );
}

function nobodySuch(ids: readonly string[]): string {
  const named = ids.slice(0, namedAtMost).map((id) => `"${cutText(id, 64)}"`);
  const others = ids.length - named.length;
  const all = others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
  return `userIds: nobody of this restaurant is ${all}. Nobody was notified.`;
}

async function orderNamed(tx: Db, restaurant: string, id: string) {
  const row = await tx
    .selectFrom('orders')
    .select(['id', 'number'])
    .where('id', '=', id)
    .where('restaurant_id', '=', restaurant)
    .executeTakeFirst();
  return row ?? null;
}
