import { expect, test } from 'vitest';
import { Guests } from './guests.ts';

const line = (socketId: string) => ({ socketId, deliver: () => {}, close: () => {} });

/** `1.a` is the first connection from address a. */
function open(...ids: string[]) {
  const guests = new Guests();
  const lines = new Map(ids.map((id) => [id, line(id)]));
  for (const [id, each] of lines) guests.come(each, id.split('.')[1] ?? '');
  return { guests, at: (id: string) => lines.get(id)! };
}

test('the oldest stranger makes room where most of them are', () => {
  const { guests, at } = open('1.a', '1.b', '2.b', '3.b', '2.a');
  expect(guests.leastMissed('new')?.socketId).toBe('1.b');
  guests.go(at('1.b'));
  guests.go(at('2.b'));
  expect(guests.leastMissed('new')?.socketId).toBe('1.a');
  expect(guests.strangerAt('b')?.socketId).toBe('3.b');
});

test('whoever is on a private channel stays as long as there are strangers, wherever those are', () => {
  const { guests, at } = open('1.a', '2.a', '1.b');
  guests.authorized(at('1.a'));
  guests.authorized(at('2.a'));
  expect(guests.strangerAt('a')).toBeNull();
  expect(guests.leastMissed('b')?.socketId).toBe('1.b');
  guests.go(at('1.b'));
  expect(guests.leastMissed('b')?.socketId).toBe('1.a');
});

test('one who comes often does not have others leave who come less often', () => {
  const { guests, at } = open('1.a', '1.b', '2.b');
  for (const id of ['1.a', '1.b', '2.b']) guests.authorized(at(id));
  expect(guests.leastMissed('b')).toBeNull();
  expect(guests.leastMissed('a')?.socketId).toBe('1.b');
});

test('who has signed in or left is nobody’s guest', () => {
  const { guests, at } = open('1.a');
  guests.go(at('1.a'));
  guests.go(at('1.a'));
  guests.authorized(at('1.a'));
  expect([guests.leastMissed('new'), guests.strangerAt('a')]).toEqual([null, null]);
});
