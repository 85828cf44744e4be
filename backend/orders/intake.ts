// Writes new orders down. Those that come while others are being written are written together, of whichever
// restaurants they are: one wait for the disk and one set of statements for all of them.
import { randomUUID } from 'node:crypto';
import type { NewOrder, Order } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { cutText } from '../../contract/wire.ts';
import type { Db, Schema } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { batchCalls, type Answer } from '../db/batch-calls.ts';
import { ProblemError } from '../http/problem.ts';
import { managersOf } from '../restaurant/managers.ts';
import { restaurantsNamed } from '../restaurant/restaurants.ts';
import type { Append, EventLog, NewEvent } from '../streams/event-log.ts';
import type { Place } from '../streams/places.ts';
import { actorOf } from './actor.ts';
import { answerTo, rowOfAnswer, rowsUnder, type Key, type KeptBefore } from './commands-kept.ts';
import { amountOf, placed, timeOutOfReach, whenToRing } from './place.ts';
import { readOrder, rowsOfOrder } from './rows.ts';
import { toldStaff, tracked } from './tracked.ts';

export type Placement = {
  principal: Principal;
  restaurant: string;
  posted: NewOrder;
  key: Key | null;
};
export type Placed = {
  order: Order;
  restaurant: string;
  seq: number;
  again: boolean;
  /** When a scheduled order is to ring; null: it rings now. */
  ringLater: number | null;
};

export type IntakeParts = { store: Store; log: EventLog; now: () => number };

const most = 32;
const largestAmount = 100_000_000;
const longestChannel = 40;

export function createIntake({ store, log, now }: IntakeParts) {
  const { ask, waiting } = batchCalls<Placement, Placed>({
    most,
    // The same order sent twice at once: the second finds the first one's answer.
    nameOf: ({ key }) => key && `${key.scope} ${key.key}`,
    act: (placements) => log.write((tx, append) => placeAll(store, tx, append, placements, now())),
  });
  return { place: ask, waiting };
}

async function placeAll(
  store: Store,
  tx: Db,
  append: Append,
  placements: readonly Placement[],
  at: number,
): Promise<Answer<Placed>[]> {
  const keys = placements.flatMap(({ key }) => key ?? []);
  const before = keys.length === 0 ? [] : await rowsUnder(store, tx, keys);
  const restaurants = await restaurantsNamed(
    store,
    tx,
    placements.map((placement) => placement.restaurant),
  );
  const answers: Answer<Placed>[] = [];
  const good: { index: number; placement: Placement; restaurant: Restaurant }[] = [];
  for (const [index, placement] of placements.entries()) {
    try {
      const known = placement.key && answerTo(placement.key, before);
      if (known) answers[index] = { ok: true, value: await placedBefore(tx, known, placement.restaurant) };
      else good.push({ index, placement, restaurant: acceptable(placement, restaurants, at) });
    } catch (why) {
      if (!(why instanceof ProblemError)) throw why;
      answers[index] = { ok: false, why };
    }
  }
  if (good.length === 0) return answers;
  const managers = await managersToTell(store, tx, good);

  await append.numbered(
    good.map(({ placement }) => streamOf(placement)),
    (places) => {
      const events: NewEvent[] = [];
      const later: NewEvent[] = [];
      const orders: Schema['orders'][] = [];
      const acts: Schema['acts'][] = [];
      const due: Schema['due'][] = [];
      const commands: Schema['commands'][] = [];
      for (const [i, { index, placement, restaurant }] of good.entries()) {
        const place = places[i] as Place;
        const { principal, posted, key } = placement;
        const made = placed(posted, {
          id: randomUUID(),
          number: String(place.number),
          channel: cutText(principal.name, longestChannel),
          by: actorOf(principal),
          now: at,
          restaurant,
        });
        const { order, ringLater } = made;
        const rows = rowsOfOrder(order, made.acts, {
          restaurant: placement.restaurant,
          placedBy: principal.id,
          now: at,
        });
        orders.push(rows.order);
        acts.push(...rows.acts);
        if (ringLater !== null) due.push({ order_id: order.id, kind: 'ring', at: ringLater });
        const kept = { epoch: place.epoch, seq: place.seq, already: null };
        if (key) commands.push(rowOfAnswer(key, order.id, kept, at));
        const event = { type: 'order.new', message: toldStaff(order, 'placed'), at };
        events.push({ ...event, stream: place.stream, cause: key?.key, body: { order } });
        for (const manager of managers.get(restaurant.id) ?? [])
          later.push({
            ...event,
            stream: `user:${manager}`,
            body: { order: tracked(order, restaurant.name) },
          });
        const answer = { order, restaurant: placement.restaurant, seq: place.seq, again: false, ringLater };
        answers[index] = { ok: true, value: answer };
      }
      return { events, later, along: { orders, acts, due, commands } };
    },
  );
  return answers;
}

/** Asked for only where a restaurant wishes it: everywhere else an order costs what it did. */
function managersToTell(store: Store, tx: Db, good: readonly { restaurant: Restaurant }[]) {
  const wishing = good.flatMap(({ restaurant: { id, orderNewToManagers } }) =>
    orderNewToManagers === true ? [id] : [],
  );
  return managersOf(store, tx, [...new Set(wishing)]);
}

export const streamOf = ({ restaurant }: { restaurant: string }) => `restaurant:${restaurant}`;

/** The restaurant that takes the order; throws what is wrong with it. */
function acceptable(
  { restaurant: id, posted }: Placement,
  restaurants: ReadonlyMap<string, Restaurant>,
  at: number,
): Restaurant {
  const wrong = timeOutOfReach(posted, at);
  if (wrong !== null)
    throw new ProblemError(
      'invalid',
      `${wrong}: is more than a day ago or more than 400 days ahead. Times are ISO 8601 with an offset.`,
      { field: wrong },
    );
  const restaurant = restaurants.get(id);
  if (!restaurant) throw new ProblemError('not-found', 'This restaurant is not here any more.');
  refuseWhilePaused(restaurant.pause, whenToRing(posted, restaurant.prepMinutes, at), at);
  if (amountOf(posted) > largestAmount)
    throw new ProblemError('invalid', 'total: is more than any order costs.', { field: 'total' });
  return restaurant;
}

/** An order that rings only after the pause is none of the pause's business. */
function refuseWhilePaused(
  pause: { until: string; reason: string } | null,
  ringAt: number,
  at: number,
): void {
  if (pause === null || Date.parse(pause.until) <= ringAt) return;
  throw new ProblemError('paused', `The restaurant takes no orders until ${pause.until}: ${pause.reason}`, {
    retryAfterSeconds: Math.ceil((Date.parse(pause.until) - at) / 1000),
  });
}

async function placedBefore(tx: Db, { orderId, answer }: KeptBefore, restaurant: string): Promise<Placed> {
  const { body } = await tx
    .selectFrom('orders')
    .select('body')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  return { order: readOrder(body), restaurant, seq: answer.seq, again: true, ringLater: null };
}
