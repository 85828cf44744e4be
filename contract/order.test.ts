import { expect, test } from 'vitest';
import { closedStatuses, newOrder, statuses, transitions, verbs } from './order.ts';

const least = { items: [{ name: 'Margherita' }] };

function fieldOf(body: unknown): string | undefined {
  const read = newOrder.safeParse(body);
  return read.success ? undefined : read.error.issues[0]?.path.join('.');
}

test('an order needs nothing but one named item', () => {
  expect(newOrder.parse(least).items).toEqual([
    { name: 'Margherita', quantity: 1, modifiers: [], allergens: [] },
  ]);
});

test.each([
  [{}, 'items'],
  [{ items: [] }, 'items'],
  [{ items: [{ name: 'Soup', quantity: -1 }] }, 'items.0.quantity'],
  [{ items: [{ name: 'Soup', quantity: 1.5 }] }, 'items.0.quantity'],
  [{ items: [{ name: 'x'.repeat(1_000_000) }] }, 'items.0.name'],
  [{ items: [{ name: '   ' }] }, 'items.0.name'],
  [{ ...least, total: { amount: 100, currency: 'XXY' } }, 'total.currency'],
  [{ ...least, total: { amount: -1, currency: 'EUR' } }, 'total.amount'],
  [{ ...least, channel: '../../etc' }, 'channel'],
  [{ ...least, ringAt: 'tomorrow' }, 'ringAt'],
  [{ ...least, fulfilment: { kind: 'dine-in' } }, 'fulfilment.table'],
])('a malformed order names its field: %#', (body, field) => {
  expect(fieldOf(body)).toBe(field);
});

test('every verb leads from and to statuses there are, and out of the closed ones only what the table says', () => {
  expect(Object.keys(transitions).toSorted()).toEqual([...verbs].toSorted());
  for (const { from, to } of Object.values(transitions)) {
    for (const status of from) expect(statuses).toContain(status);
    if (to !== null) expect(statuses).toContain(to);
  }
  const reopening = verbs.filter(
    (verb) =>
      transitions[verb].to !== null && transitions[verb].from.some((from) => closedStatuses.includes(from)),
  );
  expect(reopening).toEqual(['recall']);
});
