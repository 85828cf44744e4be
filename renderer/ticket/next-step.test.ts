import { expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import { now, order } from '../../tests/preview/fixtures.ts';
import { nextStep, type Step } from './next-step.ts';

const iso = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const time = { chosenMinutes: null, prepMinutes: 15, now };
type Sent = Pick<Step, 'verb' | 'extra'> | null;

test.each<[string, Partial<Order>, number | null, Sent]>([
  ['new, without a promise: the usual time', {}, null, { verb: 'accept', extra: { minutes: 15 } }],
  ['new, promised: as promised', { promisedAt: iso(1200) }, null, { verb: 'accept', extra: {} }],
  ['new, minutes were set', {}, 25, { verb: 'accept', extra: { minutes: 25 } }],
  [
    'new, promised, minutes were set',
    { promisedAt: iso(1200) },
    30,
    { verb: 'accept', extra: { minutes: 30 } },
  ],
  ['accepted', { status: 'accepted' }, null, { verb: 'ready', extra: {} }],
  ['accepted: minutes are for accepting', { status: 'accepted' }, 30, { verb: 'ready', extra: {} }],
  ['changed', { status: 'accepted', toBeUnderstood: 'changed' }, null, { verb: 'understood', extra: {} }],
  ['ready', { status: 'ready' }, null, { verb: 'collect', extra: {} }],
  [
    'cancelled',
    { status: 'cancelled', toBeUnderstood: 'cancelled' },
    null,
    { verb: 'understood', extra: {} },
  ],
  ['collected', { status: 'collected' }, null, null],
  ['rejected', { status: 'rejected' }, null, null],
])('the next step: %s', (_what, change, chosenMinutes, sent) => {
  const one = order({ status: 'new', promisedAt: null, ...change });
  expect(nextStep(one, { ...time, chosenMinutes })).toEqual(sent && { order: one.id, ...sent });
});
