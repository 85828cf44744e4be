// What plain clients are sent beside an event, and what of it stays off a Pusher service of somebody else's.
import { expect, test } from 'vitest';
import { forPusher, type PayloadMode } from './payload.ts';
import { plainEvents } from './plain-events.ts';

const order = { id: '5f69920f-dd6b-4139-b3e8-a8b43a53e7f0', number: '7', status: 'new' };
const place = { stream: 'user:u1', epoch: 'e', seq: 4, prev: 'p', at: '2026-03-01T12:00:00.000Z' };
const flat = { id: 'n1', title: 'Ana called', body: 'Call back.', opened: false, createdAt: place.at };
const told = {
  ...place,
  type: 'notification.new',
  message: 'Ana called',
  ...flat,
  notification: { ...flat, kind: 'message', data: { phone: '555 0100' } },
};
const plain = { username: 'Bella', message: 'Is it for Ana?', timestamp: '9:05' };
const said = (stream: string, about?: object) => ({
  ...place,
  stream,
  id: 'c1',
  type: 'chat.message',
  message: 'New message among staff.',
  chat: { id: 'bella', ...(about && { order: about }) },
  chatMessage: { text: 'Is it for Ana?' },
  plain,
});

const aliases = new Map([
  ['notification.new', ['Internal Notification', 'News']],
  ['order.new', ['New Order']],
  ['chat.message', ['Said']],
  ['restaurant.updated', ['Changed']],
]);
const beside = (event: { type: string }, mode: PayloadMode = 'full', names = aliases) =>
  plainEvents(names)({ type: event.type, body: JSON.stringify(event) }, mode).map(({ name, data }) => [
    name,
    JSON.parse(data) as unknown,
  ]);

test('a notification is sent flat under each of its further names', () => {
  expect(beside(told)).toEqual([
    ['Internal Notification', flat],
    ['News', flat],
  ]);
});

test('any other event is its sentence, and the order by id, number and status', () => {
  const event = { ...place, id: 'e1', type: 'order.new', message: 'New order 7.' };
  expect(beside({ ...event, order: { ...order, items: [], customer: { name: 'Ana' } } } as never)).toEqual([
    ['New Order', { id: 'e1', type: 'order.new', at: place.at, message: 'New order 7.', order }],
  ]);
  const changed = { ...event, type: 'restaurant.updated', restaurant: { name: 'Bella' } };
  expect(beside(changed)).toEqual([
    ['Changed', { id: 'e1', type: 'restaurant.updated', at: place.at, message: 'New order 7.' }],
  ]);
});

test('an event without a further name has nothing beside it', () => {
  expect(beside(told, 'full', new Map())).toEqual([]);
  expect(beside({ ...told, type: 'notification.opened' } as never)).toEqual([]);
});

test('a message of a chat is sent as "message" where plain clients follow that chat, and nowhere else', () => {
  const message = ['message', plain];
  expect(beside(said('chat:bella'), 'full', new Map())).toEqual([message]);
  expect(beside(said(`chat:${order.id}`, order), 'full', new Map())).toEqual([message]);
  expect(beside(said('chat:bella'))).toEqual([['Said', plain], message]);
  expect(beside(said('chat:bella', order))).toEqual([]);
});

test('what people wrote stays off a service of somebody else’s', () => {
  for (const event of [told, said('chat:bella'), said(`chat:${order.id}`, order)]) {
    const sent = [forPusher(JSON.stringify(event), 'ref'), JSON.stringify(beside(event, 'ref'))].join();
    expect(sent).not.toMatch(/\bAna\b|Call back|555 0100/);
  }
  expect(JSON.parse(forPusher(JSON.stringify(told), 'ref'))).toEqual({
    ...place,
    type: told.type,
    id: flat.id,
    opened: false,
    createdAt: flat.createdAt,
    ref: true,
  });
  const counted = { id: 'n1', title: '', body: '', opened: false, createdAt: flat.createdAt, ref: true };
  expect(beside(told, 'ref')).toEqual([
    ['Internal Notification', counted],
    ['News', counted],
  ]);
  expect(beside(said('chat:bella'), 'ref')).toEqual([]);
});

test('what is too long for Pusher is counted all the same', () => {
  const long = { ...told, body: 'ü'.repeat(5_000) };
  expect(JSON.parse(forPusher(JSON.stringify(long), 'full'))).toMatchObject({ ref: true, id: 'n1' });
  expect(beside(long)[0]).toEqual(['Internal Notification', { ...flat, title: '', body: '', ref: true }]);
  for (const { data } of plainEvents(aliases)({ type: told.type, body: JSON.stringify(long) }, 'full'))
    expect(Buffer.byteLength(data)).toBeLessThan(10_240);
});
