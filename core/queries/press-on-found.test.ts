import { expect, test } from 'vitest';
import type { QueryWhy } from '../../contract/queries.ts';
import { createBrain, orderId, orderNo } from '../../tests/support/brain.ts';
import type { Queries } from './perform.ts';
import { isOnFound, withFound } from './press-on-found.ts';

const closed = orderNo(7, { status: 'collected', assumed: true });
const recall = { kind: 'command', order: closed.id, verb: 'recall' } as const;
const answering = (answer: unknown) => ({ perform: async () => answer }) as unknown as Queries;
const here = { orders: new Set([orderId(1)]), unreadable: new Set([orderId(2)]) };

test('only taking back an order that is not here asks for it first', () => {
  expect(isOnFound(recall, here)).toBe(true);
  expect(isOnFound({ ...recall, order: orderId(1) }, here)).toBe(false);
  expect(isOnFound({ ...recall, order: orderId(2) }, here)).toBe(false);
  expect(isOnFound({ ...recall, verb: 'ready' }, here)).toBe(false);
  expect(isOnFound({ kind: 'stop-bell' }, here)).toBe(false);
});

test('the order comes along; without it the press is refused with a reason', async () => {
  expect(await withFound(answering({ ok: true, value: closed }), recall)).toEqual({
    ...recall,
    found: closed,
  });
  const whys: QueryWhy[] = ['offline', 'not-allowed', 'gone', 'failed'];
  const answers = await Promise.all(whys.map((why) => withFound(answering({ ok: false, why }), recall)));
  expect(answers.map((answer) => ('ok' in answer ? answer.error.code : answer))).toEqual([
    'unreachable',
    'not-found',
    'not-found',
    'refused',
  ]);
});

test('it enters the book with the press on it: previewed, sent, and taken back like any other', () => {
  const brain = createBrain();
  expect(brain.intend(recall)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(brain.intend({ ...recall, found: orderNo(8) })).toMatchObject({ ok: false });
  const answer = brain.intend({ ...recall, found: closed });
  expect(answer).toMatchObject({ ok: true });
  expect(brain.state().ledger.orders.get(closed.id)).toEqual(closed);
  expect(brain.open('command')).toMatchObject([{ entry: { order: closed.id, verb: 'recall' } }]);
});

test('what came by itself meanwhile is newer than what was looked up', () => {
  const brain = createBrain();
  const ready = { ...closed, status: 'ready' as const, assumed: false };
  brain.intend({ ...recall, found: ready });
  brain.intend({ ...recall, found: closed });
  expect(brain.state().ledger.orders.get(closed.id)).toEqual(ready);
});
