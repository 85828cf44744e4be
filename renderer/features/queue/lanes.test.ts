import fc from 'fast-check';
import { expect, test } from 'vitest';
import { order } from '../../../tests/preview/fixtures.ts';
import { assignLanes, weightOf, type Weighed } from './lanes.ts';

const even = (ids: string): Weighed[] => [...ids].map((id) => ({ id, weight: 10 }));
const none = new Map<string, number>();

test('the most urgent tickets stand on top of the lanes', () => {
  expect([...assignLanes(none, even('abcd'), 2)]).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
    ['d', 1],
  ]);
});

test('a ticket stays in its lane when another leaves or comes', () => {
  const before = assignLanes(none, even('abcdef'), 2);
  const after = assignLanes(before, even('bcdefg'), 2);
  for (const id of 'bcdef') expect(after.get(id)).toBe(before.get(id));
  expect(after.get('g')).toBe(0);
});

test('a lane that ran empty takes over the last of the tallest', () => {
  const before = new Map([...'abcd'].map((id) => [id, 1]));
  const after = assignLanes(before, even('abcd'), 2);
  expect([...after.values()].filter((lane) => lane === 0).length).toBeGreaterThan(0);
  expect(after.get('a')).toBe(1);
});

test('every ticket stands in exactly one lane that exists', () => {
  const tickets = fc.uniqueArray(fc.record({ id: fc.string(), weight: fc.integer({ min: 1, max: 300 }) }), {
    selector: ({ id }) => id,
  });
  fc.assert(
    fc.property(tickets, tickets, fc.integer({ min: 1, max: 6 }), (earlier, later, lanes) => {
      const placed = assignLanes(assignLanes(none, earlier, lanes), later, lanes);
      expect([...placed.keys()].toSorted()).toEqual(later.map(({ id }) => id).toSorted());
      expect([...placed.values()].every((lane) => lane >= 0 && lane < lanes)).toBe(true);
    }),
  );
});

test('more to make is taller', () => {
  const small = weightOf(order());
  const tall = weightOf(
    order({
      items: [{ name: 'Soup', modifiers: ['hot'], note: 'salt' }, { name: 'Rice' }],
      note: 'x'.repeat(130),
    }),
  );
  expect(tall).toBeGreaterThan(small);
});
