import { expect, test } from 'vitest';
import { z } from 'zod';
import { assemble } from './assemble.ts';
import { slice, type StateOf } from './declare-slice.ts';
import type { Change } from './ledger.ts';
import { mapOf, oneOf, theOne } from './row.ts';
import { beginTurn, forget, write, type LogEffect, type Turn } from './turn.ts';

const tables = slice('tables', {
  process: { open: true },
  session: { seated: { guests: 0, since: 0 } },
  person: { waiter: null as string | null },
  keeps: {
    bills: mapOf<{ total: number }>({
      v: 1,
      sealed: true,
      unread: 'kept',
      shape: z.object({ total: z.number() }),
      onDisk: (key) => !key.startsWith('draft'),
    }),
    house: oneOf<string>({ v: 1, sealed: false, unread: 'stale-until-refetched', shape: z.string() }),
  },
});
const bell = slice('bell', { session: { rings: 0 } });
type State = StateOf<typeof tables.own> & StateOf<typeof bell.own>;
type Effect = LogEffect | { do: 'ring' };

const { known, firsts, rows } = assemble([tables.own, bell.own]);
const chance = { fraction: () => 0.5, id: () => 'id' };
const begin = (state = known as State) =>
  beginTurn<State, Effect>(state, firsts, { wall: 0, mono: 0 }, chance);
const bill =
  (id: string, total: number | null): Change =>
  (draft) =>
    tables.keep.bills.put(draft, id, total === null ? null : { total });

/** All that can be known, having been learned. */
function lived(): Turn<State, Effect> {
  const turn = begin();
  tables.set(turn, { open: false, waiter: 'Ana' });
  tables.setWithin('seated')(turn, { guests: 4 });
  bell.set(turn, { rings: 2 });
  write(turn, [bill('b1', 12), (draft) => tables.keep.house.put(draft, theOne, 'Bella')]);
  return turn;
}

test('what a turn learns stays in it until it is the state of the next', () => {
  const turn = lived();
  expect(known).toMatchObject({ open: true, seated: { guests: 0 }, rings: 0, waiter: null });
  expect(turn.state).toMatchObject({ open: false, seated: { guests: 4, since: 0 }, rings: 2 });
  expect(turn.state.ledger.bills).toEqual(new Map([['b1', { total: 12 }]]));
  expect((known as State).ledger.bills.size).toBe(0);
});

test('when a person steps out, what lived with them is as it was at first, and nothing else', () => {
  const turn = lived();
  forget(turn, 'person');
  expect(turn.state).toMatchObject({ open: false, seated: { guests: 4 }, rings: 2, waiter: null });
  expect(turn.state.ledger.house).toBe('Bella');
});

test('when a session ends, so do the fields and the ledger that live with it; the process goes on', () => {
  const turn = lived();
  forget(turn, 'session');
  expect(turn.state).toMatchObject({ open: false, seated: { guests: 0 }, rings: 0, waiter: 'Ana' });
  expect(turn.state.ledger).toEqual({ foreign: new Map(), bills: new Map(), house: null });
});

test('a change is written down once for each key, and what is not for the disk never', () => {
  const turn = begin();
  write(turn, [bill('b1', 1), bill('b1', 2), bill('draft-1', 3), bill('b2', 4), bill('b2', null)]);
  expect(turn.puts).toEqual([
    { slice: 'bills', key: 'b1', value: { total: 2 } },
    { slice: 'bills', key: 'b2', value: null },
  ]);
  expect([...turn.state.ledger.bills.keys()]).toEqual(['b1', 'draft-1']);
});

test('a value that makes no sense is none', () => {
  expect(rows.bills?.read({ total: 3, more: true })).toEqual({ total: 3, more: true });
  expect(rows.bills?.read({ total: '3' })).toBe(null);
});

test('two slices cannot declare the same field, nor the same part of the ledger', () => {
  const bills = { keeps: { bills: tables.own.keeps.bills } };
  expect(() => assemble([bell.own, slice('other', { person: { rings: 1 } }).own])).toThrow('"rings"');
  expect(() => assemble([tables.own, slice('other', bills).own])).toThrow('"bills"');
});

test('the whole turn fits a rule that asks for less, and one that asks for more does not compile', () => {
  const ring = (turn: Turn<StateOf<typeof bell.own>, { do: 'ring' }>): void => turn.emit({ do: 'ring' });
  const turn = begin();
  ring(turn);
  expect(turn.effects).toEqual([{ do: 'ring' }]);
  const quiet: Turn<State, LogEffect> = turn;
  // @ts-expect-error: whoever promises to say things to the log only has nothing rung
  ring(quiet);
  const knowsLess: Turn<StateOf<typeof tables.own>, Effect> = turn;
  // @ts-expect-error: it does not know what the rule reads
  ring(knowsLess);
});
