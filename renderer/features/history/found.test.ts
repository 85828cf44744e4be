import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FoundOrder, HistoryPage } from '../../../contract/queries.ts';
import type { OrderView } from '../../../contract/view.ts';
import { shown } from '../../../tests/preview/fixtures.ts';
import { leadsNowhere, rowsOf } from './found.ts';

const noon = Date.parse('2026-03-06T12:00:00Z');
const placed = (number: number): OrderView =>
  shown({ number: String(number), placedAt: new Date(noon + number * 60_000).toISOString() });
const orders = Array.from({ length: 10 }, (_, number) => placed(number));
const one = (number: number): OrderView => orders[number] ?? placed(number);
const found = (view: OrderView): FoundOrder => ({ kind: 'order', order: view.order });
const page = (numbers: readonly number[], before: string | null = null): HistoryPage => ({
  orders: numbers.map((number) => found(one(number))),
  before,
});
const numbers = (rows: ReturnType<typeof rowsOf>): string[] =>
  rows.map((row) => (row.kind === 'order' ? row.order.number : row.number));

test('before anything is answered there is what this console has, newest first', () => {
  expect(numbers(rowsOf([one(2), one(5), one(1)], null))).toEqual(['5', '2', '1']);
});

test('an order on both sides is one row, as this console has it now', () => {
  const live: OrderView = { ...one(3), column: 'ready' };
  const rows = rowsOf([live], [page([4, 3, 2])]);
  expect(numbers(rows)).toEqual(['4', '3', '2']);
  expect(rows[1]).toMatchObject({ view: live, found: null });
  expect(rows[0]).toMatchObject({ view: null });
});

test('what is older than the pages reach waits for its page, so that nothing is put in above it', () => {
  const first = [page([9, 8, 7], 'next')];
  expect(numbers(rowsOf([one(9), one(2)], first))).toEqual(['9', '8', '7']);
  expect(numbers(rowsOf([one(9), one(2)], [...first, page([6, 1])]))).toEqual(['9', '8', '7', '6', '2', '1']);
});

test('what came since the answer stands on top', () => {
  expect(numbers(rowsOf([one(9)], [page([7, 6], 'next')]))).toEqual(['9', '7', '6']);
});

test('a page with nothing on it and more behind it hides nothing that is here', () => {
  expect(numbers(rowsOf([one(2)], [page([], 'next')]))).toEqual(['2']);
  expect(numbers(rowsOf([one(2)], [page([])]))).toEqual(['2']);
});

test('a page of what is known already, with more behind it, leads nowhere', () => {
  const pages = [page([9, 8], 'next'), page([7], 'further')];
  expect(leadsNowhere(page([], 'on'), pages)).toBe(true);
  expect(leadsNowhere(page([9, 7], 'on'), pages)).toBe(true);
  expect(leadsNowhere(page([7, 6], 'on'), pages)).toBe(false);
  // The end is one, whatever stands on it.
  expect(leadsNowhere(page([]), pages)).toBe(false);
});

test('one that cannot be read has its place, by its number', () => {
  const odd: FoundOrder = { kind: 'unreadable', id: 'x', number: '93', placedAt: one(5).order.placedAt };
  const rows = rowsOf([], [{ orders: [found(one(6)), odd, found(one(4))], before: null }]);
  expect(numbers(rows)).toEqual(['6', '93', '4']);
});

test('whatever is where, no order is there twice, and another page puts nothing in above the last', () => {
  const some = fc.subarray([...orders.keys()], { minLength: 0 });
  fc.assert(
    fc.property(some, some, fc.integer({ min: 1, max: 5 }), (here, there, size) => {
      const all = there.toSorted((a, b) => b - a);
      const pages: HistoryPage[] = [];
      for (let at = 0; at < all.length; at += size)
        pages.push(page(all.slice(at, at + size), at + size < all.length ? 'next' : null));
      // Nothing found is an answer, too.
      if (pages.length === 0) pages.push(page([]));
      let before: string[] = [];
      for (let count = 1; count <= pages.length; count += 1) {
        const rows = numbers(rowsOf(here.map(one), pages.slice(0, count)));
        expect(new Set(rows).size).toBe(rows.length);
        expect(rows.slice(0, before.length)).toEqual(before);
        before = rows;
      }
      expect(new Set(before)).toEqual(new Set([...here, ...there].map(String)));
    }),
  );
});
