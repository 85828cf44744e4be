import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statuses, transitions, verbs, type Order, type Verb } from '../../contract/order.ts';
import { plainOrder } from '../../tests/support/plain-order.ts';
import type { Entry } from '../outbox/entry.ts';
import { ageMs, columnOf, isScheduled, isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { lanesOf, overlay as overlayBy, rulesOf, shownOrders } from './overlay.ts';
import { emptyLedger } from '../../tests/support/ledger.ts';
import { waitingPress } from '../../tests/support/waiting-press.ts';

const noon = Date.parse('2026-01-01T12:00:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const order = plainOrder();
const overlay = (confirmed: Order, lane: readonly Entry[]) =>
  overlayBy(confirmed, lane, rulesOf({ prepMinutes: 15 }));
const press = (verb: Verb, over: Partial<Entry> = {}): Entry =>
  waitingPress(order.id, { id: `c-${verb}`, verb, pressedAt: iso(noon + 60_000), ...over });
const anyPress = fc
  .record({ verb: fc.constantFrom(...verbs), refused: fc.constantFrom(null, 'no'), minutes: fc.nat(60) })
  .map(({ verb, refused, minutes }) => press(verb, { refused, item: 'i1', details: { minutes } }));

test('shows each press as the backend would take it, and leaves out what it never will', () => {
  for (const status of statuses)
    for (const verb of verbs) {
      const rule: { from: readonly string[]; to: string | null } = transitions[verb];
      const shown = overlay({ ...order, status }, [press(verb, { item: 'i1' })]).status;
      expect(shown).toBe(rule.from.includes(status) ? (rule.to ?? status) : status);
    }
});

test('several presses stand on each other', () => {
  const lane = [press('accept', { details: { minutes: 20 } }), press('ready'), press('recall')];
  expect(overlay(order, lane)).toMatchObject({
    status: 'accepted',
    promisedAt: iso(noon + 60_000 + 20 * 60_000),
  });
  expect(overlay(order, lane.slice(0, 2)).status).toBe('ready');
});

test('a refused press changes nothing', () => {
  expect(overlay(order, [press('accept', { refused: 'It was cancelled.' })])).toEqual(order);
});

test('an order only assumed to be collected goes back to ready', () => {
  const assumed: Order = { ...order, status: 'collected', assumed: true };
  expect(overlay(assumed, [press('recall')])).toMatchObject({ status: 'ready', assumed: false });
  expect(overlay({ ...assumed, assumed: false }, [press('recall')]).status).toBe('accepted');
});

test('a tick marks that item only, and can be taken away', () => {
  expect(overlay(order, [press('tick', { item: 'i1' })]).items[0]?.ticked).toBe(true);
  const off = press('tick', { item: 'i1', details: { ticked: false } });
  expect(overlay(order, [press('tick', { item: 'i1' }), off]).items[0]?.ticked).toBe(false);
  expect(overlay(order, [press('tick', { item: 'other' })]).items).toEqual(order.items);
});

test('whatever is pressed: the confirmed order is not touched, and what identifies it stays', () => {
  fc.assert(
    fc.property(fc.constantFrom(...statuses), fc.array(anyPress, { maxLength: 8 }), (status, lane) => {
      const confirmed = Object.freeze({ ...order, status });
      const shown = overlay(confirmed, lane);
      expect(shown).toMatchObject({ id: order.id, number: order.number, placedAt: order.placedAt });
      expect(confirmed).toEqual({ ...order, status });
      if (lane.every((entry) => entry.refused !== null)) expect(shown).toEqual(confirmed);
    }),
  );
});

test('with an empty outbox the book is what is shown; a press on an order not in the book shows nothing', () => {
  const orders = new Map([[order.id, order]]);
  expect(shownOrders({ ...emptyLedger, orders })).toBe(orders);
  const stray = press('accept', { order: 'somewhere else' });
  expect([...shownOrders({ ...emptyLedger, orders, outbox: new Map([[stray.id, stray]]) }).values()]).toEqual(
    [order],
  );
});

test('presses stay in the order they were made, one lane an order', () => {
  const entries = [press('accept'), press('ready', { order: 'b' }), press('ready')];
  const lanes = lanesOf(new Map(entries.map((entry, i) => [`${i}`, entry])));
  expect(lanes.get(order.id)?.map(({ verb }) => verb)).toEqual(['accept', 'ready']);
  expect(lanes.get('b')).toHaveLength(1);
});

test.each([
  [{}, 'new'],
  [{ ringAt: iso(noon + 60_000) }, 'later'],
  [{ status: 'accepted', ringAt: iso(noon + 60_000) }, 'preparing'],
  [{ status: 'ready' }, 'ready'],
  [{ status: 'collected' }, 'closed'],
  [{ status: 'rejected' }, 'closed'],
  [{ status: 'cancelled' }, 'closed'],
  [{ status: 'cancelled', toBeUnderstood: 'cancelled' }, 'understand'],
  [{ status: 'accepted', toBeUnderstood: 'changed' }, 'understand'],
  [{ status: 'unknown', toBeUnderstood: 'changed' }, 'new'],
  [{ status: 'unknown', toBeUnderstood: 'changed', answered: true }, 'understand'],
] as const)('an order with %j stands in %s', (over, column) => {
  expect(columnOf({ ...order, ...over }, noon)).toBe(column);
});

test('an order is unheard from its ringAt until it is answered, except while its bell is stopped', () => {
  const scheduled = { ...order, ringAt: iso(noon + 3_600_000) };
  expect(isScheduled(scheduled)).toBe(true);
  expect(isScheduled(order)).toBe(false);
  expect(isUnheard(scheduled, noon)).toBe(false);
  expect(isUnheard(scheduled, noon + 3_600_000)).toBe(true);
  const snoozed = { ...order, snoozedUntil: iso(noon + 90_000) };
  expect(isUnheard(snoozed, noon + 89_999)).toBe(false);
  expect(waitsForAnswer(snoozed, noon)).toBe(true);
  expect(isUnheard(snoozed, noon + 90_000)).toBe(true);
  const anHourAhead = { ...snoozed, snoozedUntil: new Date(noon + 3_690_000).toISOString() };
  expect(isUnheard(anHourAhead, noon), 'no snooze lasts an hour: a clock was wrong').toBe(true);
  expect(isUnheard({ ...order, status: 'accepted' }, noon)).toBe(false);
});

test('an age is never negative', () => {
  expect(ageMs(iso(noon + 5000), noon)).toBe(0);
  expect(ageMs(iso(noon - 5000), noon)).toBe(5000);
});
