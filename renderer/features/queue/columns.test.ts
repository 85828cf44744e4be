import { expect, test } from 'vitest';
import type { OrderView } from '../../../contract/view.ts';
import { lunch, now, shown } from '../../../tests/preview/fixtures.ts';
import { closingAct, lastAct } from '../../ticket/acts.ts';
import { columnsOf } from './columns.ts';

const numbers = (orders: readonly OrderView[]): string[] => orders.map(({ order }) => order.number);
const iso = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const by = { kind: 'device', name: '' } as const;

test('new ones stand oldest first, preparing ones by their promise, ready ones newest first', () => {
  const columns = columnsOf(lunch());
  expect(numbers(columns.new)).toEqual(['87', '88']);
  expect(numbers(columns.preparing)).toEqual(['83', '81', '84', '85']);
  expect(numbers(columns.ready)).toEqual(['80', '79']);
  expect(numbers(columns.later)).toEqual(['91', '92']);
});

test('the order of arrival in the view does not matter', () => {
  const orders = lunch();
  expect(columnsOf(orders.toReversed())).toEqual(columnsOf(orders));
});

test('a new order that arrives stands behind all others: nothing under a finger moves', () => {
  const before = lunch();
  const placed = shown({ number: '89', ringAt: iso(0), placedAt: iso(0) });
  expect(numbers(columnsOf([placed, ...before]).new)).toEqual(['87', '88', '89']);
});

test('times are compared as instants, not as text', () => {
  const early = shown({ number: '1', ringAt: '2026-03-06T13:00:00+02:00' });
  const late = shown({ number: '2', ringAt: '2026-03-06T11:30:00Z' });
  expect(numbers(columnsOf([late, early]).new)).toEqual(['1', '2']);
});

test('of equals the id decides, so that two drawings never differ', () => {
  const a = shown({ number: 'a', id: '00000000-0000-4000-8000-0000000000aa' });
  const b = shown({ number: 'b', id: '00000000-0000-4000-8000-0000000000bb' });
  expect(numbers(columnsOf([b, a]).new)).toEqual(['a', 'b']);
});

test('closed ones stand by when they were closed, the latest first', () => {
  expect(numbers(columnsOf(lunch()).closed)).toEqual(['71', '74', '70']);
});

test('the latest act of a kind counts', () => {
  const order = shown({
    acts: [
      { what: 'ready', at: iso(-90), by },
      { what: 'recall', at: iso(-60), by },
      { what: 'ready', at: iso(-30), by },
    ],
  }).order;
  expect(lastAct(order, 'ready')).toBe(now - 30_000);
  expect(lastAct(order, 'collect')).toBeNull();
  expect(closingAct(order)).toBeNull();
});
