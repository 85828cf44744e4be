// What was pressed on orders that cannot be read is not forgotten.
import { expect, test } from 'vitest';
import type { Verb } from '../../contract/order.ts';
import { answered, orderId, orderNo, refusal, stream, type Brain } from '../../tests/support/brain.ts';
import {
  event,
  newer,
  cancelled,
  push,
  counter,
  toasts,
  rings,
  ledger,
  word,
  view,
  press,
} from '../../tests/support/listening-brain.ts';

test.each([
  ['a status that is unknown here', { ...orderNo(7), status: 'parked' as never }],
  ['an order that cannot be read', newer(7)],
])('an accept that was taken back before it was sent is no answer: %s rings again', (_what, wire) => {
  const brain = counter();
  push(brain, event(2, wire));
  brain.know({ sending: { ...brain.state().sending, failures: 1, notBefore: brain.now().mono + 60_000 } });
  press(brain, 7, 'accept');
  expect(rings(brain)).toBe(false);
  expect(brain.intend({ kind: 'undo', order: orderId(7) })).toMatchObject({ ok: true });
  expect(rings(brain)).toBe(true);
  brain.restart();
  brain.pass(1000);
  expect(rings(brain)).toBe(true);
});

test('taking back a second press leaves what was said with the first', () => {
  const brain = counter();
  push(brain, event(2, { ...orderNo(7), status: 'parked' }));
  brain.know({ sending: { ...brain.state().sending, failures: 1, notBefore: brain.now().mono + 60_000 } });
  press(brain, 7, 'accept');
  press(brain, 7, 'ready');
  brain.intend({ kind: 'undo', order: orderId(7) });
  expect(rings(brain)).toBe(false);
});

/** Pressed while it could be read, and taken at that place of the log. */
function pressed(brain: Brain, verb: Verb, seqThen: number): void {
  press(brain, 7, verb);
  const at = { stream, epoch: 'e1', seq: seqThen };
  brain.answer(brain.open('command')[0], answered(200, { ...at, order: orderNo(7), already: null }));
}

test('an answer whose effect comes back in words that cannot be read stays an answer', () => {
  const brain = counter(orderNo(7));
  pressed(brain, 'accept', 2);
  push(brain, event(2, { id: orderId(7), number: '7' }, 'order.updated'));
  expect(ledger(brain).outbox.size).toBe(0);
  brain.pass(60_000);
  expect(rings(brain)).toBe(false);
  brain.restart();
  brain.pass(1000);
  expect(rings(brain)).toBe(false);
});

test('what was understood is, also when that comes back in words that cannot be read', () => {
  const brain = counter(orderNo(7, { status: 'cancelled', toBeUnderstood: 'cancelled' }));
  pressed(brain, 'understood', 2);
  push(brain, event(2, newer(7, cancelled), 'order.updated'));
  expect(view(brain).orders).toMatchObject([{ column: 'closed', pending: null }]);
});

test('a bare ticket that was accepted here and is cancelled is told, and stays until somebody has said so', () => {
  const brain = counter();
  push(brain, event(2, newer(7)));
  pressed(brain, 'accept', 3);
  brain.effects();
  push(brain, event(3, newer(7, { status: 'accepted' }), 'order.updated'));
  push(brain, event(4, newer(7, cancelled), 'order.cancelled'));
  expect(toasts(brain)).toEqual(['Order 7 was CANCELLED']);
  expect(view(brain).unreadable).toMatchObject([{ number: '7', column: 'understand' }]);
  expect(brain.intend({ kind: 'handled', order: orderId(7) }).ok).toBe(true);
  expect(view(brain).unreadable).toEqual([]);
  expect(word(brain)).toBe('live');
});

test('so is one that somebody else had accepted, as far as that could be read', () => {
  const brain = counter();
  push(brain, event(2, newer(7)));
  push(brain, event(3, newer(7, { status: 'accepted' }), 'order.updated'));
  brain.effects();
  push(brain, event(4, newer(7, cancelled), 'order.cancelled'));
  expect(toasts(brain)).toEqual(['Order 7 was CANCELLED']);
  expect(view(brain).unreadable).toMatchObject([{ number: '7', column: 'understand' }]);
});

test('what it says of being understood counts, and what was understood here is not asked for again', () => {
  const brain = counter(orderNo(7, { status: 'accepted', toBeUnderstood: 'changed' }));
  expect(toasts(brain)).toEqual(['Order 7 was changed']);
  const silent = { status: 'accepted', toBeUnderstood: undefined };
  push(brain, event(2, newer(7, silent), 'order.updated'));
  pressed(brain, 'understood', 3);
  push(brain, event(3, newer(7, silent), 'order.updated'));
  expect(view(brain).orders).toMatchObject([{ column: 'preparing' }]);
  pressed(brain, 'ready', 4);
  push(brain, event(4, newer(7, { ...silent, status: 'ready' }), 'order.ready'));
  expect([toasts(brain), view(brain).orders[0]?.column]).toEqual([[], 'ready']);
  push(brain, event(5, newer(7, { status: 'ready', toBeUnderstood: 'changed' }), 'order.updated'));
  expect([toasts(brain), view(brain).orders[0]?.column]).toEqual([['Order 7 was changed'], 'understand']);
  push(brain, event(6, newer(7, { status: 'ready', toBeUnderstood: null }), 'order.updated'));
  expect([toasts(brain), view(brain).orders[0]?.column]).toEqual([[], 'ready']);
});

test('a bare ticket whose press was refused stays until that was read, also when the order is over', () => {
  const brain = counter();
  push(brain, event(2, newer(7)));
  press(brain, 7, 'accept');
  brain.answer(brain.open('command')[0], refusal(409, 'conflict', 'It was cancelled.'));
  push(brain, event(3, newer(7, { status: 'cancelled', toBeUnderstood: null }), 'order.cancelled'));
  expect(view(brain).unreadable).toMatchObject([
    { pending: { state: 'refused', problem: 'It was cancelled.' } },
  ]);
  expect([rings(brain), word(brain)]).toEqual([false, 'live']);
  brain.intend({ kind: 'dismiss-refused', order: orderId(7) });
  expect(view(brain).unreadable).toEqual([]);
});
