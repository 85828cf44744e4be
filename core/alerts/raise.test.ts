import { expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import {
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  stream,
  type Brain,
  type BrainOptions,
} from '../../tests/support/brain.ts';
import type { Effect } from '../assembly.ts';
import { type Change, applyChanges, orderGone, orderIs, restaurantIs } from '../../tests/support/ledger.ts';
import { readLog } from '../../tests/support/listening-brain.ts';

/** A console that has read all there is. */
function counter(options: BrainOptions = {}): Brain {
  const brain = createBrain(options);
  readLog(brain);
  return brain;
}
function become(brain: Brain, ...changes: Change[]): void {
  brain.know({ ledger: applyChanges(brain.state().ledger, changes) });
  brain.tell({ kind: 'wake' });
}
const come = (brain: Brain, ...orders: Order[]): void =>
  become(brain, ...orders.map((order) => orderIs(order)));
const toastsIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'toast' ? [effect.toast.id] : []));
const ringsIn = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'ring' ? [effect.sound] : []));
const outcomeOf = (brain: Brain, toast: string) =>
  brain.tell({ kind: 'toasted', toast, outcome: { kind: 'shown' } });
const alertsOf = (brain: Brain) => [...brain.state().ledger.alerts.values()];

test('an order is told once, and rings with its notification, by whatever way it is seen again', () => {
  const brain = counter();
  come(brain, orderNo(1));
  const effects = brain.effects();
  expect(toastsIn(effects)).toEqual([`placed:${orderId(1)}`]);
  expect(ringsIn(effects)).toEqual(['first']);
  expect(alertsOf(brain)).toMatchObject([{ id: `placed:${orderId(1)}`, outcome: 'intended' }]);
  outcomeOf(brain, `placed:${orderId(1)}`);
  expect(alertsOf(brain)).toMatchObject([{ outcome: 'shown' }]);
  become(brain, orderGone(orderId(1)));
  come(brain, orderNo(1, { note: 'Seen in a snapshot.' }));
  expect(toastsIn(brain.effects())).toEqual([]);
});

test.each([
  ['nobody knows whether it was shown', null, 1],
  ['it was shown', { kind: 'shown' }, 0],
  ['the desktop refused it', { kind: 'failed', reason: 'no', remedy: 'yes' }, 0],
] as const)(
  'after a crash, when %s, an alert is raised again as the same one, or not at all',
  (_what, outcome, times) => {
    const brain = counter({ ledger: ledgerOf(orderNo(1)) });
    const [toast = ''] = toastsIn(brain.effects());
    if (outcome !== null) brain.tell({ kind: 'toasted', toast, outcome });
    brain.restart();
    readLog(brain);
    expect(toastsIn(brain.effects())).toEqual(Array.from({ length: times }, () => toast));
    expect(alertsOf(brain)).toHaveLength(1);
  },
);

test('while the log is being caught up an alert waits for the whole picture, but not for ever', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  brain.pass(9900);
  expect(toastsIn(brain.effects())).toEqual([]);
  brain.pass(100);
  expect(toastsIn(brain.effects())).toHaveLength(1);
});

test('an answer that is taken back while an alert waits for the whole picture does not make it wait longer', () => {
  const brain = createBrain();
  come(brain, orderNo(1));
  brain.pass(7000);
  come(brain, orderNo(1, { status: 'rejected' }));
  come(brain, orderNo(1));
  expect(toastsIn(brain.effects())).toEqual([]);
  brain.pass(3500);
  expect(toastsIn(brain.effects())).toEqual([`placed:${orderId(1)}`]);
});

test('what came during an outage is told together, each order with a mark and a receipt of its own', () => {
  const brain = counter({ ledger: ledgerOf(orderNo(1), orderNo(2), orderNo(3)) });
  const [group = '', ...others] = toastsIn(brain.effects());
  expect(others).toEqual([]);
  expect(alertsOf(brain).map(({ order, toast }) => [order, toast])).toEqual(
    [1, 2, 3].map((n) => [orderId(n), group]),
  );
  outcomeOf(brain, group);
  expect([...brain.state().ledger.receipts.keys()]).toEqual([1, 2, 3].map((n) => `shown:${orderId(n)}`));
});

test('more than five within ten seconds: five by themselves, the others together, nobody left out', () => {
  const brain = counter();
  const toasts: string[] = [];
  for (let n = 1; n <= 9; n += 1) {
    come(brain, orderNo(n));
    brain.pass(500);
    toasts.push(...toastsIn(brain.effects()));
  }
  brain.pass(2000);
  toasts.push(...toastsIn(brain.effects()));
  expect(toasts.slice(0, 5)).toEqual([1, 2, 3, 4, 5].map((n) => `placed:${orderId(n)}`));
  expect(toasts).toHaveLength(6);
  for (const toast of toasts) outcomeOf(brain, toast);
  const told = [...brain.state().ledger.receipts.keys()].filter((id) => id.startsWith('shown:'));
  expect(new Set(told)).toEqual(new Set(Array.from({ length: 9 }, (_, i) => `shown:${orderId(i + 1)}`)));
  // A calm minute later one is told by itself again.
  brain.pass(60_000);
  brain.effects();
  come(brain, orderNo(10));
  expect(toastsIn(brain.effects())).toEqual([`placed:${orderId(10)}`]);
});

test('a scheduled order is told quietly when it is placed, and rings when its hour has come', () => {
  const brain = counter();
  const ringAt = iso(noon + 1_800_000);
  come(brain, orderNo(1, { ringAt }));
  const placed = brain.effects();
  expect([toastsIn(placed), ringsIn(placed)]).toEqual([[`placed:${orderId(1)}`], ['quiet']]);
  brain.pass(1_799_990);
  const waiting = brain.effects();
  expect([toastsIn(waiting), ringsIn(waiting)]).toEqual([[], []]);
  brain.pass(10);
  const due = brain.effects();
  expect([toastsIn(due), ringsIn(due)]).toEqual([[`due:${orderId(1)}`], ['first']]);
});

