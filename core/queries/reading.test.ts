import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queries as contract, type QueryName } from '../../contract/queries.ts';
import { notificationNo } from '../../tests/support/inbox.ts';
import { plainOrder } from '../../tests/support/plain-order.ts';
import { devicesList } from './devices-list.ts';
import { inboxPage } from './inbox-page.ts';
import { oneOrder } from './one-order.ts';
import { orderTimeline } from './order-timeline.ts';
import { ordersHistory } from './orders-history.ts';
import { table } from './table.ts';

const mia = { kind: 'person', id: 'p1', name: 'Mia' };
const at = '2026-01-01T11:59:00.000Z';

test('a timeline keeps what can be read of it', () => {
  const read = orderTimeline.read({
    order: 'whatever a newer backend says here',
    acts: [
      { what: 'placed', at, by: { kind: 'channel', name: 'web' } },
      { what: 'weighed', at, by: mia },
      { what: 'accept', at, by: { ...mia, kind: 'robot' }, more: true },
      null,
    ],
    receipts: [
      { stage: 'sounded', at, device: 'd1' },
      { stage: 'smelt', at, device: 'd1' },
      { stage: 'received', at, device: null },
    ],
  });
  expect(read?.acts.map(({ what, by }) => `${what} ${by.kind}`)).toEqual(['placed channel', 'accept system']);
  expect(read?.receipts.map(({ stage }) => stage)).toEqual(['sounded', 'received']);
  expect(orderTimeline.read({ acts: [], receipts: 'none' })).toEqual({ acts: [], receipts: [] });
  expect(orderTimeline.read({ receipts: [] })).toBeNull();
});

test('a page of the history keeps its order, with as much of each as can be read', () => {
  const whole = plainOrder();
  const odd = { id: 'x-1', number: 93, placedAt: at, status: 'new' };
  expect(ordersHistory.read({ orders: [odd, whole, 'junk', { id: 7 }], before: 'place', more: 1 })).toEqual({
    orders: [
      { kind: 'unreadable', id: 'x-1', number: '93', placedAt: at },
      { kind: 'order', order: whole },
      { kind: 'unreadable', id: '7', number: '7', placedAt: null },
    ],
    before: 'place',
  });
  expect(ordersHistory.read({ orders: [], before: 17 })).toEqual({ orders: [], before: null });
  expect(ordersHistory.read([])).toBeNull();
});

test('a page of messages has their words, and nothing that programs added for themselves', () => {
  const whole = { ...notificationNo(1, { from: 'Noor' }), data: { secret: 'of a program' } };
  const page = inboxPage.read({ notifications: [whole, 'junk', { id: 7 }], before: 'place', unread: 1 });
  expect(page).toMatchObject({ notifications: [{ title: 'Title 1', from: 'Noor' }], before: 'place' });
  expect(JSON.stringify(page)).not.toContain('secret');
  expect(inboxPage.read({ notifications: [], before: 17 })).toEqual({ notifications: [], before: null });
  expect(inboxPage.read({ notifications: Array.from({ length: 100_000 }, () => ({})) })).toBeNull();
  const path = inboxPage.path({ before: 'a&limit=1', restaurant: null }) ?? '';
  expect(new URL(path, 'https://backend.example').searchParams.getAll('limit')).toEqual(['30']);
});

test('a page of more than anybody asked for is none, nor is a timeline of more than anybody did', () => {
  const many = (count: number) => ({ orders: Array.from({ length: count }, () => ({})), before: null });
  expect(ordersHistory.read(many(200))).toEqual({ orders: [], before: null });
  expect(ordersHistory.read(many(100_000))).toBeNull();
  const acts = Array.from({ length: 100_000 }, () => ({}));
  expect(orderTimeline.read({ acts, receipts: [] })).toBeNull();
  expect(orderTimeline.read({ acts: [], receipts: acts })).toBeNull();
});

