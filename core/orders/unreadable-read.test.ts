// What events and snapshots say of orders that cannot be read, or in types nobody here knows.
import { expect, test } from 'vitest';
import { answered, iso, noon, orderId, orderNo, refusal, stream } from '../../tests/support/brain.ts';
import {
  head,
  event,
  newer,
  push,
  readUp,
  counter,
  toasts,
  rings,
  ledger,
  seq,
  word,
  view,
  press,
  snapshot,
} from '../../tests/support/listening-brain.ts';

test('a snapshot drops nothing that it could not read, and nothing that it does not list stays', () => {
  const brain = counter(orderNo(1), orderNo(2));
  push(brain, event(2, newer(3)));
  brain.restart();
  snapshot(brain, 5, orderNo(1), newer(2), newer(4), { items: [] });
  expect(seq(brain)).toBe(5);
  const { orders, unreadable } = ledger(brain);
  expect([...orders.keys()]).toEqual([orderId(1), orderId(2)]);
  expect([...unreadable.keys()]).toEqual([orderId(2), orderId(4), expect.stringMatching(/^nameless:/)]);
});

test('an event whose place cannot be read costs one snapshot, and a flood of them no loop', () => {
  const brain = counter();
  let asked = 0;
  brain.pass(10_000);
  for (let times = 0; times < 50; times += 1) {
    brain.pass(100);
    for (const ask of brain.open('beat'))
      brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: { [stream]: head(99) } }));
    for (const ask of brain.open('events'))
      brain.answer(ask, answered(200, { events: [{ type: 'order.new', seq: 'x' }], head: head(99) }));
    for (const ask of brain.open('snapshot')) {
      asked += 1;
      brain.answer(ask, answered(200, { heads: { [stream]: head(1) }, restaurant: null, orders: [] }));
    }
  }
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(12);
});

test('an order of an unknown status rings like a new one until "Understood", and is shown by its word', () => {
  const brain = counter();
  brain.effects();
  push(brain, event(2, { ...orderNo(7), status: 'in-review' }));
  expect(toasts(brain)).toEqual(['New order 7']);
  expect(view(brain).orders).toMatchObject([
    { column: 'new', order: { status: 'unknown', statusWord: 'in-review' } },
  ]);
  expect(word(brain)).toBe('live');
  press(brain, 7, 'understood');
  expect(rings(brain)).toBe(false);
  brain.answer(brain.open('command')[0], refusal(409, 'conflict', 'Nothing to understand.'));
  brain.pass(20_000);
  expect(rings(brain)).toBe(false);
  brain.restart();
  snapshot(brain, 2, { ...orderNo(7), status: 'in-review' });
  expect(rings(brain)).toBe(false);
  expect(view(brain).orders).toMatchObject([{ column: 'preparing' }]);
});

test.each([
  ['was accepted before', [orderNo(7, { status: 'accepted' })], {}],
  [
    'was accepted by somebody, as it says itself',
    [],
    { acts: [{ what: 'accept', at: iso(noon), by: { kind: 'person', name: 'Ada' } }] },
  ],
])('an order that %s does not ring because its status is unknown', (_, before, over) => {
  const brain = counter(...before);
  push(brain, event(2, { ...orderNo(7), ...over, status: 'on-the-bike' }, 'order.updated'));
  expect(rings(brain)).toBe(false);
});

test('what could not be read is asked for again at the next start: by then it may be another version', () => {
  const brain = counter(orderNo(1));
  brain.restart();
  expect(brain.open('snapshot')).toEqual([]);
  readUp(brain);
  push(brain, event(2, newer(7)));
  brain.restart();
  expect(brain.open('snapshot')).toHaveLength(1);
});

test('an event of a type that nobody here knows moves the cursor, and a whole order in it is believed', () => {
  const brain = counter(orderNo(7, { status: 'accepted' }));
  push(brain, event(2, orderNo(7, { status: 'ready' }), 'order.weighed'));
  push(brain, event(3, { id: orderId(7), number: '7' }, 'order.praised'));
  push(brain, { ...event(4, undefined, 'menu.changed'), unreadable: { id: 'x' } } as never);
  expect(seq(brain)).toBe(4);
  expect(ledger(brain).orders.get(orderId(7))?.status).toBe('ready');
  expect(ledger(brain).unreadable.size).toBe(0);
  expect([...brain.open('events'), ...brain.open('snapshot')]).toEqual([]);
});

const reference = { ...event(2, { id: orderId(7), number: '7' }, 'order.weighed'), ref: true };

test('a reference of a type that nobody here knows may stand for a whole order: the log has it', () => {
  const brain = counter();
  push(brain, reference);
  brain.answer(
    brain.open('events')[0],
    answered(200, { events: [event(2, orderNo(7), 'order.weighed')], head: head(2) }),
  );
  expect(rings(brain)).toBe(true);
});

test('what the log itself tells no more of is passed over', () => {
  const brain = counter();
  push(brain, reference);
  brain.answer(brain.open('events')[0], answered(200, { events: [reference], head: head(2) }));
  expect(seq(brain)).toBe(2);
  expect([...brain.open('events'), ...brain.open('snapshot')]).toEqual([]);
});

test('a reference whose number is longer than this version sends them is fetched, not taken for a bare order', () => {
  const brain = counter();
  push(brain, { ...event(2, { id: orderId(7), number: 'W-2026-0000007' }), ref: true } as never);
  expect(brain.open('events')).toHaveLength(1);
  expect(ledger(brain).unreadable.size).toBe(0);
});

test('a whole order that cannot be read rings, whatever the type of its event', () => {
  const brain = counter();
  push(brain, event(2, newer(7), 'order.preordered'));
  expect(rings(brain)).toBe(true);
  expect(view(brain).unreadable).toMatchObject([{ id: orderId(7) }]);
});
