import { expect, test } from 'vitest';
import { lunch, shown, view } from '../../tests/preview/fixtures.ts';
import { applyDelta } from './apply-delta.ts';

const first = (orders = lunch()) => {
  const [one, two] = orders;
  if (!one || !two) throw new Error('The fixture has at least two orders.');
  return { one, two };
};

test('a delta that follows moves the view on, and parts it does not name keep their identity', () => {
  const before = view();
  const bell = { ringing: false, unaccepted: 0, snoozedUntil: null };
  const after = applyDelta(before, { n: 2, bell });
  expect(after).toEqual({ ...before, n: 2, bell });
  if (after === 'gap') throw new Error('no gap was expected');
  expect(after.orders).toBe(before.orders);
  expect(after.status).toBe(before.status);
});

test('a missing step is a gap, a step already taken changes nothing', () => {
  const before = { ...view(), n: 5 };
  expect(applyDelta(before, { n: 7 })).toBe('gap');
  expect(applyDelta(before, { n: 5, skewMs: 9 })).toBe(before);
  expect(applyDelta(before, { n: 4, skewMs: 9 })).toBe(before);
});

test('orders are replaced in place, added behind, and dropped', () => {
  const orders = lunch();
  const { one, two } = first(orders);
  const before = view({ orders });
  const changed = { ...one, column: 'preparing' as const };
  const fresh = shown({ number: '99' });
  const after = applyDelta(before, { n: 2, orders: { put: [changed, fresh], drop: [two.order.id] } });
  if (after === 'gap') throw new Error('no gap was expected');
  expect(after.orders[0]).toBe(changed);
  expect(after.orders.at(-1)).toBe(fresh);
  expect(after.orders).not.toContain(two);
  expect(after.orders).toHaveLength(orders.length);
  expect(before.orders).toHaveLength(orders.length);
});

test('an order put and dropped in one delta is put: main says what is, not what was', () => {
  const { one } = first();
  const after = applyDelta(view({ orders: [one] }), { n: 2, orders: { put: [one], drop: [one.order.id] } });
  expect(after).toMatchObject({ orders: [one] });
});

test('a part that is explicitly undefined is not a change', () => {
  const before = view();
  const delta = { n: 2, bell: undefined } as unknown as Parameters<typeof applyDelta>[1];
  expect(applyDelta(before, delta)).toEqual({ ...before, n: 2 });
});
