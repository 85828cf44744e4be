// Reads what the watch decides by: which restaurants to look at, and how it stands with each.
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Db } from '../db/schema.ts';
import { getRestaurantInFull } from '../restaurant/restaurants.ts';
import { consolesOf, restaurantsWithConsolesBack } from './console-rows.ts';
import type { Console } from './decide-consoles.ts';
import { allClosedAt } from './closed-consoles.ts';
import { silentInHoursMs, type OpenEscalation, type Situation } from './decide.ts';

/** Before this age no order is anybody's concern: the soonest a restaurant may set, and silence with an order. */
const youngestMs = 60_000;

/**
 * Each open restaurant once, however many orders it has: first those with an order nobody was called for, the longest
 * waiting first, then those whose managers were called, then those with a console that is back, then those whose time has
 * come.
 */
export async function restaurantsToLookAt(db: Db, now: number): Promise<string[]> {
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
  for (const query of [waiting, called, restaurantsWithConsolesBack(db, now), due])
    found.push(...(await query.execute()));
  return [...new Set(found.map((row) => row.id))];
}

export type Seen = Situation & {
  restaurant: Restaurant;
  accepting: boolean;
  watchAt: number;
  /** Those of counters, each by itself. */
  each: Console[];
};

export async function situationOf(db: Db, id: string, now: number, upSince: number): Promise<Seen | null> {
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
  const each = await consolesOf(db, id);
  return {
    now,
    upSince,
    settings: restaurant,
    waiting,
    consoles: {
      heardAt: heard?.at || null,
      changedAt: joined === null ? null : Math.max(joined, devices?.went ?? 0),
      closedAt: allClosedAt(each, now, silentInHoursMs),
    },
    open: open.map((one) => ({ ...one, kind: one.kind as OpenEscalation['kind'] })),
    calledFor: new Set(calledFor.map((row) => row.id)),
    restaurant,
    accepting: restaurant.accepting,
    watchAt: watched?.at ?? 0,
    each,
  };
}
