import { expect, test } from 'vitest';
import { NotSignedIn } from './not-signed-in.ts';

const client = (socketId: string) => ({ socketId, deliver: () => {}, close: () => {} });

/** `1.a` is the first connection from address a. */
function open(...ids: string[]) {
  const notSignedIn = new NotSignedIn();
  const clients = new Map(ids.map((id) => [id, client(id)]));
  for (const [id, each] of clients) notSignedIn.come(each, id.split('.')[1] ?? '');
  return { notSignedIn, at: (id: string) => clients.get(id)! };
}

test('the oldest stranger makes room where most of them are', () => {
  const { notSignedIn, at } = open('1.a', '1.b', '2.b', '3.b', '2.a');
  expect(notSignedIn.leastMissed('new')?.socketId).toBe('1.b');
  notSignedIn.go(at('1.b'));
  notSignedIn.go(at('2.b'));
  expect(notSignedIn.leastMissed('new')?.socketId).toBe('1.a');
  expect(notSignedIn.strangerAt('b')?.socketId).toBe('3.b');
});

test('whoever is on a private channel stays as long as there are strangers, wherever those are', () => {
  const { notSignedIn, at } = open('1.a', '2.a', '1.b');
  notSignedIn.authorized(at('1.a'));
  notSignedIn.authorized(at('2.a'));
  expect(notSignedIn.strangerAt('a')).toBeNull();
  expect(notSignedIn.leastMissed('b')?.socketId).toBe('1.b');
  notSignedIn.go(at('1.b'));
  expect(notSignedIn.leastMissed('b')?.socketId).toBe('1.a');
});

test('one who comes often does not have others leave who come less often', () => {
  const { notSignedIn, at } = open('1.a', '1.b', '2.b');
  for (const id of ['1.a', '1.b', '2.b']) notSignedIn.authorized(at(id));
  expect(notSignedIn.leastMissed('b')).toBeNull();
  expect(notSignedIn.leastMissed('a')?.socketId).toBe('1.b');
});

test('who has signed in or left is nobody’s guest', () => {
  const { notSignedIn, at } = open('1.a');
  notSignedIn.go(at('1.a'));
  notSignedIn.go(at('1.a'));
  notSignedIn.authorized(at('1.a'));
  expect([notSignedIn.leastMissed('new'), notSignedIn.strangerAt('a')]).toEqual([null, null]);
});