test.each([
  [[{ opens: '09:00', closes: '22:00' }], ['quiet']],
  [[{ opens: '18:00', closes: '22:00' }], []],
])('open %j: an order for later sounds %j', (spans, sounds) => {
  const week = Array.from({ length: 7 }, () => spans);
  const restaurant = { id: 'r1', timeZone: 'UTC', openingHours: { week, exceptions: [] } };
  const brain = counter();
  become(brain, restaurantIs(restaurant as unknown as Restaurant));
  come(brain, orderNo(1, { ringAt: iso(noon + 86_400_000) }));
  const effects = brain.effects();
  expect(toastsIn(effects)).toHaveLength(1);
  expect(ringsIn(effects)).toEqual(sounds);
});

test.each([
  ['cancelled', { status: 'cancelled', toBeUnderstood: 'cancelled' }],
  ['changed', { status: 'accepted', toBeUnderstood: 'changed' }],
] as const)('%s after it was accepted: one notification with a sound of its own, no bell', (kind, over) => {
  const brain = counter({ ledger: ledgerOf(orderNo(1, { status: 'accepted' })) });
  brain.effects();
  come(brain, orderNo(1, over));
  brain.pass(120_000);
  const effects = brain.effects();
  expect(toastsIn(effects)).toEqual([`${kind}:${orderId(1)}`]);
  expect(ringsIn(effects)).toEqual(['notice']);
});

test('once it was understood, the next change of the same order is a new thing to tell', () => {
  const brain = counter({ ledger: ledgerOf(orderNo(1, { status: 'accepted' })) });
  for (let time = 0; time < 2; time += 1) {
    brain.effects();
    come(brain, orderNo(1, { status: 'accepted', toBeUnderstood: 'changed' }));
    come(brain, orderNo(1, { status: 'accepted', toBeUnderstood: 'changed', note: 'The same change.' }));
    expect(toastsIn(brain.effects())).toEqual([`changed:${orderId(1)}`]);
    come(brain, orderNo(1, { status: 'accepted' }));
  }
});

test.each(['accept', 'reject', 'ready', 'cancel'] as const)(
  'a %s, pressed here and not even sent, silences the bell and takes the notification back',
  (verb) => {
    const brain = counter();
    come(brain, orderNo(1));
    brain.effects();
    brain.press(1, verb);
    expect(brain.effects()).toEqual(
      expect.arrayContaining([
        { do: 'withdraw', toast: `placed:${orderId(1)}` },
        { do: 'silence' },
        { do: 'flash', on: false },
      ]),
    );
    brain.pass(600_000);
    expect(ringsIn(brain.effects())).toEqual([]);
  },
);

test('stopping the bell is a snooze: silent for 90 s, and heard again at their end', () => {
  const brain = counter();
  come(brain, orderNo(1));
  brain.effects();
  brain.intend({ kind: 'stop-bell' });
  brain.pass(89_900);
  expect(ringsIn(brain.effects())).toEqual([]);
  brain.pass(100);
  expect(ringsIn(brain.effects())).toEqual(['first']);
});

test('a bell that was stopped elsewhere is silent here, too, for as long as it was stopped for', () => {
  const brain = counter();
  come(brain, orderNo(1));
  brain.effects();
  come(brain, orderNo(1, { snoozedUntil: iso(noon + 60_000) }));
  brain.pass(59_900);
  expect(ringsIn(brain.effects())).toEqual([]);
  brain.pass(100);
  expect(ringsIn(brain.effects())).toEqual(['first']);
});

test('a second order rings although the bell of the first was stopped', () => {
  const brain = counter();
  come(brain, orderNo(1));
  brain.intend({ kind: 'stop-bell' });
  brain.effects();
  come(brain, orderNo(2));
  const rings = brain.effects().filter((effect) => effect.do === 'ring');
  expect(rings).toMatchObject([{ sound: 'first', orders: [orderId(2)] }]);
});

test('a notification of several is taken back when the last of them is answered', () => {
  const brain = counter({ ledger: ledgerOf(orderNo(1), orderNo(2)) });
  const [group = ''] = toastsIn(brain.effects());
  brain.press(1, 'accept');
  expect(brain.effects()).not.toContainEqual({ do: 'withdraw', toast: group });
  brain.press(2, 'accept');
  expect(brain.effects()).toContainEqual({ do: 'withdraw', toast: group });
});

test('another stream that is behind is no reason to wait', () => {
  const brain = counter();
  const flow = brain.state().flows.get(stream)!;
  const inbox = { ...flow, want: 'events' as const, notBefore: Infinity };
  brain.know({ flows: new Map([...brain.state().flows, ['user:u1', inbox]]) });
  come(brain, orderNo(1));
  expect(toastsIn(brain.effects())).toHaveLength(1);
});

test('an order cancelled here is told as cancelled once the backend says so, and once', () => {
  const brain = counter();
  come(brain, orderNo(1, { status: 'accepted' }));
  brain.effects();
  brain.intend({ kind: 'command', order: orderId(1), verb: 'cancel', reason: 'Guest left' });
  brain.tell({ kind: 'wake' });
  expect(toastsIn(brain.effects()), 'only expected').toEqual([]);
  come(brain, orderNo(1, { status: 'cancelled', toBeUnderstood: 'cancelled' }));
  brain.tell({ kind: 'wake' });
  expect(toastsIn(brain.effects())).toEqual([`cancelled:${orderId(1)}`]);
});
