import { expect, test } from 'vitest';
import { displaced, type Place } from './settling.ts';

const at = (top: number, left = 0): Place => ({ left, top, right: left + 100, bottom: top + 50 });

test('a ticket that moved up onto the place of one that left is displaced', () => {
  const before = new Map([
    ['a', at(0)],
    ['b', at(60)],
  ]);
  expect(displaced(before, new Map([['b', at(0)]]))).toEqual(['b']);
});

test('a ticket that comes where nothing stood is not', () => {
  const before = new Map([['a', at(0)]]);
  const after = new Map([
    ['a', at(0)],
    ['b', at(60)],
  ]);
  expect(displaced(before, after)).toEqual([]);
});

test('touching edges and other lanes do not count', () => {
  const before = new Map([['a', at(0)]]);
  const after = new Map([
    ['b', at(50)],
    ['c', at(0, 100)],
  ]);
  expect(displaced(before, after)).toEqual([]);
});

test('one that comes in between displaces itself and what it pushes', () => {
  const before = new Map([
    ['a', at(0)],
    ['b', at(50)],
  ]);
  const after = new Map([
    ['new', at(0)],
    ['a', at(50)],
    ['b', at(100)],
  ]);
  expect(displaced(before, after)).toEqual(['new', 'a']);
});
