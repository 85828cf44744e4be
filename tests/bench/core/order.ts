// An order as it comes on an ordinary evening.
import { randomUUID } from 'node:crypto';
import { order as orderShape, type Order } from '../../../contract/order.ts';

export function orderNumbered(n: number, at: number): Order {
  const time = new Date(at).toISOString();
  return orderShape.parse({
    id: randomUUID(),
    number: `A${n}`,
    status: 'new',
    channel: 'web',
    fulfilment: { kind: 'pick-up' },
    payment: { kind: 'paid' },
    customer: { name: 'Guest', phone: '+10000000' },
    items: ['Margherita', 'Tiramisù', 'Lemonade'].map((name, i) => ({
      id: `i${i}`,
      name,
      quantity: 1 + (n % 3),
      modifiers: ['no onions'],
      allergens: ['milk'],
      ticked: false,
    })),
    total: { amount: 2450, currency: 'EUR' },
    placedAt: time,
    ringAt: time,
    promisedAt: time,
    tellAt: null,
    toldAt: null,
    snoozedUntil: null,
    toBeUnderstood: null,
    assumed: false,
    acts: [{ what: 'placed', at: time, by: { kind: 'channel', name: 'web' } }],
  } satisfies Order);
}
