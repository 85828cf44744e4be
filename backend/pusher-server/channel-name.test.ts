import { expect, test } from 'vitest';
import { isUserId, readChannelName, userChannel } from './channel-name.ts';

test.each([
  ['orders', 'public', false],
  ['cache-menu', 'public', true],
  ['private-orders', 'private', false],
  ['private-cache-menu', 'private', true],
  ['private-encrypted-orders', 'encrypted', false],
  ['private-encrypted-cache-menu', 'encrypted', true],
  ['presence-counter', 'presence', false],
  ['presence-cache-counter', 'presence', true],
  ['private', 'public', false],
  ['Private-orders', 'public', false],
  ['my-private-orders', 'public', false],
  ['private-cache', 'private', false],
  ['a_b-C=1@x,y.z;9', 'public', false],
  ['x'.repeat(200), 'public', false],
] as const)('%s is a %s channel', (text, kind, cache) => {
  expect(readChannelName(text)).toEqual({ text, kind, cache });
});

test.each(['', ' ', 'a b', 'a/b', 'a\n', '\na', 'a:b', 'é', 'x'.repeat(201), '#orders', '#server-to-user-'])(
  '%j is no name for a channel',
  (text) => {
    expect(readChannelName(text)).toBeNull();
  },
);

test('what is said to one user has a channel of its own', () => {
  expect(readChannelName(userChannel('ada@example.com'))).toMatchObject({ kind: 'user', cache: false });
});

test.each([
  ['a', true],
  ['ada lovelace', true],
  ['Ådå', true],
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['', false],
  ['a\u0000', false],
  ['a\nb', false],
])('%j as a user id: %s', (id, allowed) => {
  expect(isUserId(id)).toBe(allowed);
});
