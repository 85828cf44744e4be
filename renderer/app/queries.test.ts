import { expect, test } from 'vitest';
import { statusWords } from '../../contract/view.ts';
import { queryWhys } from '../../contract/queries.ts';
import { askingAfter, canBeAsked, createQueries, mayPass, nothingAsked, type Asking } from './queries.ts';

const asked = { order: 'o1' };
const wired = (ask: () => Promise<unknown>) => {
  const cancelled: string[] = [];
  const queries = createQueries({
    ask: ask as never,
    cancelQuery: async ({ place }) => (cancelled.push(place), { ok: true, value: null }),
    after: () => () => undefined,
  });
  return { queries, cancelled };
};

test('an answer is handed on as it is; a bridge that refuses or throws is a failure', async () => {
  const value = { acts: [], receipts: [] };
  const answers = [
    async () => ({ ok: true, value: { ok: true, value } }),
    async () => ({ ok: true, value: { ok: false, why: 'gone' } }),
    async () => ({ ok: false, error: { code: 'invalid', message: '' } }),
    () => Promise.reject(new Error('closed')),
  ].map((ask) => wired(ask).queries.ask('order.timeline', 'order', asked));
  expect(await Promise.all(answers)).toEqual([
    { ok: true, value },
    { ok: false, why: 'gone' },
    { ok: false, why: 'failed' },
    { ok: false, why: 'failed' },
  ]);
});

test('cancelling names the place', () => {
  const { queries, cancelled } = wired(async () => null);
  queries.cancel('order');
  expect(cancelled).toEqual(['order']);
});

const shown: Asking<number> = { value: 7, at: 100, why: null, slow: false };

test('what was answered stays in sight while the same is asked again, and not under another question', () => {
  expect(askingAfter(shown, { kind: 'asked', same: true })).toEqual(shown);
  expect(askingAfter(shown, { kind: 'asked', same: false })).toEqual(nothingAsked);
  expect(askingAfter(shown, { kind: 'slow' })).toEqual({ ...shown, slow: true });
});

test('a failure is told beside the last value, and goes with the next one', () => {
  const failed = askingAfter(
    { ...shown, slow: true },
    { kind: 'answered', at: 200, answer: { ok: false, why: 'offline' } },
  );
  expect(failed).toEqual({ ...shown, why: 'offline' });
  expect(askingAfter(failed, { kind: 'answered', at: 300, answer: { ok: true, value: 8 } })).toEqual({
    value: 8,
    at: 300,
    why: null,
    slow: false,
  });
});

test('it is asked again when the line is back, for what may have passed', () => {
  expect(queryWhys.filter(mayPass)).toEqual(['offline', 'failed']);
  expect(mayPass(null)).toBe(false);
  expect(statusWords.filter(canBeAsked)).toEqual(['live', 'needs-update', 'catching-up', 'polling']);
});
