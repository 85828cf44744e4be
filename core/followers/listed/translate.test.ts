import fc from 'fast-check';
import { expect, test } from 'vitest';
import { existingBackend } from '../../../contract/existing-backend.ts';
import { order as orderShape } from '../../../contract/order.ts';
import { inOurWords } from './translate.ts';

const policy = {
  restaurant: { id: 'r1', name: 'Bella', currency: 'EUR' },
  token: 'secret',
  list: { path: '/orders' },
  ready: { method: 'POST', path: '/orders/:id/ready' },
  authorize: { path: '/auth', style: 'form' },
  pusher: { key: 'key', host: '', port: 443, tls: true },
  channel: 'private-orders',
};
const id = '00000000-0000-4000-8000-000000000001';
const now = Date.parse('2026-07-14T12:00:00Z');
const read = (wire: unknown, more: object = {}) =>
  inOurWords(wire, {
    id,
    theirs: '1',
    system: existingBackend.parse({ ...policy, ...more }),
    now,
    known: undefined,
  });

test.each([true, 1, 'yes', 'paid', 'PAID', 'captured', 'settled'])(
  'an order with paid: %j is paid',
  (paid) => {
    expect(read({ paid, total: '12.50' }).payment).toEqual({ kind: 'paid' });
  },
);

test.each([undefined, null, false, 0, '', 'no', 'unpaid', 'pending', {}])(
  'an order with paid: %j is to be collected in full',
  (paid) => {
    expect(read({ paid, total: '12.50' }).payment).toEqual({ kind: 'collect', amount: 1250 });
  },
);

test('what is written with a decimal point counts the small coins of its currency', () => {
  const total = (of: string, currency: string) =>
    read({ total: of }, { restaurant: { ...policy.restaurant, currency } }).total.amount;
  expect([total('12.5', 'EUR'), total('1200.0', 'JPY'), total('1.250', 'KWD')]).toEqual([1250, 1200, 1250]);
});

test.each([
  [{ fulfilment: 'Take-away' }, { kind: 'pick-up' }],
  [
    { fulfilment: 'DELIVERY', address: 'Via Roma 1' },
    { kind: 'delivery', address: 'Via Roma 1' },
  ],
  [
    { fulfilment: 'dine_in', table: 7 },
    { kind: 'dine-in', table: '7' },
  ],
  [{ fulfilment: 'sur place' }, { kind: 'dine-in', table: '?' }],
  [{ table: '7' }, { kind: 'dine-in', table: '7' }],
  [{ address: 'Via Roma 1' }, { kind: 'delivery', address: 'Via Roma 1' }],
  [{ fulfilment: 'constructor' }, { kind: 'pick-up' }],
  [{}, { kind: 'pick-up' }],
])('%j leaves as %j', (wire, fulfilment) => {
  expect(read(wire, { fulfilments: { 'sur place': 'dine-in' } }).fulfilment).toEqual(fulfilment);
});

test('modifiers and allergens come as words, as things with a name, or as one text', () => {
  const items = [
    { name: 'Pizza', modifiers: ['no onion', { name: 'extra basil' }], allergens: 'gluten, milk' },
    { name: 'Salad', allergens: [{ name: 'nuts' }, null, ''] },
  ];
  expect(read({ items }).items).toMatchObject([
    { name: 'Pizza', modifiers: ['no onion', 'extra basil'], allergens: ['gluten', 'milk'] },
    { name: 'Salad', modifiers: [], allergens: ['nuts'] },
  ]);
});

test('half a kilo is said with the name and loses nobody the order', () => {
  expect(read({ items: [{ name: 'Prosciutto', quantity: 0.5 }] }).items).toMatchObject([
    { name: '0.5 × Prosciutto', quantity: 1 },
  ]);
});

test('a scheduled order rings when it says so, by the wall clock of the restaurant', () => {
  const order = read(
    { created_at: '2026-07-14 13:00:00', ring_at: '2026-07-14 18:30:00', promised_at: '2026-07-14 19:00:00' },
    { timeZone: 'Europe/Rome' },
  );
  expect(order).toMatchObject({
    placedAt: '2026-07-14T11:00:00.000Z',
    ringAt: '2026-07-14T16:30:00.000Z',
    promisedAt: '2026-07-14T17:00:00.000Z',
  });
});

test('whatever is written into its fields, the order can be read', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.string(), fc.double(), fc.constant(undefined));
  const { fields } = existingBackend.parse(policy);
  const wires = fc.record(Object.fromEntries(Object.values(fields).map((name) => [name, odd])), {
    requiredKeys: [],
  });
  const withItems = fc
    .tuple(wires, fc.array(wires, { maxLength: 4 }))
    .map(([wire, items]) => ({ ...wire, items }));
  fc.assert(fc.property(fc.oneof(wires, withItems), (wire) => orderShape.safeParse(read(wire)).success));
});
