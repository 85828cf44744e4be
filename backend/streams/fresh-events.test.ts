import { expect, test } from 'vitest';
import { createFreshEvents } from './fresh-events.ts';

const row = (seq: number) => ({ seq, type: 'order.new', at: 1, body: `{"seq":${seq}}` });
const rows = (...seqs: number[]) => new Map([['restaurant:a' as const, seqs.map(row)]]);
const stream = 'restaurant:a';
const seqs = (taken: { seq: number }[]) => taken.map(({ seq }) => seq);

test('what was committed is given out once, in order, as much as is asked for', () => {
  const fresh = createFreshEvents();
  fresh.add(rows(4, 5));
  fresh.add(rows(6));
  expect(seqs(fresh.take({ stream, after: 3 }, 2))).toEqual([4, 5]);
  expect(seqs(fresh.take({ stream, after: 5 }, 2))).toEqual([6]);
  expect(fresh.take({ stream, after: 5 }, 2)).toEqual([]);
  expect(fresh.take({ stream: 'restaurant:b', after: 0 }, 2)).toEqual([]);
});

test('nothing is given out behind a gap, and what was published already is left out', () => {
  const fresh = createFreshEvents();
  fresh.add(rows(5));
  expect(fresh.take({ stream, after: 3 }, 10)).toEqual([]);
  fresh.add(rows(4, 5, 7));
  expect(seqs(fresh.take({ stream, after: 4 }, 10))).toEqual([5]);
  expect(fresh.take({ stream, after: 6 }, 10)).toEqual([]);
});

test('what waited too long has to be read: meanwhile a name may have been erased', () => {
  let now = 0;
  const fresh = createFreshEvents(() => now);
  fresh.add(rows(1));
  now = 1_001;
  expect(fresh.take({ stream, after: 0 }, 10)).toEqual([]);
});

test('a flood keeps no more than its first ones', () => {
  const fresh = createFreshEvents();
  for (let seq = 1; seq <= 1_000; seq += 1) fresh.add(rows(seq));
  expect(fresh.take({ stream, after: 0 }, 1_000)).toHaveLength(50);
});
