// The order that tests change one thing of: placed at noon, paid, one soup, to be heard at once.
import type { Order } from '../../contract/order.ts';

export const plainOrder = (over: Partial<Order> = {}): Order => ({
  id: '3f0b6a4e-5c55-4b5e-9a33-0c7a3b6f2d11',
  number: '87',
  status: 'new',
  channel: 'web',
  fulfilment: { kind: 'pick-up' },
  payment: { kind: 'paid' },
  items: [{ id: 'i1', name: 'Soup', quantity: 1, modifiers: [], allergens: [], ticked: false }],
  total: { amount: 700, currency: 'EUR' },
  placedAt: '2026-01-01T12:00:00.000Z',
  ringAt: '2026-01-01T12:00:00.000Z',
  promisedAt: null,
  tellAt: null,
  toldAt: null,
  snoozedUntil: null,
  toBeUnderstood: null,
  assumed: false,
  acts: [],
  ...over,
});
