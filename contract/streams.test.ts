import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channelOf, defaultChannels, streamName, streamOf, streamParts } from './streams.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_\-=@,.;]{1,40}$/);
const stream = fc.oneof(
  fc.constant('global'),
  fc.tuple(fc.constantFrom('restaurant', 'user', 'order'), id).map(([kind, name]) => `${kind}:${name}`),
);

test('a stream and its channel name each other', () => {
  fc.assert(
    fc.property(stream, (name) => {
      expect(streamName.safeParse(name).success).toBe(true);
      expect(streamOf(channelOf(name))).toBe(name);
    }),
  );
});

test('the default channels are those existing clients know', () => {
  expect(channelOf('restaurant:7')).toBe('private-restaurant-7');
  expect(channelOf('user:9')).toBe('private-user-9');
  expect(channelOf('order:abc')).toBe('private-order-abc');
  expect(channelOf('global')).toBe('global');
});

test('templates may put the id in the middle', () => {
  const templates = { ...defaultChannels, restaurant: 'private-shop-:id-orders' };
  expect(channelOf('restaurant:12', templates)).toBe('private-shop-12-orders');
  expect(streamOf('private-shop-12-orders', templates)).toBe('restaurant:12');
  expect(streamOf('private-shop--orders', templates)).toBeNull();
});

test.each([
  'presence-restaurant-1',
  'private-restaurant-',
  'private-order-a/b',
  'Global',
  'private-cache-restaurant-1',
  '',
])('%j is no channel of ours', (channel) => {
  expect(streamOf(channel)).toBeNull();
});

test.each(['restaurant:', 'restaurant:a b', 'shop:1', 'order:../x', 'global:1', `user:${'x'.repeat(101)}`])(
  '%j is no stream',
  (name) => {
    expect(streamName.safeParse(name).success).toBe(false);
  },
);

test('a stream name tells its kind and id', () => {
  expect(streamParts('order:a:b'.replace(':b', '-b'))).toEqual({ kind: 'order', id: 'a-b' });
  expect(streamParts('global')).toEqual({ kind: 'global', id: null });
});
