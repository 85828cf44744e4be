import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Head } from '../../contract/streams.ts';
import { receive, standing } from './receive.ts';

const at = (seq: number, epoch = 'e1'): Head => ({ epoch, seq, id: seq === 0 ? null : `${epoch}-${seq}` });
const event = (seq: number, over: Partial<{ epoch: string; prev: string | null; id: string }> = {}) => ({
  epoch: 'e1',
  seq,
  prev: seq === 1 ? null : `e1-${seq - 1}`,
  id: `e1-${seq}`,
  ...over,
});

test.each([
  ['the next one that names the last', at(4), event(5), 'next'],
  ['the first of all', at(0), event(1), 'next'],
  ['the last one again', at(4), event(4), 'old'],
  ['an older one', at(4), event(2), 'old'],
  ['one too far ahead', at(4), event(6), 'gap'],
  ['anything before the stream was read', null, event(1), 'gap'],
  ['the next one that names another last', at(4), event(5, { prev: 'other' }), 'fork'],
  ['another event at the place that was read', at(4), event(4, { id: 'other' }), 'fork'],
  ['another epoch', at(4), event(5, { epoch: 'e2' }), 'fork'],
] as const)('%s', (_what, last, came, verdict) => {
  expect(receive(last, came)).toBe(verdict);
});

test.each([
  ['where we stand', at(4), at(4), 'level'],
  ['ahead of us', at(4), at(9), 'behind'],
  ['below us: a database was put back', at(4), at(3), 'gone'],
  ['another event where we stand', at(4), { ...at(4), id: 'other' }, 'gone'],
  ['another epoch', at(4), at(9, 'e2'), 'gone'],
  ['anything, when nothing was read', null, at(0), 'gone'],
] as const)('a head %s', (_what, last, head, verdict) => {
  expect(standing(last, head)).toBe(verdict);
});

test('whatever arrives in whatever order, the log is applied once, in order, without a hole', () => {
  const arrivals = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 80 });
  fc.assert(
    fc.property(arrivals, (seqs) => {
      let last = at(0);
      const applied: number[] = [];
      for (const seq of seqs) {
        const verdict = receive(last, event(seq));
        expect(verdict).not.toBe('fork');
        if (verdict !== 'next') continue;
        applied.push(seq);
        last = at(seq);
      }
      expect(applied).toEqual(applied.map((_, i) => i + 1));
    }),
  );
});

test('an event of a log that was written differently is never taken for the next one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 12 }), (read, seq) => {
      const foreign = { epoch: 'e1', seq, prev: seq === 1 ? 'x0' : `x-${seq - 1}`, id: `x-${seq}` };
      expect(receive(at(read), foreign)).not.toBe('next');
    }),
  );
});
