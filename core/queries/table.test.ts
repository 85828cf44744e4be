import { expect, test } from 'vitest';
import type { Handlers } from '../../contract/ipc.ts';
import { ipc } from '../../contract/ipc.ts';
import { queries } from '../../contract/queries.ts';
import { table } from './table.ts';

test('every query of the contract can be performed, and stands in the one IPC map', () => {
  expect(Object.keys(table).toSorted()).toEqual(Object.keys(queries).toSorted());
  expect(Object.keys(ipc)).toEqual(expect.arrayContaining(Object.keys(queries)));
});

test('a query that is missing where it is performed, or in the main process, does not compile', () => {
  const { 'orders.history': history, ...others } = table;
  // @ts-expect-error "orders.history" is missing.
  const lacking: typeof table = others;
  expect(Object.keys(lacking)).not.toContain('orders.history');
  expect(history.path({ text: '', day: null, before: null })).not.toBeNull();
  const answered = {
    'order.timeline': async () => ({ ok: true, value: { ok: false, why: 'gone' } }),
  } as const;
  // @ts-expect-error "orders.history" is missing.
  const handlers: Pick<Handlers, keyof typeof queries> = answered;
  expect(Object.keys(handlers)).toHaveLength(1);
});

test('each of them is bounded in time', () => {
  for (const { timeoutMs } of Object.values(table)) {
    expect(timeoutMs).toBeGreaterThanOrEqual(1000);
    expect(timeoutMs).toBeLessThanOrEqual(15_000);
  }
});
