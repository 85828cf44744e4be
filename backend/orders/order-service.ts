// Places orders and carries out commands on them, each in one transaction.
import type { CommandRequest } from '../../contract/api.ts';
import { decide, type Rules } from '../../contract/decide-verb.ts';
import type { Act, NewOrder, Order, Verb } from '../../contract/order.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import { asPersonThen } from '../identity/person-then.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import { headsOf, type EventLog } from '../streams/event-log.ts';
import { actorOf } from './actor.ts';
import { writeChange } from './changes.ts';
import { answeredBefore, keepAnswer, keyOf, type Key, type KeptAnswer } from './commands-kept.ts';
import { createIntake, type Placed } from './intake.ts';
import { occurredAt } from './occurred.ts';
import { lockOrder } from './rows.ts';
import { refuseTooLong } from './size.ts';

export type OrderServiceParts = {
  store: Store;
  log: EventLog;
  now: () => number;
  rules: Omit<Rules, 'prepMinutes'>;
  /** Something is due at that time. */
  dueAt: (at: number) => void;
};

export type Commanded = { order: Order; stream: string; epoch: string; seq: number; already: Act | null };
export type OrderCommand = CommandRequest & { verb: Verb; item?: string };

export type OrderService = ReturnType<typeof createOrderService>;

export function createOrderService({ store, log, now, rules, dueAt }: OrderServiceParts) {
  const intake = createIntake({ store, log, now });

  async function place(principal: Principal, posted: NewOrder, keySent: string | null): Promise<Placed> {
    const restaurant = placesAt(principal);
    refuseTooLong(posted);
    const key = keyOf(principal, keySent, ['place', posted]);
    const placed = await intake.place({ principal, restaurant, posted, key });
    if (placed.ringLater !== null) dueAt(placed.ringLater);
    return placed;
  }

  async function command(
    asking: Principal,
    orderId: string,
    asked: OrderCommand,
    keySent: string | null,
  ): Promise<Commanded> {
    let due: number | null = null;
    const result = await log.write(async (tx, append) => {
      const kept = await lockOrder(store, tx, orderId);
      const stream = `restaurant:${kept?.restaurant}`;
      if (!kept || !knows(asking, stream, kept.placedBy))
        throw new ProblemError('not-found', 'There is no such order here.');
      const at = now();
      const occurred = occurredAt(asked.occurredAt, Date.parse(kept.order.placedAt), at);
      const principal = await asPersonThen(tx, asking, asked.person, occurred, at);
      const about = {
        withinUndo: kept.order.status === 'ready' && kept.order.tellAt !== null && kept.order.toldAt === null,
        placedBy: kept.placedBy,
      };
      const key = keyOf(principal, keySent, [asked.verb, orderId, asked]);
      const before = await answeredBefore(store, tx, key);
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
          occurredAt: occurred,
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

  return { place, command, waiting: intake.waiting };
}

/** The restaurant a principal may place orders at; throws when there is none. */
export function placesAt(principal: Principal): string {
  const { restaurant } = principal;
  if (restaurant === null || !may(principal, 'place', `restaurant:${restaurant}`))
    throw new ProblemError('not-allowed', 'Only a sales channel’s key may place orders.');
  return restaurant;
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
