// Which names of channels are taken, which are refused and in what words, and that of those taken each leads back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  channelOf,
  defaultChannels,
  sortOfChannel,
  streamKinds,
  streamOf,
  type ChannelTemplates,
  type StreamKind,
} from '../../contract/streams.ts';
import { readChannelName } from '../pusher-server/channel-name.ts';
import { isNameTaken, readChannels, refusalOfIds } from './channel-names.ts';

type Wished = Partial<Record<StreamKind, string>>;

function accepted(wished: Wished): ChannelTemplates {
  const read = readChannels(wished);
  if (!read.ok) throw new Error(read.why);
  return read.channels;
}

test('nothing set leaves the names as they are', () => {
  expect(accepted({})).toEqual(defaultChannels);
});

test.each<[Wished, string, string]>([
  [{ user: 'private-:user' }, 'user:u1', 'private-u1'],
  [{ user: 'private-:id' }, 'user:u1', 'private-u1'],
  [{ order: 'private-order_:order.v2' }, 'order:o1', 'private-order_o1.v2'],
  [{ restaurant: 'presence-shop-:restaurant' }, 'restaurant:bella', 'presence-shop-bella'],
  [{ chat: 'CHAT_:id' }, 'chat:bella', 'CHAT_bella'],
  [{ chat: 'presence-CHAT_:chat' }, 'chat:bella', 'presence-CHAT_bella'],
  [{ global: 'private-all' }, 'global', 'private-all'],
  [{ user: 'private-a-:id', order: 'private-:id' }, 'order:b', 'private-b'],
  [{ user: 'private-:id', order: 'private-:id-0f' }, 'user:b', 'private-b'],
  [{ user: 'private-:id', order: 'private-:id.order' }, 'order:o1', 'private-o1.order'],
])('%o are taken', (wished, stream, channel) => {
  const channels = accepted(wished);
  expect(channelOf(stream, channels)).toBe(channel);
  expect(streamOf(channel, channels)).toBe(stream);
});

test('consoles are told :id, which every version of them knows', () => {
  expect(accepted({ user: 'private-:user', chat: 'CHAT_:chat' })).toEqual({
    ...defaultChannels,
    user: 'private-:id',
    chat: 'CHAT_:id',
  });
});

test.each<[Wished, RegExp]>([
  [
    { user: 'private-user' },
    /^PUSHER_USER_CHANNEL is wrong: "private-user" has no place for the id. Write :id or :user/,
  ],
  [{ order: 'private-:user' }, /has no place for the id\. Write :id or :order/],
  [{ order: 'private-:order_id' }, /has no place/],
  [{ user: 'private-:id-:id' }, /holds what no name of a channel may/],
  [{ user: 'private-u ser-:id' }, /holds what no name/],
  [{ user: 'private-#:id' }, /holds what no name/],
  [{ user: `private-${'x'.repeat(93)}:id` }, /is too long/],
  [{ global: 'all-:id' }, /has a place for an id/],
  [{ global: 'presence-all' }, /would show everybody who else listens/],
  [
    { restaurant: 'restaurant-:id' },
    /^PUSHER_RESTAURANT_CHANNEL .*could be listened to by everybody\. Begin it with/,
  ],
  [{ user: ':user' }, /could be listened to by everybody/],
  [{ order: 'privat-:id' }, /could be listened to by everybody/],
  [{ user: 'private-cache-:id' }, /is a cache or an encrypted channel/],
  [{ chat: 'cache-:id' }, /is a cache or an encrypted channel/],
  [{ user: 'private-encrypted-:id' }, /is a cache or an encrypted channel/],
  [{ order: 'presence-cache-:id' }, /is a cache or an encrypted channel/],
  [
    { user: 'private-:id', order: 'private-:order' },
    /^PUSHER_USER_CHANNEL \(private-:id\) and PUSHER_ORDER_CHANNEL \(private-:order\) can give the same name: .*Put letters/,
  ],
  [
    { restaurant: 'private-:id', chat: 'private-:id' },
    /PUSHER_RESTAURANT_CHANNEL .* and PUSHER_CHAT_CHANNEL/,
  ],
  // One of sixteen orders begins like that.
  [{ user: 'private-:id', order: 'private-a:id' }, /can give the same name/],
  [{ user: 'private-:id', order: 'private-:id-0123456789ab' }, /can give the same name/],
])('%o are refused with a sentence', (wished, sentence) => {
  const read = readChannels(wished);
  expect(read).toEqual({ ok: false, why: expect.stringMatching(sentence) });
});

