import { expect, test } from 'vitest';
import type { Act } from '../../../contract/order.ts';
import type { OrderTimeline } from '../../../contract/queries.ts';
import { shown } from '../../../tests/preview/fixtures.ts';
import { happenings, lookAgain, versionOf } from './timeline.ts';

const at = (minute: number): string =>
  new Date(Date.parse('2026-03-06T11:58:00Z') + minute * 60_000).toISOString();
const web = { kind: 'channel', name: 'web' } as const;
const mia = { kind: 'person', id: 'p1', name: 'Mia' } as const;
const system = { kind: 'system', name: 'Counterbell' } as const;
const acts: Act[] = [
  { what: 'placed', at: at(0), by: web },
  { what: 'accept', at: at(1), by: mia },
  { what: 'ready', at: at(14), by: mia },
  { what: 'told', at: at(14.1), by: system },
];
const receipts: OrderTimeline['receipts'] = [
  { stage: 'stored', at: at(0), device: 'd1' },
  { stage: 'sounded', at: at(0.2), device: 'd2' },
  { stage: 'sounded', at: at(0.1), device: 'd1' },
  { stage: 'shown', at: at(0.05), device: 'd1' },
  { stage: 'received', at: at(15), device: null },
];
const told = (lines: ReturnType<typeof happenings>): string[] => lines.map(({ what }) => what);

test('deeds and proofs stand in the order of time; of all devices the first that was heard counts', () => {
  const lines = happenings(shown({ status: 'ready', acts, placedAt: at(0) }), { acts, receipts }, 'd1');
  expect(told(lines)).toEqual(['placed', 'heard', 'accept', 'ready', 'told', 'received']);
  expect(lines[1]).toMatchObject({ here: true, by: null });
  expect(lines[2]).toMatchObject({ by: mia, times: 1, unsent: false });
});

test('shown without a sound is not heard', () => {
  const silent = receipts.filter(({ stage }) => stage !== 'sounded');
  expect(told(happenings(shown({ acts }), { acts, receipts: silent }, 'd2'))).toContain('shown');
});

test('without an answer the order itself tells, and that it was placed is always known', () => {
  const order = shown({ acts: acts.slice(1), placedAt: at(0), channel: 'Foodora' });
  const lines = happenings(order, null, 'd1');
  expect(told(lines)).toEqual(['placed', 'accept', 'ready', 'told']);
  expect(lines[0]?.by).toEqual({ kind: 'channel', name: 'Foodora' });
  expect(told(happenings(shown({ acts: [] }), null, null))).toEqual(['placed']);
});

test('what was done since the answer came is added, and nothing stands there twice', () => {
  const again: Act = { what: 'collect', at: at(20), by: mia };
  const lines = happenings(shown({ acts: [...acts, again] }), { acts, receipts: [] }, null);
  expect(told(lines)).toEqual(['placed', 'accept', 'ready', 'told', 'collect']);
});

test('a press that is not sent yet is told as one', () => {
  const pending = {
    command: 'c',
    verb: 'ready',
    state: 'not-sent',
    undoable: true,
    pressedAt: at(14),
    problem: null,
  } as const;
  const lines = happenings(shown({ acts }, pending), null, null);
  expect(lines.filter(({ unsent }) => unsent).map(({ what }) => what)).toEqual(['ready']);
  const sent = happenings(shown({ acts }, { ...pending, state: 'sent' }), null, null);
  expect(sent.filter(({ unsent }) => unsent)).toEqual([]);
});

test('the same done again and again by the same is one line, at its last time', () => {
  const ticks = [5, 6, 7].map((minute) => ({ what: 'tick', at: at(minute), by: mia }) as const);
  const other = { what: 'tick', at: at(8), by: { kind: 'person', id: 'p2', name: 'Noor' } } as const;
  const lines = happenings(shown({ acts: [] }), { acts: [...acts, ...ticks, other], receipts: [] }, null);
  expect(lines.filter(({ what }) => what === 'tick').map(({ times, by }) => [times, by?.name])).toEqual([
    [3, 'Mia'],
    [1, 'Noor'],
  ]);
  expect(lines.find(({ times }) => times === 3)?.at).toBe(Date.parse(at(7)));
});

test('whatever a timeline would tell of changes the version; a tick that is on its way does not', () => {
  const { order } = shown({ status: 'ready', acts });
  const versions = [
    order,
    { ...order, acts: acts.slice(1) },
    { ...order, toldAt: at(15) },
    { ...order, customerPage: 'received' as const },
    { ...order, status: 'collected' as const },
  ].map(versionOf);
  expect(new Set(versions).size).toBe(5);
  expect(versionOf({ ...order, note: 'Ring twice' })).toBe(versions[0]);
});

test('proofs are looked for in the minute after the last deed, and then no more', () => {
  const { order } = shown({ placedAt: at(0), acts });
  const looks = (from: number, to: number): number => {
    const seen = new Set<number>();
    for (let now = Date.parse(at(from)); now < Date.parse(at(to)); now += 1000)
      seen.add(lookAgain(order, now));
    return seen.size - 1;
  };
  expect(looks(14.1, 15)).toBeGreaterThan(8);
  expect(looks(15.2, 60)).toBe(0);
  expect(lookAgain(order, Date.parse(at(0)))).toBe(0);
});
