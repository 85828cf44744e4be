// What the console shows of a press until it comes back, against what the backend makes of it when it arrives.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandRequest } from '../../contract/api.ts';
import { decide, type Rules } from '../../contract/decide-verb.ts';
import { verbs, type Order, type Verb } from '../../contract/order.ts';
import { assumeCollected, ring, tell } from '../../backend/orders/passing-time.ts';
import { plainOrder } from '../../tests/support/plain-order.ts';
import type { Entry } from '../outbox/entry.ts';
import { overlay, rulesOf } from './overlay.ts';
import { commandRequest as requestTo } from './questions.ts';
import { waitingPress } from '../../tests/support/waiting-press.ts';

const noon = Date.parse('2026-01-01T12:00:00.000Z');
const rules: Rules = { prepMinutes: 25, tellMs: 10_000, assumeCollectedMs: 45 * 60_000 };
const iso = (ms: number) => new Date(ms).toISOString();

const step = fc.record({
  verb: fc.constantFrom(...verbs),
  item: fc.constantFrom('i1', 'i2', 'none'),
  details: fc.record(
    {
      minutes: fc.integer({ min: 1, max: 240 }),
      seconds: fc.integer({ min: 1, max: 180 }),
      reason: fc.constant('Sold out'),
      ticked: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  later: fc.integer({ min: 0, max: 20 * 60_000 }),
  happens: fc.constantFrom('press', 'press', 'press', 'tell', 'ring', 'collect', 'changed'),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const entryOf = ({ verb, item, details }: Step, at: number): Entry =>
  waitingPress(plainOrder().id, { verb, item: verb === 'tick' ? item : null, details, pressedAt: iso(at) });

/** What the backend makes of it if it arrives the moment it was pressed. */
function truth(order: Order, entry: Entry, at: number): Order {
  const { path, body } = requestTo(entry, 'token');
  const { minutes, seconds, reason, ticked } = commandRequest.parse(body);
  const item = /\/items\/([^/]+)\/tick$/.exec(path)?.[1];
  const decision = decide(
    order,
    {
      verb: entry.verb,
      by: { kind: 'device', id: 'd', name: 'Till' },
      now: at,
      occurredAt: at,
      from: null,
      minutes,
      seconds,
      reason,
      ticked,
      item,
    },
    rules,
  );
  return decision.kind === 'done' ? decision.order : order;
}

/** Who it was is known by name, and when the customer is told decided, at the backend alone. */
const comparable = (order: Order, verb: Verb) => ({
  ...order,
  ...(verb === 'ready' ? { tellAt: null } : {}),
  acts: order.acts.map((act) => ({ ...act, by: null })),
});

test('a press shows what the backend will make of it, whatever happened to the order before', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      let at = noon;
      let order = plainOrder({
        items: ['i1', 'i2'].map((id) => ({ ...plainOrder().items[0]!, id })),
        ringAt: iso(noon + 60_000),
      });
      for (const one of steps) {
        at += one.later;
        if (one.happens === 'press') {
          const entry = entryOf(one, at);
          const real = truth(order, entry, at);
          const shown = overlay(order, [entry], rulesOf(rules));
          expect(comparable(shown, one.verb)).toEqual(comparable(real, one.verb));
          order = real;
        } else if (one.happens === 'changed') order = { ...order, toBeUnderstood: 'changed' };
        else order = { tell, ring, collect: assumeCollected }[one.happens](order, at)?.order ?? order;
      }
    }),
    { numRuns: 1000 },
  );
});
