import { expect, test } from 'vitest';
import type { Alert } from '../alerts/alert.ts';
import {
  channel,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  type Brain,
} from '../../tests/support/brain.ts';
import { event, push, readLog, readUp } from '../../tests/support/listening-brain.ts';

/** Started again at noon, having been alive until ten seconds before, with one order in its journal. */
function back(): Brain {
  const order = orderNo(1, { placedAt: iso(noon - 9000) });
  const rung: Alert = {
    id: `placed:${orderId(1)}`,
    order: orderId(1),
    number: '1',
    kind: 'placed',
    raisedAt: noon - 8500,
    toast: 't1',
    outcome: 'shown',
  };
  const brain = createBrain({ ledger: { ...ledgerOf(order), alerts: new Map([[rung.id, rung]]) } });
  brain.tell({ kind: 'was-away', since: noon - 10_000 });
  return brain;
}
function comesUp(brain: Brain): void {
  for (const signal of [
    { kind: 'connected', socketId: '1.1' },
    { kind: 'subscribed', channel },
  ] as const)
    brain.tell({ kind: 'realtime', session: 'f1', signal });
  readLog(brain);
}
const told = (brain: Brain) => brain.state().notices.filter(({ code }) => code === 'was-away');
const span = `${iso(noon - 10_000)}/${iso(noon)}`;

test('it says nothing of what was missed before everything is here again', () => {
  const brain = back();
  expect(told(brain)).toEqual([]);
  comesUp(brain);
  readUp(brain);
  expect(told(brain)).toMatchObject([{ detail: `${span}/0` }]);
});

test('orders that were placed meanwhile are counted, and none that it knew or that came afterwards', () => {
  const brain = back();
  comesUp(brain);
  push(brain, event(2, orderNo(2, { placedAt: iso(noon - 5000) })));
  push(brain, event(3, orderNo(3, { placedAt: iso(noon + 1) })));
  readUp(brain, 3);
  expect(told(brain)).toMatchObject([{ detail: `${span}/1` }]);
});

test('it is said once', () => {
  const brain = back();
  comesUp(brain);
  readUp(brain);
  const [notice] = told(brain);
  brain.intend({ kind: 'dismiss-notice', id: notice?.id ?? '' });
  brain.pass(10_000);
  readUp(brain);
  expect(told(brain)).toEqual([]);
});

test('a clock that was set back meanwhile tells no time', () => {
  const brain = createBrain({ ledger: ledgerOf() });
  brain.tell({ kind: 'was-away', since: noon + 60_000 });
  comesUp(brain);
  readUp(brain);
  expect(told(brain)).toEqual([]);
});
