// What a notification says: what staff call out, what was ordered, how it leaves. Never a customer's name.
import type { Order } from '../../contract/order.ts';
import type { Uncovered } from '../alerts/due.ts';
import { alertId } from '../alerts/alert.ts';
import { ageMs } from '../orders/columns.ts';
import type { Toast } from '../ports/notifier.ts';
import { isolated } from './isolate.ts';

const titles = {
  placed: (number: string) => `New order ${number}`,
  due: (number: string) => `Order ${number} is due now`,
  unaccepted: (number: string) => `Nobody has answered order ${number}`,
  cancelled: (number: string) => `Order ${number} was CANCELLED`,
  changed: (number: string) => `Order ${number} was changed`,
} as const;

export const anonymousToast = (id: string): Toast => ({
  id,
  title: 'A new order came in',
  body: 'It cannot be read yet. Look at your order system.',
  sticky: true,
});

const itemsNamed = 3;

export function singleToast({ kind, voice, order }: Uncovered): Toast {
  const title = voice === 'quiet' ? `Order ${order.number} for later` : titles[kind](order.number);
  return {
    id: alertId(kind, order.id),
    title,
    body: `${itemsOf(order)} · ${leavingOf(order)}`,
    sticky: voice !== 'quiet',
  };
}

export function groupToast(id: string, orders: readonly Order[], now: number): Toast {
  const oldest = Math.max(...orders.map((order) => ageMs(order.ringAt, now)));
  const minutes = Math.floor(oldest / 60_000);
  const age = minutes === 0 ? '' : `, the oldest ${minutes} min ago`;
  const title =
    orders.length === 1 ? `New order ${orders[0]?.number}` : `${orders.length} orders came in${age}`;
  return { id, title, body: orders.map((order) => order.number).join(', '), sticky: true };
}

function itemsOf(order: Order): string {
  const named = order.items
    .slice(0, itemsNamed)
    .map(({ quantity, name }) => `${quantity}× ${isolated(name)}`);
  const more = order.items.length - named.length;
  return [...named, ...(more > 0 ? [`+${more}`] : [])].join(', ');
}

function leavingOf({ fulfilment }: Order): string {
  if (fulfilment.kind === 'dine-in') return `Table ${isolated(fulfilment.table)}`;
  return fulfilment.kind === 'delivery' ? 'Delivery' : 'Pick-up';
}
