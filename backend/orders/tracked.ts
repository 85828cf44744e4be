// What a customer may know of an order, and the sentences said about orders. Pure.
import type { TrackedOrder } from '../../contract/events.ts';
import type { Order } from '../../contract/order.ts';

/** Until the customer is told, a ready order looks accepted: whoever takes "ready" back leaves no trace. */
export function tracked(order: Order, restaurantName: string): TrackedOrder {
  const secret = order.status === 'ready' && order.tellAt !== null && order.toldAt === null;
  const ready = !secret && (order.status === 'ready' || order.status === 'collected');
  return {
    id: order.id,
    number: order.number,
    status: secret ? 'accepted' : order.status,
    promisedAt: order.promisedAt,
    readyAt: ready ? (order.toldAt ?? order.acts.find((act) => act.what === 'ready')?.at ?? null) : null,
    restaurant: { name: restaurantName },
  };
}

export function sameForCustomer(a: TrackedOrder, b: TrackedOrder): boolean {
  return (
    a.status === b.status &&
    a.number === b.number &&
    a.promisedAt === b.promisedAt &&
    a.readyAt === b.readyAt &&
    a.restaurant.name === b.restaurant.name
  );
}

export function toldCustomer(order: TrackedOrder): string {
  const name = `Your order ${order.number}`;
  switch (order.status) {
    case 'new':
      return `${name} was placed.`;
    case 'accepted':
      return `${name} is being prepared.`;
    case 'ready':
      return `${name} is ready.`;
    case 'collected':
      return `${name} was collected.`;
    case 'rejected':
      return `${name} could not be taken.`;
    case 'cancelled':
      return `${name} was cancelled.`;
    // Written by a newer version of this program, before it was rolled back.
    case 'unknown':
      return `${name} has news.`;
    default:
      return order.status satisfies never;
  }
}

export function toldStaff(order: Order, what: Order['acts'][number]['what']): string {
  switch (what) {
    case 'placed':
      return `New order ${order.number}.`;
    case 'due':
      return `Order ${order.number} is due now.`;
    case 'recall':
      return `Order ${order.number} is back in the kitchen.`;
    case 'told':
      return `The customer of order ${order.number} was sent "ready".`;
    case 'delay':
      return `Order ${order.number} takes longer.`;
    case 'stop-bell':
      return `The bell for order ${order.number} was stopped.`;
    case 'understood':
      return `The change to order ${order.number} was understood.`;
    case 'tick':
      return `An item of order ${order.number} was ticked.`;
    default:
      return `Order ${order.number} is ${order.status}.`;
  }
}