test.each<[Wished, string, RegExp]>([
  [
    { user: 'private-:user' },
    'user:restaurant-bella',
    /^user:restaurant-bella cannot be rung: .* private-restaurant-bella, and that is the channel of restaurant:bella/,
  ],
  [
    { restaurant: 'private-:id' },
    'restaurant:user-7',
    /is the channel of user:user-7|is the channel of user:7/,
  ],
  [{ restaurant: 'private-:id' }, 'restaurant:encrypted-shop', /is no channel of its own to Pusher/],
  [{ restaurant: 'private-:id' }, 'restaurant:cache-bar', /is no channel of its own to Pusher/],
  [{ restaurant: 'private-:id', global: 'private-all' }, 'restaurant:all', /is the channel of global/],
])('%o leave no channel to %s', (wished, stream, sentence) => {
  const channels = accepted(wished);
  expect(isNameTaken(stream, channels)).toBe(true);
  expect(refusalOfIds(['global', 'restaurant:bella', stream], channels)).toMatch(sentence);
  expect(refusalOfIds(['global', 'restaurant:bella'], channels)).toBeNull();
});

const letters = '[A-Za-z0-9_=@,.;-]';
const piece = fc.oneof(
  fc.constantFrom(
    '',
    'private-',
    'presence-',
    'cache-',
    'encrypted-',
    'user-',
    'order-',
    'u',
    'a',
    '0',
    '-',
    'CHAT_',
    'global',
  ),
  fc.stringMatching(new RegExp(`^${letters}{0,3}$`)),
);
const text = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
const templateOf = (kind: StreamKind) =>
  fc
    .tuple(
      fc.constantFrom('private-', 'private-', 'presence-', ''),
      text,
      fc.constantFrom(':id', `:${kind}`),
      text,
    )
    .map(([sort, before, place, after]) => `${sort}${before}${place}${after}`);
const templateSets = fc
  .record({
    restaurant: templateOf('restaurant'),
    user: templateOf('user'),
    order: templateOf('order'),
    chat: templateOf('chat'),
    global: fc.tuple(fc.constantFrom('', 'private-'), text).map((parts) => parts.join('')),
  })
  .map((wished) => readChannels(wished))
  .filter((read) => read.ok)
  .map((read) => (read as { channels: ChannelTemplates }).channels);
const ids = fc.oneof(
  text.filter((id) => id.length > 0),
  fc.uuid(),
  fc.stringMatching(new RegExp(`^${letters}{1,100}$`)),
);
const streams = fc.oneof(
  fc.constant('global'),
  fc.tuple(fc.constantFrom('restaurant', 'user', 'order', 'chat'), ids).map((parts) => parts.join(':')),
);

/** All the streams that a channel could be, found another way: by trying every template as a pattern. */
function candidates(channel: string, channels: ChannelTemplates): { stream: string; literal: number }[] {
  const quoted = (literal: string) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return streamKinds.flatMap((kind) => {
    const template = channels[kind] ?? '';
    if (kind === 'global') return channel === template ? [{ stream: kind, literal: template.length }] : [];
    const [before = '', after = ''] = template.split(':id');
    const id = new RegExp(`^${quoted(before)}(${letters}{1,100})${quoted(after)}$`).exec(channel)?.[1];
    const isOfItsSort = sortOfChannel(channel) === sortOfChannel(before);
    return id === undefined || !isOfItsSort ? [] : [{ stream: `${kind}:${id}`, literal: before.length }];
  });
}

test('whatever names are taken, a channel is that of the one stream that could have it', () => {
  let alone = 0;
  fc.assert(
    fc.property(templateSets, streams, (channels, stream) => {
      const channel = channelOf(stream, channels);
      const all = candidates(channel, channels);
      expect(readChannelName(channel)?.text).toBe(channel);
      if (all.length > 1) return;
      if (all[0]?.stream === stream) alone += 1;
      expect(streamOf(channel, channels)).toBe(all[0]?.stream ?? null);
      expect(isNameTaken(stream, channels)).toBe(all[0]?.stream !== stream);
    }),
    { numRuns: 500 },
  );
  expect(alone).toBeGreaterThan(200);
});

test('of several that could have it the longest literal prefix has it, and the others are told', () => {
  let several = 0;
  fc.assert(
    fc.property(templateSets, streams, (channels, stream) => {
      const channel = channelOf(stream, channels);
      const all = candidates(channel, channels);
      const owner = streamOf(channel, channels);
      if (all.length < 2) return;
      several += 1;
      const longest = Math.max(...all.map(({ literal }) => literal));
      expect(all.filter(({ literal }) => literal === longest).map((each) => each.stream)).toContain(owner);
      for (const each of all) {
        expect(channelOf(each.stream, channels)).toBe(channel);
        expect(isNameTaken(each.stream, channels)).toBe(each.stream !== owner);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(several).toBeGreaterThan(20);
});

test('people and orders, whose ids the backend makes up, always have a channel of their own', () => {
  const made = fc.tuple(fc.constantFrom('user', 'order', 'chat'), fc.uuid()).map((parts) => parts.join(':'));
  fc.assert(
    fc.property(templateSets, made, (channels, stream) => {
      expect(streamOf(channelOf(stream, channels), channels)).toBe(stream);
    }),
    { numRuns: 500 },
  );
});
