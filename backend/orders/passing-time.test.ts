import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, lateMs, system, type Command } from '../../contract/decide-verb.ts';
import {
  isOpenOrder,
  order as orderSchema,
  statuses,
  transitions,
  verbs,
  type Order,
  type Status,
  type Verb,
} from '../../contract/order.ts';
import { assumeCollected, ring, tell } from './passing-time.ts';
import { placed } from './place.ts';

const now = Date.parse('2026-03-01T18:00:00Z');
const rules = { prepMinutes: 20, tellMs: 10_000, assumeCollectedMs: 45 * 60_000 };
const fresh = (): Order =>
  placed(
    { items: [{ name: 'Soup', quantity: 1, modifiers: [], allergens: [] }] },
    {
      id: '5f69920f-dd6b-4139-b3e8-a8b43a53e7f0',
      number: '47',
      channel: 'web',
      by: system,
      now,
      restaurant: { currency: 'EUR', prepMinutes: 20, autoAccept: [] },
    },
  ).order;

const press = (verb: Verb, more: Partial<Command> = {}): Command => ({
  verb,
  by: { kind: 'device', id: 'd', name: 'Till' },
  now,
  occurredAt: more.now ?? now,
  from: null,
  minutes: 5,
  item: '1',
  ...more,
});

test('every verb from every status: done where the table says so, already there, or a conflict', () => {
  for (const status of statuses)
    for (const verb of verbs) {
      const { from, to }: { from: readonly Status[]; to: Status | null } = transitions[verb];
      const order: Order = {
        ...fresh(),
        status,
        toBeUnderstood: verb === 'understood' && from.includes(status) ? 'cancelled' : null,
      };
      const decision = decide(order, press(verb), rules);
      const there = to === status || verb === 'stop-bell' || verb === 'understood';
      const expected =
        there && !(from.includes(status) && to !== status)
          ? 'already'
          : from.includes(status)
            ? 'done'
            : 'conflict';
      expect([status, verb, decision.kind]).toEqual([status, verb, expected]);
      if (decision.kind === 'done') expect(decision.order.status).toBe(to ?? status);
    }
});

const commands = fc.record({
  verb: fc.constantFrom(...verbs),
  minutes: fc.integer({ min: 1, max: 240 }),
  ticked: fc.boolean(),
  later: fc.integer({ min: 0, max: 20 * 60_000 }),
  delayed: fc.integer({ min: 0, max: 15 * 60_000 }),
  from: fc.option(fc.uniqueArray(fc.constantFrom(...statuses), { minLength: 1 })),
  happens: fc.constantFrom('command', 'command', 'command', 'tell', 'ring', 'collect'),
});

/** What must be true of an order whatever was done to it. */
function sound(order: Order): void {
  expect(orderSchema.safeParse(order).error).toBeUndefined();
  if (order.status !== 'new') expect(order.snoozedUntil).toBeNull();
  if (order.assumed) expect(order.status).toBe('collected');
  if (order.toldAt !== null) expect(order.tellAt).not.toBeNull();
  if (order.status === 'accepted' || order.status === 'new' || order.status === 'rejected') {
    expect(order.toldAt).toBeNull();
    expect(order.tellAt).toBeNull();
  }
  if (order.toBeUnderstood === 'cancelled') expect(order.status).toBe('cancelled');
  expect(new Set(order.acts.map((act) => act.what)).size).toBe(order.acts.length);
  const closed = order.status === 'collected' || order.status === 'rejected' || order.status === 'cancelled';
  expect(isOpenOrder(order)).toBe(!closed || order.toBeUnderstood !== null);
}

test('no sequence of commands and clocks makes an order that makes no sense', () => {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 25 }), (steps) => {
      let order = fresh();
      let at = now;
      for (const step of steps) {
        at += step.later;
        const before = order;
        if (step.happens === 'command') {
          const command = press(step.verb, { ...step, now: at, occurredAt: at - step.delayed });
          const decision = decide(order, command, rules);
          if (decision.kind !== 'done') continue;
          order = decision.order;
          expect(transitions[step.verb].from).toContain(before.status);
          // Pressing it again at once changes nothing, unless it adds up or moves an end.
          if (!['delay', 'stop-bell'].includes(step.verb) && !before.assumed)
            expect(decide(order, command, rules).kind).toBe('already');
          if (step.verb === 'ready') expect(decision.later.tell == null).toBe(step.delayed > lateMs);
        } else {
          const happened = { tell, ring, collect: assumeCollected }[step.happens](order, at);
          if (!happened) continue;
          order = happened.order;
          if (step.happens === 'tell') expect(tell(order, at)).toBeNull();
        }
        sound(order);
      }
    }),
    { numRuns: 500 },
  );
});

test('a ready that was assumed to be collected comes back as ready, without ringing again', () => {
  const ready = decide(fresh(), press('ready'), rules);
  if (ready.kind !== 'done') throw new Error(ready.kind);
  const told = tell(ready.order, now + 10_000)?.order as Order;
  const gone = assumeCollected(told, now + 60 * 60_000)?.order as Order;
  expect(gone).toMatchObject({ status: 'collected', assumed: true });
  const back = decide(gone, press('recall', { now: now + 61 * 60_000 }), rules);
  expect(back).toMatchObject({
    kind: 'done',
    order: { status: 'ready', assumed: false, toldAt: told.toldAt },
  });
  if (back.kind === 'done') expect(tell(back.order, now + 62 * 60_000)).toBeNull();
});

test('the bell stays stopped for 90 seconds, and never longer than three minutes', () => {
  const until = (seconds?: number) => {
    const decision = decide(fresh(), press('stop-bell', { seconds }), rules);
    return decision.kind === 'done' ? Date.parse(decision.order.snoozedUntil ?? '') - now : null;
  };
  expect([until(), until(30), until(999)]).toEqual([90_000, 30_000, 180_000]);
});
