// Looks at the restaurants it is time to look at, and does what was decided: tells the managers, queues the webhook.
import { randomUUID } from 'node:crypto';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { getRestaurantInFull, setAccepting } from '../restaurant/restaurants.ts';
import type { Append, EventLog } from '../streams/event-log.ts';
import { decide, type Decision, type OpenEscalation, type Raise, type Situation } from './decide.ts';
import { queueDelivery, withdrawOrQueueCancellation } from './deliveries.ts';

export type WatchParts = {
  store: Store;
  log: EventLog;
  now: () => number;
  /** When this backend began to listen. */
  upSince: number;
  /** Something was raised or cancelled: deliveries may be due. */
  changed: (what: { restaurant: string; raised: number; cancelled: number }) => void;
  failed: (restaurant: string, why: unknown) => void;
};

/** Before this age no order is anybody's concern: the soonest a restaurant may set, and silence with an order. */
const youngestMs = 60_000;

export type Watch = { look(): Promise<void> };

export function createWatch({ store, log, now, upSince, changed, failed }: WatchParts): Watch {
  /** Read first, outside any transaction: most looks find nothing to do. */
  async function lookAt(restaurant: string): Promise<void> {
    const seen = await situationOf(store.read, restaurant, now(), upSince);
    if (!seen) return;
    const expected = decide(seen);
    if (isNothing(expected, seen.accepting)) {
      // Looked at for an order that waits, it may have its time still ahead: then there is nothing to write down.
      if (seen.watchAt <= now() || expected.lookAgainAt < seen.watchAt)
        await store.write((tx) => lookAgain(tx, restaurant, expected.lookAgainAt));
      return;
    }
    const did = await log.write(async (tx, append) => {
      const situation = await situationOf(tx, restaurant, now(), upSince);
      if (!situation) return { raised: 0, cancelled: 0 };
      const decision = decide(situation);
      await lookAgain(tx, restaurant, decision.lookAgainAt);
      return act(tx, append, situation, decision);
    });
    if (did.raised + did.cancelled > 0) changed({ restaurant, ...did });
  }

  return {
    async look() {
      // One that cannot be looked at, whatever is wrong with it, keeps no other from being looked at.
      for (const restaurant of await restaurantsToLookAt(store.read, now()))
        await lookAt(restaurant).catch((why: unknown) => failed(restaurant, why));
    },
  };
}

function isNothing(decision: Decision, accepting: boolean): boolean {
  return decision.raise.length === 0 && decision.cancel.length === 0 && decision.accepting === accepting;
}

/**
 * Each open restaurant once, however many orders it has: first those with an order nobody was called for, the longest
 * waiting first, then those whose managers were called, then those whose time has come.
 */
