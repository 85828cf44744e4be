import { expect, test } from 'vitest';
import { isFullOrder, parseEvent } from './events.ts';

const common = {
  stream: 'restaurant:1',
  epoch: 'e1',
  seq: 2,
  prev: 'a',
  id: 'b',
  at: '2026-01-01T12:00:00.000Z',
  message: 'Order 87 is new',
};
const order = { id: '3f0b6a4e-5c55-4b5e-9a33-0c7a3b6f2d11', number: '87' };

test('a reference carries only id and number', () => {
  const read = parseEvent({ ...common, type: 'order.new', ref: true, order });
  expect(read.ok && 'ref' in read.event).toBe(true);
  expect(read.ok && isFullOrder(read.event)).toBe(false);
});

test('an order that cannot be read leaves its event in its place and itself in sight', () => {
  const read = parseEvent({ ...common, type: 'order.new', order });
  expect(read).toMatchObject({
    ok: true,
    event: { seq: 2, prev: 'a', id: 'b', unreadable: { kind: 'unreadable', ...order } },
  });
  expect(read.ok && isFullOrder(read.event)).toBe(false);
  expect(parseEvent({ ...common, type: 'order.new' })).toMatchObject({
    ok: true,
    event: { unreadable: { kind: 'nothing' } },
  });
});

test('what is known of an event is read, whatever else it says', () => {
  const newer = { ...common, at: 'now', message: 7, cause: {}, more: 1 };
  expect(parseEvent({ ...newer, type: 'device.revoked', device: { id: 'd1', why: 'x' } })).toMatchObject({
    ok: true,
    event: { type: 'device.revoked', device: { id: 'd1' } },
  });
  expect(parseEvent({ ...newer, type: 'restaurant.updated' })).toMatchObject({
    ok: true,
    event: { seq: 2, unknown: true },
  });
});

test("a newer backend's type keeps its place in the log", () => {
  const read = parseEvent({ ...common, type: 'menu.changed', menu: { any: 'thing' } });
  expect(read).toMatchObject({ ok: true, event: { seq: 2, prev: 'a', id: 'b', unknown: true } });
});

test.each([
  [null, 'event'],
  ['text', 'event'],
  [{ ...common, type: 'order.new', seq: 0, ref: true, order }, 'seq'],
  [{ type: 'menu.changed' }, 'stream'],
])('what cannot be read says why: %#', (wire, field) => {
  const read = parseEvent(wire);
  expect(read.ok).toBe(false);
  expect(read.ok || read.why).toContain(field);
});
