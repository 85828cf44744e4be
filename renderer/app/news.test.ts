import { expect, test } from 'vitest';
import type { OrderView, View } from '../../contract/view.ts';
import { shown, view } from '../../tests/preview/fixtures.ts';
import { isUrgent, newsOf } from './news.ts';

const one = shown({ number: '7' });
const at = (column: OrderView['column']): OrderView => ({ ...one, column });
const told = (before: OrderView[], after: OrderView[]) =>
  newsOf(view({ orders: before }), view({ orders: after }));

test('new orders are told together and urgently', () => {
  const news = told([], [one, shown({ number: '8' })]);
  expect(news).toEqual([{ kind: 'new', numbers: ['7', '8'] }]);
  expect(news.every(isUrgent)).toBe(true);
});

test('a scheduled order that becomes due is new', () => {
  expect(told([at('later')], [at('new')])).toEqual([{ kind: 'new', numbers: ['7'] }]);
});

test('moving on is told quietly, staying is not told', () => {
  const news = told([at('new')], [at('preparing')]);
  expect(news).toEqual([{ kind: 'moved', number: '7', column: 'preparing' }]);
  expect(news.some(isUrgent)).toBe(false);
  expect(told([one], [{ ...one }])).toEqual([]);
});

test('cancelled and changed are urgent', () => {
  const cancelled = { ...one, order: { ...one.order, toBeUnderstood: 'cancelled' as const } };
  const news = told([at('preparing')], [{ ...cancelled, column: 'understand' }]);
  expect(news).toEqual([{ kind: 'cancelled', number: '7' }]);
  expect(news.every(isUrgent)).toBe(true);
});

test('who stepped in is told quietly, and that nobody is any more', () => {
  const noor = { id: 'p1', name: 'Noor', role: 'manager' as const };
  const mia = { id: 'p2', name: 'Mia', role: 'counter' as const };
  const among = (before: typeof noor | typeof mia | null, after: typeof before) =>
    newsOf(view({ orders: [], person: before }), view({ orders: [], person: after }));
  expect(among(null, noor)).toEqual([{ kind: 'steppedIn', name: 'Noor' }]);
  expect(among(noor, mia)).toEqual([{ kind: 'steppedIn', name: 'Mia' }]);
  expect(among(noor, null)).toEqual([{ kind: 'steppedOut', name: 'Noor' }]);
  expect(among(noor, { ...noor })).toEqual([]);
  expect(among(noor, null).some(isUrgent)).toBe(false);
});

test('a change of the status word is told', () => {
  const before = view();
  const after = { ...before, status: { ...before.status, word: 'offline' as const } };
  expect(newsOf(before, after)).toEqual([{ kind: 'status', word: 'offline' }]);
  expect(newsOf(before, { ...before, status: { ...before.status } })).toEqual([]);
});

test('an order that cannot be read is told by its number, unless its copy is on the screen or it was answered', () => {
  const bare = { id: 'x', number: '9', since: '', hasCopy: false, answerable: true, pending: null } as const;
  const among = (before: View['unreadable'], after: View['unreadable']) =>
    newsOf(view({ orders: [], unreadable: before }), view({ orders: [], unreadable: after }));
  const rings = { ...bare, column: 'new' } as const;
  expect(among([], [rings])).toEqual([{ kind: 'new', numbers: ['9'] }]);
  expect(among([rings], [{ ...rings, column: 'preparing' }])).toEqual([]);
  expect(among([], [{ ...rings, hasCopy: true }])).toEqual([]);
});