async function restaurantsToLookAt(db: Db, now: number): Promise<string[]> {
  const waiting = db
    .selectFrom('orders as o')
    .innerJoin('restaurants as r', 'r.id', 'o.restaurant_id')
    .leftJoin('escalations as e', (join) =>
      join.onRef('e.order_id', '=', 'o.id').on('e.kind', '=', 'unaccepted'),
    )
    .select('r.id')
    .where('o.status', '=', 'new')
    .where('o.ring_at', '<=', now - youngestMs)
    .where('e.id', 'is', null)
    .where('r.ended_at', 'is', null)
    .groupBy('r.id')
    .orderBy((of) => of.fn.min('o.ring_at'));
  const called = db
    .selectFrom('escalations as e')
    .innerJoin('restaurants as r', 'r.id', 'e.restaurant_id')
    .select('r.id')
    .where('e.cancelled_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .groupBy('r.id')
    .orderBy((of) => of.fn.min('e.raised_at'));
  const due = db
    .selectFrom('restaurants')
    .select('id')
    .where('watch_at', '<=', now)
    .where('ended_at', 'is', null)
    .orderBy('watch_at');
  const found = [];
  for (const query of [waiting, called, due]) found.push(...(await query.execute()));
  return [...new Set(found.map((row) => row.id))];
}

async function lookAgain(tx: Db, restaurant: string, at: number): Promise<void> {
  await tx.updateTable('restaurants').set({ watch_at: at }).where('id', '=', restaurant).execute();
}

type Seen = Situation & { restaurant: Restaurant; accepting: boolean; watchAt: number };

async function situationOf(db: Db, id: string, now: number, upSince: number): Promise<Seen | null> {
  const restaurant = await getRestaurantInFull(db, id);
  if (!restaurant) return null;
  const watched = await db
    .selectFrom('restaurants')
    .select('watch_at as at')
    .where('id', '=', id)
    .executeTakeFirst();
  const waiting = await db
    .selectFrom('orders')
    .select(['id', 'number', 'ring_at as ringAt'])
    .where('restaurant_id', '=', id)
    .where('open', '=', 1)
    .where('status', '=', 'new')
    .where('ring_at', '<=', now)
    .orderBy('ring_at')
    .execute();
  const heard = await db
    .selectFrom('beats')
    .select((of) => of.fn.max('heard_at').as('at'))
    .where('restaurant_id', '=', id)
    .executeTakeFirst();
  const devices = await db
    .selectFrom('devices')
    .select((of) => [of.fn.max('created_at').as('joined'), of.fn.max('ended_at').as('went')])
    .where('restaurant_id', '=', id)
    // Nobody counts on an office to hear, so its silence is none, and neither does it end one.
    .where('kind', '=', 'counter')
    .executeTakeFirst();
  const open = await db
    .selectFrom('escalations')
    .select(['id', 'kind', 'order_id as order', 'raised_at as raisedAt'])
    .where('restaurant_id', '=', id)
    .where('cancelled_at', 'is', null)
    .execute();
  const calledFor = await db
    .selectFrom('escalations as e')
    .innerJoin('orders as o', 'o.id', 'e.order_id')
    .select('o.id')
    .where('o.restaurant_id', '=', id)
    .where('o.open', '=', 1)
    .where('o.status', '=', 'new')
    .execute();
  const joined = devices?.joined ?? null;
  return {
    now,
    upSince,
    settings: restaurant,
    waiting,
    consoles: {
      heardAt: heard?.at || null,
      changedAt: joined === null ? null : Math.max(joined, devices?.went ?? 0),
    },
    open: open.map((one) => ({ ...one, kind: one.kind as OpenEscalation['kind'] })),
    calledFor: new Set(calledFor.map((row) => row.id)),
    restaurant,
    accepting: restaurant.accepting,
    watchAt: watched?.at ?? 0,
  };
}

async function act(
  tx: Db,
  append: Append,
  { restaurant, now }: Seen,
  decision: Decision,
): Promise<{ raised: number; cancelled: number }> {
  let raised = 0;
  let cancelled = 0;
  for (const one of decision.raise) if (await raise(tx, append, restaurant, one, now)) raised += 1;
  for (const one of decision.cancel) if (await cancel(tx, append, restaurant, one, now)) cancelled += 1;
  await setAccepting(tx, append, restaurant.id, decision.accepting, now);
  return { raised, cancelled };
}

const iso = (at: number) => new Date(at).toISOString();

type Told = { kind: string; order?: { id: string; number: string }; since: string };

/** The unique indexes let one backend raise it; whoever comes second does nothing. */
async function raise(
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
    : `No console of ${restaurant.name} could be heard for ${minutes} min.`;
  const told = { type: 'escalation.raised', at: now, message, body: { escalation } };
  await tellManagers(tx, append, restaurant.id, told);
  await queueDelivery(tx, restaurant, { escalationId: id, what: 'raised', message, escalation, now });
  return true;
}

async function cancel(
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
): Promise<void> {
  const managers = await tx
    .selectFrom('people')
    .select('id')
    .where('restaurant_id', '=', restaurant)
    .where('role', 'in', ['manager', 'admin'])
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { id } of managers) await append({ ...event, stream: `user:${id}` });
}
