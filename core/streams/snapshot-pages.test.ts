import { expect, test } from 'vitest';
import {
  answered,
  createBrain,
  iso,
  lost,
  noon,
  orderId,
  orderNo,
  refusal,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import { snapshotQuestion } from './questions.ts';
import { collect, pagesAtMost } from './snapshot-pages.ts';
import { emptyLedger } from '../../tests/support/ledger.ts';

const headAt = (seq: number) => ({ epoch: 'e1', seq, id: `e1-${seq}` });
const page = (seq: number, orders: readonly unknown[], next?: string | null) =>
  answered(200, {
    now: iso(noon),
    heads: { [stream]: headAt(seq) },
    restaurant: enrolmentAt('r1').restaurant,
    orders,
    ...(next === undefined ? {} : { next }),
  });
const fresh = (): Brain => createBrain({ ledger: emptyLedger });
const pathAsked = (brain: Brain) => {
  const [ask] = brain.open('snapshot');
  return ask === undefined ? null : snapshotQuestion.request(ask, { session, token: 'token' }, null).path;
};
const answer = (brain: Brain, with_: ReturnType<typeof page>) =>
  brain.answer(brain.open('snapshot')[0], with_);
const numbers = (brain: Brain) =>
  [...brain.state().ledger.orders.values()].map(({ number }) => number).toSorted();
const cursor = (brain: Brain) => brain.state().ledger.cursors.get(stream);

test('nothing of a snapshot counts before its last page, which says what all of it is the state of', () => {
  const brain = fresh();
  expect(pathAsked(brain)).toBe('/snapshot?limit=100');
  answer(brain, page(5, [orderNo(1), orderNo(2)], 'a b'));
  expect([numbers(brain), cursor(brain)]).toEqual([[], undefined]);
  expect(pathAsked(brain)).toBe('/snapshot?limit=100&after=a%20b');
  // Meanwhile order 1 was accepted and order 4 came in.
  answer(brain, page(7, [orderNo(1, { status: 'accepted' }), orderNo(4), orderNo(3)], 'c'));
  answer(brain, page(7, [orderNo(4)], null));
  expect(numbers(brain)).toEqual(['1', '2', '3', '4']);
  expect(brain.state().ledger.orders.get(orderId(1))?.status).toBe('accepted');
  expect(cursor(brain)).toEqual(headAt(7));
});

test('a backend that knows no pages answers for all of it at once', () => {
  const brain = fresh();
  answer(brain, page(5, [orderNo(1), orderNo(2)]));
  expect([numbers(brain), cursor(brain)]).toEqual([['1', '2'], headAt(5)]);
});

test.each([
  ['is lost', lost()],
  ['is of a log that was replaced', refusal(410, 'log-gone', 'Begin again.')],
  ['makes no sense', answered(200, { orders: 'none' })],
])('a page that %s has it read again from the first one on', (_what, bad) => {
  const brain = fresh();
  answer(brain, page(5, [orderNo(1)], 'a'));
  answer(brain, bad);
  expect(numbers(brain)).toEqual([]);
  brain.pass(10_000);
  expect(pathAsked(brain)).toBe('/snapshot?limit=100');
  answer(brain, page(6, [orderNo(2)], null));
  expect([numbers(brain), cursor(brain)]).toEqual([['2'], headAt(6)]);
});

test('pages that lead in a circle, or never end, are no snapshot', () => {
  const first = collect({ orders: [], next: 'a' }, undefined);
  if (first.kind !== 'more') throw new Error('expected more');
  expect(collect({ orders: [], next: 'a' }, first.soFar)).toEqual({ kind: 'endless' });
  let last = collect({ orders: [], next: '0' }, undefined);
  let asked = 1;
  for (; last.kind === 'more' && asked < pagesAtMost * 2; asked += 1)
    last = collect({ orders: [], next: String(asked) }, last.soFar);
  expect([last.kind, asked]).toEqual(['endless', pagesAtMost]);
});
