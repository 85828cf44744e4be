import { expect, test } from 'vitest';
import { assignKeys, noKeys, orderOfKey, restMs, sameKeys } from './ticket-keys.ts';

const letters = 'abcdefghijkl'.split('');

test('what is in sight gets the keys in reading order, at most nine', () => {
  const { keys } = assignKeys(noKeys, letters, 0);
  expect([...keys]).toEqual(letters.slice(0, 9).map((order, index) => [order, index + 1]));
});

test('a ticket keeps its key while it is in visible, wherever it moves', () => {
  const before = assignKeys(noKeys, ['a', 'b', 'c'], 0);
  const after = assignKeys(before, ['x', 'c', 'a', 'b'], 0);
  expect(Object.fromEntries(after.keys)).toEqual({ a: 1, b: 2, c: 3, x: 4 });
});

test('a freed key rests: its second press must not hit another ticket', () => {
  const before = assignKeys(noKeys, ['a', 'b'], 0);
  const during = assignKeys(before, ['b', 'c'], 100);
  expect(orderOfKey(during, 1)).toBeNull();
  expect(during.keys.get('c')).toBe(3);
  const after = assignKeys(during, ['b', 'c', 'd'], 100 + restMs);
  expect(after.keys.get('d')).toBe(1);
});

test('equal boards are recognised', () => {
  const board = assignKeys(noKeys, ['a', 'b'], 0);
  expect(sameKeys(board, assignKeys(board, ['b', 'a'], 5))).toBe(true);
  expect(sameKeys(board, assignKeys(board, ['a'], 5))).toBe(false);
  expect(sameKeys(board, assignKeys(board, ['a', 'c'], 5))).toBe(false);
});
