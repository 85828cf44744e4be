import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from './in-turn.ts';

const people = Array.from({ length: 10 }, (_, i) => `user:${i}`);

test('orders have their turn at once, of the others four, whoever asks how often', async () => {
  let asked = 0;
  const turns = createTurns(() => (asked += 1));
  expect(turns.of([...people, 'restaurant:a'], 32)).toEqual(['restaurant:a', ...people.slice(0, 4)]);
  expect(turns.of([...people.slice(4), 'order:x'], 32)).toEqual(['order:x']);
  expect(asked).toBe(0);
  await setImmediate();
  expect(asked).toBe(1);
  expect(turns.of(people.slice(4), 32)).toEqual(people.slice(4, 8));
});

test('where there is no room nothing is planned: whoever is done asks again', async () => {
  let asked = 0;
  const turns = createTurns(() => (asked += 1));
  expect(turns.of(people, 0)).toEqual([]);
  await setImmediate();
  expect(asked).toBe(0);
});

test('orders never take all the room: who is called for help is told as well', () => {
  const turns = createTurns(() => {});
  const orders = Array.from({ length: 40 }, (_, i) => `restaurant:${i}`);
  expect(turns.of([...orders, ...people], 32)).toEqual([...orders.slice(0, 28), ...people.slice(0, 4)]);
  expect(turns.of([...orders, ...people], 1)).toEqual(['restaurant:0']);
});
