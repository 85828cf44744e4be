import { expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import { now, shown } from '../../tests/preview/fixtures.ts';
import { bandOf, dueMs, tellingOf, undoLeft } from './bands.ts';

const iso = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const by = { kind: 'device', name: '' } as const;
const accepted = (promised: number): Partial<Order> => ({ status: 'accepted', promisedAt: iso(promised) });
const band = (change: Parameters<typeof shown>[0]) => bandOf(shown(change), now);

test('a new order says how long it has waited, never less than nothing', () => {
  expect(band({ ringAt: iso(-38) })).toEqual({ kind: 'new', waited: 38_000 });
  expect(bandOf({ ...shown({ ringAt: iso(5) }), column: 'new' }, now)).toEqual({ kind: 'new', waited: 0 });
});

test.each([
  [dueMs / 1000 + 1, 'in-time'],
  [dueMs / 1000, 'due'],
  [1, 'due'],
  [0, 'due'],
  [-1, 'late'],
])('promised in %d s is %s', (seconds, kind) => {
  expect(band(accepted(seconds)).kind).toBe(kind);
});

test('lateness and remaining time are told as amounts', () => {
  expect(band(accepted(-200))).toEqual({ kind: 'late', over: 200_000 });
  expect(band(accepted(540))).toEqual({ kind: 'in-time', left: 540_000 });
});

test('without a promise the time since it was accepted is told', () => {
  const change = { status: 'accepted' as const, acts: [{ what: 'accept' as const, at: iso(-120), by }] };
  expect(band(change)).toEqual({ kind: 'preparing', since: 120_000 });
});

test('ready shows the undo while nobody has been told', () => {
  const ready = { status: 'ready' as const, acts: [{ what: 'ready' as const, at: iso(-3), by }] };
  expect(band({ ...ready, tellAt: iso(7) })).toEqual({ kind: 'undo', left: 7000 });
  expect(band({ ...ready, tellAt: iso(-1) })).toEqual({ kind: 'ready', since: 3000 });
  expect(band({ ...ready, tellAt: iso(7), toldAt: iso(-1) })).toEqual({ kind: 'ready', since: 3000 });
  expect(undoLeft(shown({ status: 'accepted', tellAt: iso(7) }), now)).toBe(0);
});

test('what must be understood comes before everything else', () => {
  expect(band({ ...accepted(-100), toBeUnderstood: 'changed' }).kind).toBe('changed');
  expect(band({ status: 'cancelled', toBeUnderstood: 'cancelled' }).kind).toBe('stop-cooking');
  expect(band({ status: 'cancelled' }).kind).toBe('cancelled');
});

test('a scheduled order says when it will ring', () => {
  expect(band({ ringAt: iso(600) })).toEqual({ kind: 'later', ringAt: now + 600_000 });
});

test('telling the customer is never claimed beyond what is known', () => {
  const telling = (change: Partial<Order>) => tellingOf(shown({ status: 'ready', ...change } as never), now);
  expect(telling({ tellAt: iso(7) })).toEqual({ kind: 'at', at: iso(7) });
  expect(telling({ tellAt: iso(-1) })).toEqual({ kind: 'now' });
  expect(telling({ tellAt: iso(-9), toldAt: iso(-8) })).toEqual({ kind: 'told', at: iso(-8) });
  expect(telling({})).toEqual({ kind: 'nothing' });
  expect(tellingOf(shown({ status: 'accepted', tellAt: iso(7) }), now)).toEqual({ kind: 'nothing' });
});

test('a status that nobody here knows has a band of its own, whether it rings or not', () => {
  const unknown = { ...shown({ status: 'unknown', statusWord: 'in-review', ringAt: iso(-38) }) };
  expect(bandOf({ ...unknown, column: 'new' }, now)).toEqual({
    kind: 'unknown',
    rings: true,
    waited: 38_000,
  });
  expect(bandOf({ ...unknown, column: 'preparing' }, now)).toMatchObject({ kind: 'unknown', rings: false });
});
