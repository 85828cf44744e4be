// Orders that cannot be read: they ring, stay in sight, and are answered by their id.
import { expect, test } from 'vitest';
import { iso, noon, orderId, orderNo, refusal } from '../../tests/support/brain.ts';
import {
  event,
  newer,
  cancelled,
  push,
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

test('it rings by its number and stays as a bare ticket, the cursor moves on, and nothing is fetched', () => {
  const brain = counter();
  brain.effects();
  push(brain, event(2, newer(7)));
  expect(toasts(brain)).toEqual(['New order 7']);
  expect(rings(brain)).toBe(true);
  expect(seq(brain)).toBe(2);
  expect(brain.open('events')).toEqual([]);
  expect(brain.open('snapshot')).toEqual([]);
  expect(view(brain)).toMatchObject({
    orders: [],
    bell: { ringing: true, unaccepted: 1 },
    unreadable: [{ id: orderId(7), number: '7', column: 'new', hasCopy: false, answerable: true }],
  });
  expect([...ledger(brain).receipts.values()].map(({ receipt }) => receipt.stage)).toContain('stored');
});

test('the screen does not say "live" of it, the beat does: the console hears', () => {
  const brain = counter();
  expect(word(brain)).toBe('live');
  push(brain, event(2, newer(7)));
  expect(word(brain)).toBe('needs-update');
  brain.pass(10_000);
  expect(brain.open('beat')[0]?.beat.live).toBe(true);
});

test.each(['accept', 'ready'] as const)('%s needs only the id, and ends its ringing for good', (verb) => {
  const brain = counter();
  push(brain, event(2, newer(7)));
  expect(press(brain, 7, verb)).toMatchObject({ ok: true });
  expect(brain.open('command')).toMatchObject([{ entry: { order: orderId(7), verb } }]);
  expect(rings(brain)).toBe(false);
  // Whatever the backend says to it: somebody has heard.
  brain.answer(brain.open('command')[0], refusal(409, 'conflict', 'It is over.'));
  expect(rings(brain)).toBe(false);
  brain.restart();
  expect(rings(brain)).toBe(false);
  expect(view(brain).unreadable).toMatchObject([{ pending: { state: 'refused', problem: 'It is over.' } }]);
  expect(word(brain)).not.toBe('live');
});

test('"Handled in the order system" takes it off the screen, asks nothing, and lasts as long as it is unreadable', () => {
  const brain = counter();
  push(brain, event(2, newer(7)));
  expect(brain.intend({ kind: 'handled', order: orderId(7) })).toMatchObject({ ok: true });
  push(brain, event(3, newer(7), 'order.updated'));
  expect(rings(brain)).toBe(false);
  expect(view(brain).unreadable).toEqual([]);
  expect(word(brain)).toBe('live');
  expect(brain.open('command')).toEqual([]);
  brain.effects();
  brain.restart();
  snapshot(brain, 3, newer(7));
  brain.pass(20_000);
  expect(rings(brain)).toBe(false);
  expect(toasts(brain)).toEqual([]);
  expect(brain.intend({ kind: 'handled', order: orderId(8) })).toMatchObject({ ok: false });
});

test('it is told once: not again after a restart, nor when it can be read at last', () => {
  const brain = counter();
  push(brain, event(2, newer(7)));
  brain.tell({ kind: 'toasted', toast: `placed:${orderId(7)}`, outcome: { kind: 'shown' } });
  brain.effects();
  brain.restart();
  snapshot(brain, 2, newer(7));
  brain.pass(1000);
  expect(rings(brain)).toBe(true);
  expect(view(brain).unreadable).toHaveLength(1);
  push(brain, event(3, orderNo(7), 'order.updated'));
  expect(ledger(brain).unreadable.size).toBe(0);
  expect(ledger(brain).orders.get(orderId(7))).toEqual(orderNo(7));
  expect(toasts(brain)).toEqual([]);
  expect(rings(brain)).toBe(true);
});

test('the last copy that could be read stays in the book, and an order that was answered rings no more', () => {
  const copy = orderNo(7, { status: 'accepted' });
  const brain = counter(copy);
  push(brain, event(2, newer(7, { status: 'on-the-bike' }), 'order.updated'));
  expect(ledger(brain).orders.get(orderId(7))).toEqual(copy);
  expect(rings(brain)).toBe(false);
  expect(view(brain)).toMatchObject({
    orders: [{ order: { number: '7' }, column: 'preparing' }],
    unreadable: [{ number: '7', hasCopy: true }],
  });
  expect(word(brain)).toBe('needs-update');
});

test.each([
  ['accepted elsewhere', { status: 'accepted' }, false],
  ['its bell stopped elsewhere', { snoozedUntil: iso(noon + 90_000) }, false],
  ['still new', {}, true],
  ['of a status nobody knows', { status: 'on-the-bike' }, true],
  ['of no status', { status: undefined }, true],
])('%s: whatever can be read of it decides whether it goes on ringing', (_, over, rang) => {
  for (const before of [[], [orderNo(7)]]) {
    const brain = counter(...before);
    push(brain, event(2, newer(7, over), 'order.updated'));
    expect(rings(brain)).toBe(rang);
  }
});

test('cancelled while it was prepared: that much can be read, and it waits for "Understood"', () => {
  const brain = counter(orderNo(7, { status: 'accepted' }));
  brain.effects();
  push(brain, event(2, newer(7, cancelled), 'order.cancelled'));
  expect(toasts(brain)).toEqual(['Order 7 was CANCELLED']);
  brain.pass(60_000);
  expect(toasts(brain)).toEqual([]);
  expect(view(brain).orders).toMatchObject([{ column: 'understand' }]);
  press(brain, 7, 'understood');
  expect(view(brain).orders).toMatchObject([{ column: 'closed' }]);
});

test('one without even an id rings, and only "Handled" ends it', () => {
  const brain = counter();
  brain.effects();
  push(brain, event(2, { items: [] }));
  expect(toasts(brain)).toEqual(['New order ?']);
  const [bare] = view(brain).unreadable;
  expect(bare).toMatchObject({ number: '?', answerable: false });
  const id = bare?.id ?? '';
  expect(brain.intend({ kind: 'command', order: id, verb: 'accept' })).toMatchObject({ ok: false });
  expect(rings(brain)).toBe(true);
  brain.intend({ kind: 'handled', order: id });
  expect(rings(brain)).toBe(false);
});

test('a scheduled order that is to ring earlier now does so, although the rest of it cannot be read', () => {
  const brain = counter(orderNo(7, { ringAt: iso(noon + 3_600_000), promisedAt: iso(noon + 5_000_000) }));
  expect(rings(brain)).toBe(false);
  push(brain, event(2, newer(7, { ringAt: iso(noon) }), 'order.updated'));
  expect(rings(brain)).toBe(true);
});