test('of a device an earlier backend tells less: what it does not know is not known, and a counter is what it is', () => {
  const told = { id: 'd1', name: 'Till', enrolledAt: at, seenAt: at, live: true, audible: true };
  const newer = {
    ...told,
    id: 'd2',
    kind: 'office',
    attended: true,
    person: { id: 'p1', name: 'Mia' },
    closed: { at, why: 'of a newer backend', person: 'Mia' },
    more: 1,
  };
  expect(devicesList.read({ devices: [told, 'junk', newer, { id: 'd3' }] })).toEqual({
    devices: [
      {
        ...told,
        kind: 'counter',
        attended: null,
        person: null,
        version: null,
        protocol: null,
        platform: null,
        closed: null,
      },
      {
        ...told,
        id: 'd2',
        kind: 'office',
        attended: true,
        person: { id: 'p1', name: 'Mia' },
        version: null,
        protocol: null,
        platform: null,
        closed: { at, why: 'shutdown', person: 'Mia' },
      },
    ],
  });
  expect(devicesList.read({ devices: Array.from({ length: 2000 }, () => told) })).toBeNull();
  expect(devicesList.read({})).toBeNull();
});

test('one order is there whole or not at all', () => {
  const whole = plainOrder();
  expect(oneOrder.read(whole)).toEqual(whole);
  expect(oneOrder.read({ id: whole.id })).toBeNull();
});

test('what somebody types cannot leave the query it stands in', () => {
  const path = ordersHistory.path({ text: '0&limit=200#é', day: '2026-03-06', before: '17.a b' }) ?? '';
  const asked = new URL(path, 'https://backend.example');
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    q: '0&limit=200#é',
    day: '2026-03-06',
    before: '17.a b',
    limit: '30',
  });
  expect(asked.pathname).toBe('/orders');
});

test('half a character, cut off or told by a backend, does not keep anybody from asking', () => {
  const path = ordersHistory.path({ text: 'Paul \ud83c', day: null, before: '\udf55' }) ?? '';
  expect(new URL(path, 'https://backend.example').searchParams.get('q')).toBe('Paul \ufffd');
});

/** Junk, and junk where an answer has its parts. */
const junk = fc.oneof(
  fc.jsonValue(),
  fc.record({ acts: fc.jsonValue(), receipts: fc.jsonValue() }, { requiredKeys: [] }),
  fc.record({ orders: fc.array(fc.jsonValue()), before: fc.jsonValue() }, { requiredKeys: [] }),
  fc.record({
    notifications: fc.array(
      fc.record(
        Object.fromEntries(
          Object.entries(notificationNo(1, { from: 'Noor' })).map(([key, value]) => [
            key,
            fc.oneof(fc.constant(value), fc.jsonValue()),
          ]),
        ),
      ),
    ),
    before: fc.oneof(fc.string(), fc.constant(null)),
  }),
  fc.record({
    devices: fc.array(
      fc.record(
        {
          id: fc.oneof(fc.string(), fc.jsonValue()),
          name: fc.oneof(fc.string(), fc.jsonValue()),
          kind: fc.oneof(fc.constantFrom('office', 'kitchen'), fc.jsonValue()),
          enrolledAt: fc.oneof(fc.constant(at), fc.jsonValue()),
          seenAt: fc.oneof(fc.constantFrom(at, null), fc.jsonValue()),
          live: fc.oneof(fc.boolean(), fc.jsonValue()),
          audible: fc.oneof(fc.boolean(), fc.jsonValue()),
          person: fc.jsonValue(),
          version: fc.jsonValue(),
          protocol: fc.jsonValue(),
        },
        { requiredKeys: ['id', 'name', 'enrolledAt', 'seenAt', 'live', 'audible'] },
      ),
    ),
  }),
  fc.record({
    acts: fc.array(fc.record({ what: fc.string(), at: fc.string(), by: fc.jsonValue() })),
    receipts: fc.array(fc.record({ stage: fc.string(), at: fc.string(), device: fc.jsonValue() })),
  }),
  fc.record({
    orders: fc.array(
      fc.record(
        Object.fromEntries(
          Object.entries(plainOrder()).map(([key, value]) => [
            key,
            fc.oneof(fc.constant(value), fc.jsonValue()),
          ]),
        ),
      ),
    ),
    before: fc.oneof(fc.string(), fc.constant(null)),
  }),
);

test('whatever is answered, reading it throws nothing, and what is read fits the contract', () => {
  fc.assert(
    fc.property(junk, (body) => {
      for (const name of Object.keys(table) as QueryName[]) {
        const value: unknown = table[name].read(body);
        if (value === null) continue;
        const fits = contract[name].response.safeParse({ ok: true, value });
        expect(fits.error?.issues ?? []).toEqual([]);
      }
      oneOrder.read(body);
    }),
  );
});
