import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statuses } from '../../contract/order.ts';
import { iso, noon, orderId, orderNo } from '../../tests/support/brain.ts';
import { alertId, alertKinds } from './alert.ts';
import { nextDue, stillWanted, uncovered, wantedBy } from './due.ts';

const hour = 3_600_000;
const scheduled = { ringAt: iso(noon + hour) };

test.each([
  ['a new order', {}, noon, 'placed', 'loud'],
  [
    'a new order whose clock is ahead of ours',
    { placedAt: iso(noon + 5000), ringAt: iso(noon + 5000) },
    noon,
    'placed',
    'loud',
  ],
  ['a scheduled one before its hour', scheduled, noon + hour - 1, 'placed', 'quiet'],
  ['a scheduled one at its hour', scheduled, noon + hour, 'due', 'loud'],
  [
    'an accepted one that was cancelled',
    { status: 'cancelled', toBeUnderstood: 'cancelled' },
    noon,
    'cancelled',
    'notice',
  ],
  [
    'an accepted one that was changed',
    { status: 'accepted', toBeUnderstood: 'changed' },
    noon,
    'changed',
    'notice',
  ],
] as const)('%s', (_what, over, now, kind, voice) => {
  expect(wantedBy(orderNo(1, over), now)).toEqual({ kind, voice });
});

test.each(statuses.filter((status) => status !== 'new'))('an order that is %s asks for nobody', (status) => {
  expect(wantedBy(orderNo(1, { status }), noon)).toBeNull();
  for (const kind of alertKinds) expect(stillWanted(orderNo(1, { status }), kind, noon)).toBe(false);
});

test('what nobody answered for minutes asks as long as it is new, besides everything else', () => {
  const marks = new Set([alertId('placed', orderId(1))]);
  const escalated = new Set([orderId(1), orderId(2)]);
  const found = uncovered([orderNo(1), orderNo(2, { status: 'accepted' })], marks, noon, escalated);
  expect(found).toMatchObject([{ kind: 'unaccepted', voice: 'notice', order: { number: '1' } }]);
  expect(stillWanted(orderNo(1), 'unaccepted', noon)).toBe(true);
  marks.add(alertId('unaccepted', orderId(1)));
  expect(uncovered([orderNo(1)], marks, noon, escalated)).toEqual([]);
});

test('the one that has waited longest is told first', () => {
  const orders = [3, 1, 2].map((n) => orderNo(n, { placedAt: iso(noon + n), ringAt: iso(noon + n) }));
  expect(uncovered(orders, new Set(), noon + hour).map(({ order }) => order.number)).toEqual(['1', '2', '3']);
});

test('a mark covers its own order and kind, and no other', () => {
  fc.assert(
    fc.property(fc.constantFrom(...alertKinds), fc.integer({ min: 1, max: 3 }), (kind, n) => {
      const marks = new Set([alertId(kind, orderId(n))]);
      const found = uncovered([orderNo(1), orderNo(2, scheduled), orderNo(3)], marks, noon + 2 * hour);
      const expected = [
        ['placed', 1],
        ['due', 2],
        ['placed', 3],
      ].filter(([wanted, of]) => wanted !== kind || of !== n);
      expect(found.map((one) => [one.kind, Number(one.order.number)]).toSorted()).toEqual(
        expected.toSorted(),
      );
    }),
  );
});

test('the next hour to wake for is the earliest one still ahead, of an order nobody has answered', () => {
  const at = (n: number, ms: number, over = {}) => orderNo(n, { ringAt: iso(noon + ms), ...over });
  expect(nextDue([], noon)).toBeNull();
  expect(nextDue([orderNo(1)], noon)).toBeNull();
  const orders = [at(1, 3 * hour), at(2, 2 * hour), at(3, hour, { status: 'accepted' }), at(4, -hour)];
  expect(nextDue(orders, noon)).toBe(noon + 2 * hour);
});
