import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Order } from '../../../contract/order.ts';
import { plainOrder } from '../../../tests/support/plain-order.ts';
import { ourId } from './reading.ts';
import { noDoubts, reconcile, type Doubts } from './reconcile.ts';

const order = (name: string, over: Partial<Order> = {}): Order =>
  plainOrder({ id: ourId(name), number: name, ...over });
const book = (...orders: Order[]) => new Map(orders.map((each) => [each.id, each]));
const [a, b] = [order('a'), order('b')];
const reading = (...listed: Order[]) => ({ listed, whole: true, startedAt: 1000 });

test('an order that is absent once is in doubt, absent twice it is gone', () => {
  const first = reconcile(book(a, b), new Map(), reading(a), noDoubts);
  expect(first.gone).toEqual([]);
  expect(first.readAgain).toBe(true);
  const second = reconcile(book(a, b), new Map(), reading(a), first.doubts);
  expect(second.gone).toEqual([b.id]);
});

test('an order that is back in the next list was never gone', () => {
  const first = reconcile(book(a, b), new Map(), reading(a), noDoubts);
  const second = reconcile(book(a, b), new Map(), reading(a, b), first.doubts);
  expect(second).toEqual({ put: [], gone: [], doubts: noDoubts, readAgain: false });
});

test('an order that came after the question was asked is not missed in the answer', () => {
  const found = reconcile(book(a, b), new Map([[b.id, 1001]]), reading(a), noDoubts);
  expect(found).toMatchObject({ gone: [], readAgain: false });
});

test('an empty list after a full one is asked for again before it counts even once', () => {
  const once = reconcile(book(a), new Map(), reading(), noDoubts);
  expect(once).toMatchObject({ gone: [], readAgain: true });
  const twice = reconcile(book(a), new Map(), reading(), once.doubts);
  expect(twice).toMatchObject({ gone: [], readAgain: true });
  expect(reconcile(book(a), new Map(), reading(), twice.doubts).gone).toEqual([a.id]);
});

test('a list that could not be read whole tells what is in it, never what is not', () => {
  const before: Doubts = { absent: new Set([b.id]), emptyOnce: false };
  const found = reconcile(book(b), new Map(), { listed: [a], whole: false, startedAt: 0 }, before);
  expect(found).toEqual({ put: [a], gone: [], doubts: before, readAgain: false });
});

test('a changed field is an update of the same order', () => {
  const changed = order('a', { note: 'no onions' });
  expect(reconcile(book(a), new Map(), reading(changed), noDoubts).put).toEqual([changed]);
});

test('whatever lists come, an order leaves only after two whole ones without it, and every listed one is in the book', () => {
  const names = ['a', 'b', 'c', 'd'];
  const list = fc.record({ listed: fc.subarray(names), whole: fc.boolean() });
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 30 }), (lists) => {
      let known = new Map<string, Order>();
      let doubts = noDoubts;
      const absences = new Map<string, number>();
      lists.forEach(({ listed, whole }, at) => {
        const orders = listed.map((name) => order(name));
        const found = reconcile(known, new Map(), { listed: orders, whole, startedAt: at }, doubts);
        ({ doubts } = found);
        for (const name of names) {
          const id = ourId(name);
          if (listed.includes(name)) absences.set(id, 0);
          else if (whole) absences.set(id, (absences.get(id) ?? 0) + 1);
        }
        for (const id of found.gone) expect(absences.get(id)).toBeGreaterThanOrEqual(2);
        known = new Map([...known].filter(([id]) => !found.gone.includes(id)));
        for (const put of found.put) known.set(put.id, put);
        for (const each of orders) expect(known.has(each.id)).toBe(true);
      });
    }),
  );
});

test('an order of theirs keeps its name here, whatever it looks like', () => {
  expect(ourId('4711')).toBe(ourId('4711'));
  expect(ourId('4711')).not.toBe(ourId('4712'));
  expect(ourId('4711')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});
