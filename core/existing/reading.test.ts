import { expect, test } from 'vitest';
import { existingBackend } from '../../contract/existing-backend.ts';
import { readOrders } from './reading.ts';

const existing = existingBackend.parse({
  restaurant: { id: 'r1', name: 'Bella', currency: 'EUR' },
  token: 'secret',
  list: { path: '/orders' },
  ready: { method: 'POST', path: '/orders/:id/ready' },
  authorize: { path: '/auth', style: 'form' },
  pusher: { key: 'key', host: '', port: 443, tls: true },
  channel: 'private-orders',
});
const read = (wire: object) =>
  readOrders([{ id: 1, number: '87', total: '12.50', ...wire }], existing, 0, new Map()).orders[0];

test.each([true, 1, 'yes', 'paid', 'PAID', 'captured', 'settled'])(
  'an order with paid: %j is paid',
  (paid) => {
    expect(read({ paid })?.payment).toEqual({ kind: 'paid' });
  },
);

test.each([undefined, null, false, 0, '', 'no', 'unpaid', 'pending', {}])(
  'an order with paid: %j is to be collected in full',
  (paid) => {
    expect(read({ paid })?.payment).toEqual({ kind: 'collect', amount: 1250 });
  },
);
