import fc from 'fast-check';
import { expect, test } from 'vitest';
import { order as orderSchema, statuses, type Order } from './order.ts';
import { readOrder } from './read-order.ts';
import { strictly } from './tolerant.ts';

const plain: Order = {
  id: '3f0b6a4e-5c55-4b5e-9a33-0c7a3b6f2d11',
  number: '87',
  status: 'new',
  channel: 'web',
  fulfilment: { kind: 'dine-in', table: '4' },
  payment: { kind: 'paid' },
  items: [{ id: '1', name: 'Soup', quantity: 1, modifiers: [], allergens: ['nuts'], ticked: false }],
  total: { amount: 900, currency: 'EUR' },
  placedAt: '2026-01-01T12:00:00.000Z',
  ringAt: '2026-01-01T12:00:00.000Z',
  promisedAt: null,
  tellAt: null,
  toldAt: null,
  snoozedUntil: null,
  toBeUnderstood: null,
  assumed: false,
  acts: [
    {
      what: 'placed',
      at: '2026-01-01T12:00:00.000Z',
      by: { kind: 'channel', name: 'Web' },
    },
  ],
};

const read = (change: object) => {
  const got = readOrder({ ...plain, ...change });
  return got.kind === 'order' ? got.order : got;
};

test('an order of this version is read as it is, and may be sent', () => {
  expect(read({})).toEqual(plain);
  expect(strictly(orderSchema).parse(plain)).toEqual(plain);
});

test('a status that nobody here knows is an open one with its own word, and becomes a known one when it is', () => {
  const order = read({ status: 'on-the-bike' });
  expect(order).toEqual({ ...plain, status: 'unknown', statusWord: 'on-the-bike' });
  expect(orderSchema.parse(order)).toEqual(order);
  expect(orderSchema.parse({ ...plain, status: 'unknown', statusWord: 'ready' })).toMatchObject({
    status: 'ready',
  });
  expect(strictly(orderSchema).safeParse(order).success).toBe(false);
});

test('what a newer backend says of an order is shown, or does no harm', () => {
  expect(
    read({
      courier: { name: 'Bo' },
      fulfilment: { kind: 'drone', height: 3 },
      payment: { kind: 'voucher' },
      total: { amount: 900, currency: 'XQX' },
      toBeUnderstood: 'moved',
      customerPage: 'closed',
      snoozedUntil: '0000-01-01T00:00:00+99:59',
      acts: [
        ...plain.acts,
        { ...plain.acts[0], what: 'flown' },
        { ...plain.acts[0], by: { kind: 'robot', name: 'R' } },
      ],
      items: [{ ...plain.items[0], name: 'x'.repeat(300), calories: 5 }],
    }),
  ).toEqual({
    ...plain,
    fulfilment: { kind: 'other', word: 'drone' },
    payment: { kind: 'other', word: 'voucher' },
    total: { amount: 900, currency: 'XQX' },
    toBeUnderstood: 'changed',
    customerPage: undefined,
    acts: [...plain.acts, { ...plain.acts[0], by: { kind: 'system', name: 'R' } }],
    items: [{ ...plain.items[0], name: 'x'.repeat(300) }],
  });
});

test('nobody outside says of an order that it was answered: it would not ring', () => {
  expect(read({ answered: true, statusWord: 'ready' })).toEqual({ ...plain, statusWord: 'ready' });
  expect(read({ status: 'in-review', answered: true })).not.toHaveProperty('answered');
});

test('of one that cannot be read its id and number are kept, and what the bell needs', () => {
  expect(read({ items: [{ name: 'Soup' }], status: 'accepted', snoozedUntil: plain.ringAt })).toEqual({
    kind: 'unreadable',
    id: plain.id,
    number: '87',
    why: expect.stringMatching(/^items\.0/),
    status: 'accepted',
    placedAt: plain.placedAt,
    ringAt: plain.ringAt,
    snoozedUntil: plain.ringAt,
    toBeUnderstood: null,
  });
});

test.each([
  [{ number: undefined }, { id: plain.id, number: '3f0b6a4e' }],
  [{ number: 87 }, { number: '87' }],
  [{ id: 'ord_5' }, { id: 'ord_5', number: '87' }],
  [{ items: null, status: 'on-the-bike' }, { status: 'unknown' }],
  [
    { items: null, status: undefined, ringAt: 'soon' },
    { status: null, ringAt: null },
  ],
])('a bare ticket can be made of %j', (change, expected) => {
  expect(read(change)).toMatchObject({ kind: 'unreadable', ...expected });
});

test.each([null, 'text', [], {}, { number: '87' }, { id: '' }, { id: 'x'.repeat(300) }])(
  '%j has not even an id',
  (wire) => {
    expect(readOrder(wire).kind).toBe('nothing');
  },
);

test('whatever comes is read as something, and an id is never lost', () => {
  const wire = fc.dictionary(
    fc.constantFrom(...Object.keys(plain), 'customer', 'note'),
    fc.oneof(fc.anything(), fc.constantFrom(...statuses, ...(Object.values(plain) as unknown[]))),
  );
  fc.assert(
    fc.property(wire, (changes) => {
      const got = readOrder({ ...plain, ...changes, id: plain.id });
      expect(got.kind === 'order' ? got.order.id : got.kind === 'unreadable' ? got.id : null).toBe(plain.id);
    }),
    { numRuns: 300 },
  );
});

test('what is nested deeper than anybody can write it down is read as nothing, like all else that makes no sense', () => {
  const deep: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
  expect(readOrder({ items: deep })).toMatchObject({ kind: 'nothing' });
});
