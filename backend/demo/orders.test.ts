import { expect, test } from 'vitest';
import { newOrder } from '../../contract/order.ts';
import { makeUpOrder } from './orders.ts';
import { randomFrom } from './random.ts';

const now = Date.parse('2026-03-01T18:07:00Z');
const some = (seed: number, count: number) => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => makeUpOrder(random, now));
};

test('the same seed makes the same orders, another seed others', () => {
  expect(some(7, 20)).toEqual(some(7, 20));
  expect(some(7, 20)).not.toEqual(some(8, 20));
});

test('every order is one the backend takes', () => {
  for (const order of some(1, 300)) expect(newOrder.safeParse(order).error).toBeUndefined();
});

test('an evening has everything staff must be able to read', () => {
  const orders = some(3, 200);
  const seen = (found: (order: (typeof orders)[number]) => unknown) => new Set(orders.map(found));
  expect(seen((order) => order.channel).size).toBeGreaterThanOrEqual(5);
  expect(seen((order) => order.fulfilment?.kind)).toEqual(new Set(['pick-up', 'delivery', 'dine-in']));
  expect(seen((order) => order.payment?.kind)).toEqual(new Set(['paid', 'collect']));
  expect(orders.some((order) => order.note !== undefined)).toBe(true);
  expect(orders.some((order) => order.items.some((item) => item.modifiers.length > 0))).toBe(true);
  expect(orders.some((order) => order.items.some((item) => item.note !== undefined))).toBe(true);
  const scheduled = orders.filter((order) => order.promisedAt !== undefined);
  expect(scheduled.length).toBeGreaterThan(5);
  expect(scheduled.every((order) => Date.parse(order.promisedAt ?? '') > now)).toBe(true);
});
