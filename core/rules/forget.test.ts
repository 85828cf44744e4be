import { expect, test } from 'vitest';
import { createBrain, ledgerOf, orderId, orderNo, rungAs } from '../../tests/support/brain.ts';

test('what was noted of orders, presses and notifications goes with them, and of the others it stays', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  // Nobody answers what it asks, so it waits no longer and rings.
  brain.pass(11_000);
  const press = brain.press(1, 'accept');
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(1)] });
  const toast = [...brain.state().ledger.alerts.values()][0]?.toast ?? '';
  const { alerting, sending } = brain.state();
  const older = Array.from({ length: 1000 }, (_, n) => `older-${n}`);
  brain.know({
    sounded: new Set([orderId(1), ...older]),
    alerting: { ...alerting, asked: new Set([toast, ...older]) },
    sending: {
      ...sending,
      handed: new Set([press, ...older]),
      answeredAt: new Map(older.map((id) => [id, 0])),
    },
  });
  brain.pass(11 * 60_000);
  const after = brain.state();
  expect([...after.sounded]).toEqual([orderId(1)]);
  expect([...after.alerting.asked]).toEqual([toast]);
  expect([...after.sending.handed]).toEqual([press]);
  expect(after.sending.answeredAt.size).toBe(0);
});
