import { expect, test } from 'vitest';
import { createBrain, orderId, orderNo, type Brain } from '../../tests/support/brain.ts';
import { applyChanges, orderIs } from '../../tests/support/ledger.ts';
import type { ToastOutcome } from '../ports/notifier.ts';
import type { Order } from '../../contract/order.ts';

const failed: ToastOutcome = { kind: 'failed', reason: 'no service', remedy: 'start one' };
const unanswered: ToastOutcome = { kind: 'unanswered', remedy: 'look' };

const known = (brain: Brain, order: Order): void => {
  brain.know({ ledger: applyChanges(brain.state().ledger, [orderIs(order)]), flows: new Map() });
  brain.tell({ kind: 'wake' });
};
const shows = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'show' ? [effect.how] : []));

function rung(order = orderNo(1)): Brain {
  const brain = createBrain();
  known(brain, order);
  brain.effects();
  return brain;
}
const becomes = (brain: Brain, outcome: ToastOutcome): void =>
  void brain.tell({ kind: 'toasted', toast: `placed:${orderId(1)}`, outcome });

test.each([[failed], [unanswered]])(
  'what rings and is not on the desktop comes into sight: %j',
  (outcome) => {
    const brain = rung();
    becomes(brain, outcome);
    expect(shows(brain)).toEqual(['inactive']);
  },
);

test('what the desktop shows needs no window', () => {
  const brain = rung();
  becomes(brain, { kind: 'shown' });
  expect(shows(brain)).toEqual([]);
});

test('answered meanwhile, or for later, it disturbs nobody', () => {
  const answered = rung();
  known(answered, orderNo(1, { status: 'accepted' }));
  answered.effects();
  becomes(answered, failed);
  expect(shows(answered)).toEqual([]);
  const later = rung(
    orderNo(1, { ringAt: new Date(Date.parse(orderNo(1).placedAt) + 3_600_000).toISOString() }),
  );
  becomes(later, failed);
  expect(shows(later)).toEqual([]);
});

test('the notice that nothing is shown goes once something is', () => {
  const brain = rung();
  const codes = () => brain.state().notices.map(({ code }) => code);
  brain.tell({ kind: 'notice', code: 'notifications-failed', detail: 'no service' });
  becomes(brain, unanswered);
  expect(codes()).toEqual(['notifications-failed']);
  becomes(brain, { kind: 'shown' });
  expect(codes()).toEqual([]);
});
