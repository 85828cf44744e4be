import { expect, test } from 'vitest';
import type { Verb } from '../../contract/order.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  refusal,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { project } from '../view/project.ts';

const head = (seq: number) => ({ epoch: 'e1', seq, id: `e1-${seq}` });
const event = (seq: number, order: unknown, type = 'order.new') => ({
  stream,
  epoch: 'e1',
  seq,
  prev: `e1-${seq - 1}`,
  id: `e1-${seq}`,
  type,
  at: iso(noon),
  message: 'An event',
  order,
});
/** Of a version whose orders this one cannot read. */
const newer = (n: number, over: object = {}) => ({ ...orderNo(n), items: { all: [] }, ...over });
/** And whether somebody has to understand it is not said in a way that this one knows. */
const cancelled = { status: 'cancelled', toBeUnderstood: undefined };

const push = (brain: Brain, wire: { type: string }): void =>
  void brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: { kind: 'event', channel, name: wire.type, data: wire },
  });
function readUp(brain: Brain, seq = 1): void {
  for (let ask = brain.open('events')[0]; ask !== undefined; ask = brain.open('events')[0])
    brain.answer(ask, answered(200, { events: [], head: head(seq) }));
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: { [stream]: head(seq) } }));
}
function counter(...orders: ReturnType<typeof orderNo>[]): Brain {
  const brain = createBrain({ ledger: ledgerOf(...orders) });
  for (const signal of [
    { kind: 'connected', socketId: '1.1' },
    { kind: 'subscribed', channel },
  ] as const)
    brain.tell({ kind: 'realtime', session: session.folder, signal });
  readUp(brain);
  return brain;
}
const toasts = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'toast' ? [effect.toast.title] : []));
const rings = (brain: Brain) => brain.state().ringing !== null;
const ledger = (brain: Brain) => brain.state().ledger;
const seq = (brain: Brain) => ledger(brain).cursors.get(stream)?.seq;
const word = (brain: Brain) => brain.state().status.word;
const view = (brain: Brain) => project(brain.state(), brain.now().wall, new Map()).view;
const press = (brain: Brain, n: number, verb: Verb) =>
  brain.intend({ kind: 'command', order: orderId(n), verb });
const snapshot = (brain: Brain, seqNow: number, ...orders: unknown[]) =>
  brain.answer(
    brain.open('snapshot')[0],
    answered(200, { now: iso(noon), heads: { [stream]: head(seqNow) }, restaurant: null, orders }),
  );

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

test('a scheduled order that is to ring earlier now does so, although the rest of it cannot be read', () => {
  const brain = counter(orderNo(7, { ringAt: iso(noon + 3_600_000), promisedAt: iso(noon + 5_000_000) }));
  expect(rings(brain)).toBe(false);
  push(brain, event(2, newer(7, { ringAt: iso(noon) }), 'order.updated'));
  expect(rings(brain)).toBe(true);
});

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
