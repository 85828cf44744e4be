// The routes of orders: place, look up, command, timeline.
import { z } from 'zod';
import {
  commandAnswer,
  commandRequest,
  newOrder,
  ordersPage,
  ordersQuery,
  placedAnswer,
  receiptsRequest,
  timeline,
} from '../../contract/api.ts';
import { trackedOrder } from '../../contract/events.ts';
import { spanOfDay } from '../../contract/local-time.ts';
import { order as orderSchema, verbs } from '../../contract/order.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import { uuid } from '../../contract/wire.ts';
import type { Store } from '../db/store.ts';
import { RawJson, valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantFor } from '../identity/allowed.ts';
import type { PublicTokens } from '../identity/index.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import type { EventLog } from '../streams/event-log.ts';
import { placesAt, type OrderService } from './order-service.ts';
import { findOrder, knownStatuses, searchOrders, timelineOf } from './queries.ts';
import { storeReceipts } from './receipts.ts';
import { tracked } from './tracked.ts';

export type OrderRoutes = {
  api: Api;
  store: Store;
  log: EventLog;
  now: () => number;
  orders: OrderService;
  publicTokens: PublicTokens;
  /** Throws when there is too much to do for another order to be taken now. */
  admit: () => void;
  orderPlaced: (line: { order: string; number: string; restaurant: string; channel: string }) => void;
};

const noSuchOrder = () => new ProblemError('not-found', 'There is no such order here.');
const orderId = z.object({ id: uuid });
/** A name of 1 MB is told by its field; beyond that the body is not read. */
const orderBodyLimit = 2 * 1024 * 1024;
const plainVerbs = verbs.filter((verb) => verb !== 'tick');

export function offerOrders(parts: OrderRoutes): void {
  const { api, store, orders, publicTokens } = parts;

  api.signed(
    {
      method: 'POST',
      path: '/orders',
      summary: 'Place an order, with a sales channel’s key',
      asks: 'somebody',
      body: newOrder,
      answer: placedAnswer,
      status: 201,
      idempotent: true,
      bodyLimit: orderBodyLimit,
      admit: placesAt,
    },
    async ({ principal, body, key }) => {
      parts.admit();
      const { order, restaurant, seq, again } = await orders.place(principal, body, key);
      if (!again)
        parts.orderPlaced({ order: order.id, number: order.number, restaurant, channel: order.channel });
      return {
        order,
        publicToken: publicTokens.of(order.id),
        stream: `restaurant:${restaurant}`,
        seq,
      };
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/orders',
      summary: 'Orders of the restaurant, newest first, by words, day and status',
      asks: 'somebody',
      query: ordersQuery.extend({ restaurant: z.string().min(1).max(64).optional() }),
      answer: ordersPage,
    },
    async ({ principal, query }) => {
      const restaurant = valueOf(restaurantFor(principal, 'read', query.restaurant));
      const statuses = knownStatuses(query.status);
      if (statuses === null)
        throw new ProblemError('invalid', 'status: is a list of statuses such as new,accepted.', {
          field: 'status',
        });
      const placed = query.day === undefined ? undefined : await dayAt(store, restaurant, query.day);
      const page = await searchOrders(store, { ...query, restaurant, statuses, placed });
      if (page === null)
        throw new ProblemError('invalid', 'before: is what the page before ended with.', { field: 'before' });
      return new RawJson(`{"orders":[${page.orders.join(',')}],"before":${JSON.stringify(page.before)}}`);
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/orders/:id',
      summary: 'One order; with the order’s public token, what its customer may see of it',
      asks: 'somebody',
      params: orderId,
      answer: z.union([orderSchema, trackedOrder]),
    },
    async ({ principal, params }) => {
      const found = await findOrder(store, params.id);
      if (found && may(principal, 'read', `restaurant:${found.restaurant}`)) return found.order;
      if (found && (may(principal, 'read', `order:${params.id}`) || placedIt(principal, found))) {
        const restaurant = await getRestaurant(store.read, found.restaurant);
        return tracked(found.order, restaurant?.name ?? '');
      }
      throw noSuchOrder();
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/orders/:id/timeline',
      summary: 'Who did what to the order when, and which device heard of it',
      asks: 'somebody',
      params: orderId,
      answer: timeline,
    },
    async ({ principal, params }) => {
      const found = await findOrder(store, params.id);
      if (!found || !may(principal, 'read', `restaurant:${found.restaurant}`)) throw noSuchOrder();
      return timelineOf(store, params.id);
    },
  );

  for (const verb of plainVerbs)
    api.signed(
      {
        method: 'POST',
        path: `/orders/:id/${verb}`,
        summary: `${verb} an order; already there is no conflict`,
        asks: 'somebody',
        params: orderId,
        body: commandRequest,
        answer: commandAnswer,
        idempotent: true,
      },
      async ({ principal, params, body, key }) =>
        orders.command(principal, params.id, { ...body, verb }, key),
    );

  api.signed(
    {
      method: 'POST',
      path: '/orders/:id/items/:item/tick',
      summary: 'Tick one item of an order, or take the tick away',
      asks: 'somebody',
      params: z.object({ id: uuid, item: z.string().min(1).max(40) }),
      body: commandRequest,
      answer: commandAnswer,
      idempotent: true,
    },
    async ({ principal, params, body, key }) =>
      orders.command(principal, params.id, { ...body, verb: 'tick', item: params.item }, key),
  );

  api.signed(
    {
      method: 'POST',
      path: '/receipts',
      summary: 'Which orders this device stored, showed and sounded, or this customer’s page received',
      asks: 'somebody',
      body: receiptsRequest,
    },
    async ({ principal, body }) => {
      const stream =
        principal.kind === 'customer' ? `order:${principal.order}` : `restaurant:${principal.restaurant}`;
      if (!may(principal, 'receipts', stream))
        throw new ProblemError('not-allowed', 'Receipts come from devices and customers’ pages.');
      await storeReceipts(parts, principal, body.receipts);
    },
  );
}

async function dayAt(store: Store, restaurant: string, day: string) {
  const found = await getRestaurant(store.read, restaurant);
  return spanOfDay(found?.timeZone ?? 'UTC', day);
}

/** A sales channel may follow what it placed, as far as its customer may. */
function placedIt(principal: Principal, found: { restaurant: string; placedBy: string | null }): boolean {
  return (
    principal.kind === 'channel' &&
    may(principal, 'cancel', `restaurant:${found.restaurant}`, { placedBy: found.placedBy })
  );
}
