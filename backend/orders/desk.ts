// The desk where orders are placed and commands are carried out, each in one transaction.
import { randomUUID } from 'node:crypto';
import type { CommandRequest } from '../../contract/api.ts';
import type { Act, NewOrder, Order, Verb } from '../../contract/order.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import { headsOf, type Log } from '../streams/log.ts';
import { actorOf, asPersonThen } from './actor.ts';
import { writeChange } from './changes.ts';
import {
  answeredBefore,
  keepAnswer,
  keepingAnswer,
  keyOf,
  type Key,
  type KeptAnswer,
} from './commands-kept.ts';
import { decide, type Rules } from './machine.ts';
import { placed, timeOutOfReach, whenToRing } from './place.ts';
import { insertingOrder, lockOrder, readOrder, settingDue } from './rows.ts';
import { toldStaff } from './tracked.ts';

export type DeskParts = {
  store: Store;
  log: Log;
  now: () => number;
  rules: Omit<Rules, 'prepMinutes'>;
  /** Something is due at that time. */
  dueAt: (at: number) => void;
};

export type Placed = { order: Order; restaurant: string; seq: number; again: boolean };
export type Commanded = { order: Order; stream: string; epoch: string; seq: number; already: Act | null };
export type DeskCommand = CommandRequest & { verb: Verb; item?: string };

const largestAmount = 100_000_000;
const longestChannel = 40;

export type Desk = ReturnType<typeof createDesk>;

export function createDesk({ store, log, now, rules, dueAt }: DeskParts) {
  async function place(principal: Principal, posted: NewOrder, keySent: string | null): Promise<Placed> {
    const stream = `restaurant:${principal.restaurant}`;
    if (principal.restaurant === null || !may(principal, 'place', stream))
      throw new ProblemError('not-allowed', 'Only a sales channel’s key may place orders.');
    const restaurantId = principal.restaurant;
    const key = keyOf(principal, keySent, ['place', posted]);
    let ringLater: number | null = null;
    const result = await log.write(
      async (tx, append) => {
        const before = await answeredBefore(tx, key);
        if (before) return placedBefore(tx, before, restaurantId);
        const at = now();
        const wrong = timeOutOfReach(posted, at);
        if (wrong !== null)
          throw new ProblemError(
            'invalid',
            `${wrong}: is more than a day ago or more than 400 days ahead. Times are ISO 8601 with an offset.`,
            { field: wrong },
          );
        const restaurant = await getRestaurant(tx, restaurantId);
        if (!restaurant) throw new ProblemError('not-found', 'This restaurant is not here any more.');
        refuseWhilePaused(restaurant.pause, whenToRing(posted, restaurant.prepMinutes, at), at);
        const id = randomUUID();
        let order: Order | null = null;
        const { seq } = await append.numbered(stream, (place) => {
          const made = placed(posted, {
            id,
            number: String(place.number),
            channel: principal.name.slice(0, longestChannel),
            by: actorOf(principal),
            now: at,
            restaurant,
          });
          ({ order, ringLater } = made);
          if (order.total.amount > largestAmount)
            throw new ProblemError('invalid', 'total: is more than any order costs.', { field: 'total' });
          const kept = { epoch: place.epoch, seq: place.seq, already: null };
          return {
            event: {
              stream,
              type: 'order.new',
              message: toldStaff(order, 'placed'),
              at,
              cause: keySent ?? undefined,
              body: { order },
            },
            along: [
              ...insertingOrder(tx, order, made.acts, {
                restaurant: restaurantId,
                placedBy: principal.id,
                now: at,
              }),
              ...(ringLater === null ? [] : [settingDue(tx, id, 'ring', ringLater)]),
              ...(key === null ? [] : [keepingAnswer(tx, key, id, kept, at)]),
            ],
          };
        });
        if (order === null) throw new Error('An order was appended without having been made.');
        return { order, restaurant: restaurantId, seq, again: false };
      },
      { group: stream },
    );
    if (ringLater !== null) dueAt(ringLater);
    return result;
  }

  async function command(
    asking: Principal,
    orderId: string,
    asked: DeskCommand,
    keySent: string | null,
  ): Promise<Commanded> {
    let due: number | null = null;
    const result = await log.write(async (tx, append) => {
      const kept = await lockOrder(store, tx, orderId);
      const stream = `restaurant:${kept?.restaurant}`;
      const at = now();
      const occurredAt = Math.min(at, asked.occurredAt === undefined ? at : Date.parse(asked.occurredAt));
      const principal = await asPersonThen(tx, asking, asked.person, occurredAt);
      if (!kept || !knows(principal, stream, kept.placedBy))
        throw new ProblemError('not-found', 'There is no such order here.');
      const about = {
        withinUndo: kept.order.status === 'ready' && kept.order.tellAt !== null && kept.order.toldAt === null,
        placedBy: kept.placedBy,
      };
      const key = keyOf(principal, keySent, [asked.verb, orderId, asked]);
      const before = await answeredBefore(tx, key);
      if (before) return { order: kept.order, stream, ...before.answer };
      if (!may(principal, asked.verb, stream, about))
        throw new ProblemError('not-allowed', refusal(asked.verb, kept.order));

      const restaurant = await getRestaurant(tx, kept.restaurant);
      const decision = decide(
        kept.order,
        {
          ...asked,
          from: asked.from ?? null,
          by: actorOf(principal),
          now: at,
          occurredAt,
        },
        { ...rules, prepMinutes: restaurant?.prepMinutes ?? 20 },
      );
      switch (decision.kind) {
        case 'conflict':
          throw new ProblemError('conflict', decision.why, { order: kept.order });
        case 'invalid':
          throw new ProblemError('invalid', decision.why, { field: decision.field });
        case 'already':
          return finish(tx, key, kept.order, stream, decision.act, at);
        case 'done': {
          due = decision.later.tell ?? null;
          const { epoch, seq } = await writeChange(tx, append, {
            kept,
            order: decision.order,
            act: decision.act,
            later: decision.later,
            now: at,
            cause: keySent ?? undefined,
          });
          await keepAnswer(tx, key, orderId, { epoch, seq, already: null }, at);
          return { order: decision.order, stream, epoch, seq, already: null };
        }
        default:
          return decision satisfies never;
      }
    });
    if (due !== null) dueAt(due);
    return result;
  }

  /** Nothing changed, but the key is kept: asked again, the answer stays the same. */
  async function finish(tx: Db, key: Key | null, order: Order, stream: string, already: Act, at: number) {
    const { [stream]: head } = await headsOf(tx, [stream]);
    const kept: KeptAnswer = { epoch: head?.epoch ?? '', seq: head?.seq ?? 0, already };
    await keepAnswer(tx, key, order.id, kept, at);
    return { order, stream, ...kept };
  }

  return { place, command };
}

/** Whether the order's existence may be told at all. */
function knows(principal: Principal, stream: string, placedBy: string | null): boolean {
  return may(principal, 'read', stream) || may(principal, 'cancel', stream, { placedBy });
}

function refusal(verb: Verb, order: Order): string {
  if (verb === 'recall' && order.toldAt !== null)
    return `The customer of order ${order.number} was told already. Ask a manager to take it back.`;
  return `You may not ${verb} orders. Ask a manager.`;
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

async function placedBefore(
  tx: Db,
  before: { orderId: string; answer: KeptAnswer },
  restaurant: string,
): Promise<Placed> {
  const { body } = await tx
    .selectFrom('orders')
    .select('body')
    .where('id', '=', before.orderId)
    .executeTakeFirstOrThrow();
  return { order: readOrder(body), restaurant, seq: before.answer.seq, again: true };
}
