import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { View, ViewDelta } from '../../contract/view.ts';
import { view as viewShape, viewDelta } from '../../contract/view.ts';
import { answered, createBrain, ledgerOf, orderId, orderNo, type Brain } from '../../tests/support/brain.ts';
import { createFeed } from './feed.ts';
import { type Change, applyChanges, orderGone, orderIs, orderUnlisted } from '../../tests/support/ledger.ts';

const feedOf = (brain: Brain) =>
  createFeed(() => ({ state: brain.state(), now: brain.now().wall + brain.state().skewMs }));

/** As a window does it: what is not named in a delta stays. */
function follow(view: View, { orders, chats, ...rest }: ViewDelta): View {
  expect(rest.n).toBe(view.n + 1);
  const known = new Map(view.orders.map((one) => [one.order.id, one]));
  for (const id of orders?.drop ?? []) known.delete(id);
  for (const one of orders?.put ?? []) known.set(one.order.id, one);
  const knownChats = new Map(view.chats.map((one) => [one.id, one]));
  for (const id of chats?.drop ?? []) knownChats.delete(id);
  for (const one of chats?.put ?? []) knownChats.set(one.id, one);
  const lists = { orders: [...known.values()], chats: [...knownChats.values()] };
  return { ...view, ...(rest as Partial<View>), n: rest.n, ...lists };
}
const byId = (view: View): View => ({
  ...view,
  orders: view.orders.toSorted((a, b) => a.order.id.localeCompare(b.order.id)),
});
function become(brain: Brain, ...changes: Change[]): void {
  brain.know({ ledger: applyChanges(brain.state().ledger, changes) });
  brain.tell({ kind: 'wake' });
}

test('whoever follows the deltas sees what whoever asks anew sees, whatever happens', () => {
  const op = fc.oneof(
    fc.record({
      do: fc.constant('come' as const),
      n: fc.integer({ min: 1, max: 5 }),
      note: fc.constantFrom('No onions', 'Extra hot'),
    }),
    fc.record({ do: fc.constant('gone' as const), n: fc.integer({ min: 1, max: 5 }) }),
    fc.record({
      do: fc.constantFrom('accept' as const, 'ready' as const),
      n: fc.integer({ min: 1, max: 5 }),
    }),
    fc.record({ do: fc.constant('refuse' as const) }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(op, { maxLength: 25 }), (ops) => {
      const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
      const feed = feedOf(brain);
      let seen = feed.view();
      feed.subscribe((delta) => {
        viewDelta.parse(delta);
        seen = follow(seen, delta);
      });
      for (const wanted of ops) {
        if (wanted.do === 'come') become(brain, orderIs(orderNo(wanted.n, { note: wanted.note })));
        else if (wanted.do === 'gone') become(brain, orderGone(orderId(wanted.n)));
        else if (wanted.do === 'pass') brain.pass(wanted.ms);
        else if (wanted.do === 'refuse') {
          const [ask] = brain.open('command');
          if (ask !== undefined) brain.answer(ask, answered(409));
        } else brain.intend({ kind: 'command', order: orderId(wanted.n), verb: wanted.do });
        feed.refresh();
      }
      expect(byId(seen)).toEqual(byId({ ...feedOf(brain).view(), n: seen.n }));
      viewShape.parse(seen);
    }),
    { numRuns: 25, seed: 7 },
  );
});

test('where nothing changed nobody is told, and the number stays', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  const feed = feedOf(brain);
  const told: ViewDelta[] = [];
  feed.subscribe((delta) => told.push(delta));
  const { n } = feed.view();
  for (let i = 0; i < 3; i += 1) feed.refresh();
  expect(told).toEqual([]);
  expect(feed.view().n).toBe(n);
});

test('an order that did not change is not told of again', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1), orderNo(2)) });
  const feed = feedOf(brain);
  const told: ViewDelta[] = [];
  feed.subscribe((delta) => told.push(delta));
  brain.press(2, 'accept');
  feed.refresh();
  expect(told.flatMap(({ orders }) => orders?.put ?? []).map(({ order }) => order.number)).toEqual(['2']);
});

test('who stopped looking is told nothing more, and others are', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  const feed = feedOf(brain);
  const told: string[] = [];
  const leave = feed.subscribe(() => told.push('first'));
  feed.subscribe(() => told.push('second'));
  leave();
  brain.press(1, 'accept');
  feed.refresh();
  expect(told).toEqual(['second']);
});

test('an order that left the book while something pressed on it is unanswered stays in sight, as closed', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1, { status: 'accepted' })) });
  const ready = brain.press(1, 'ready');
  const [order] = brain.state().ledger.orders.values();
  become(brain, orderUnlisted({ ...order!, status: 'cancelled' }));
  expect(feedOf(brain).view().orders).toMatchObject([
    { column: 'closed', order: { number: '1' }, pending: { command: ready, undoable: false } },
  ]);
});

test('the bell: what waits, whether it rings, and until when it was stopped', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1), orderNo(2)) });
  brain.pass(11_000);
  expect(feedOf(brain).view().bell).toEqual({ ringing: true, unaccepted: 2, snoozedUntil: null });
  brain.intend({ kind: 'stop-bell' });
  const until = new Date(brain.now().wall + 90_000).toISOString();
  expect(feedOf(brain).view().bell).toEqual({ ringing: false, unaccepted: 2, snoozedUntil: until });
  become(brain, orderIs(orderNo(3)));
  brain.pass(11_000);
  expect(feedOf(brain).view().bell).toMatchObject({ ringing: true, unaccepted: 3, snoozedUntil: null });
});
