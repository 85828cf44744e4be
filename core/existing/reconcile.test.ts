import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import { noDoubts, reconcile, type Doubts } from './reconcile.ts';

const order = (n: number, note = ''): Order => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  number: `${n}`,
  status: 'new',
  channel: 'web',
  fulfilment: { kind: 'pick-up' },
  payment: { kind: 'paid' },
  items: [{ id: '1', name: 'Margherita', quantity: 1, modifiers: [], allergens: [], ticked: false }],
  ...(note === '' ? {} : { note }),
  total: { amount: 950, currency: 'EUR' },
  placedAt: '2026-03-01T12:00:00.000Z',
  ringAt: '2026-03-01T12:00:00.000Z',
  promisedAt: null,
  tellAt: null,
  toldAt: null,
  snoozedUntil: null,
  toBeUnderstood: null,
  assumed: false,
  acts: [],
});

/** A console as far as reconciling goes: a book, the marks of what was rung, and one list after the other. */
function counter() {
  const book = new Map<string, Order>();
  const arrived = new Map<string, number>();
  const rung: string[] = [];
  let doubts: Doubts = noDoubts;
  let readAgain = false;
  return {
    book,
    rung,
    readAgain: () => readAgain,
    numbers: () => [...book.values()].map(({ number }) => Number(number)).toSorted((a, b) => a - b),
    read(listed: readonly Order[], { startedAt, at = startedAt, whole = true }: ReadOptions) {
      const found = reconcile(book, arrived, { listed, whole, startedAt }, doubts);
      ({ doubts, readAgain } = found);
      for (const one of found.put) {
        if (!book.has(one.id)) arrived.set(one.id, at);
        book.set(one.id, one);
        if (!rung.includes(one.id)) rung.push(one.id);
      }
      for (const id of found.gone) {
        book.delete(id);
        arrived.delete(id);
      }
      return found;
    },
  };
}
type ReadOptions = { startedAt: number; at?: number; whole?: boolean };

test('an order that is absent once stays; absent twice in a row it leaves', () => {
  const console = counter();
  console.read([order(1), order(2)], { startedAt: 0 });
  console.read([order(1)], { startedAt: 10 });
  expect(console.numbers()).toEqual([1, 2]);
  expect(console.readAgain()).toBe(true);
  console.read([order(1)], { startedAt: 11 });
  expect(console.numbers()).toEqual([1]);
});

test('absent, there again, absent: twice in a row means in a row', () => {
  const console = counter();
  console.read([order(1), order(2)], { startedAt: 0 });
  console.read([order(1)], { startedAt: 10 });
  console.read([order(1), order(2)], { startedAt: 20 });
  console.read([order(1)], { startedAt: 30 });
  expect(console.numbers()).toEqual([1, 2]);
});

test('an empty list after a full one is asked for again before it is believed', () => {
  const console = counter();
  console.read([order(1), order(2)], { startedAt: 0 });
  console.read([], { startedAt: 10 });
  expect(console.readAgain()).toBe(true);
  expect(console.numbers()).toEqual([1, 2]);
});

test('a list of which a part cannot be read takes nothing away, however often it comes', () => {
  const console = counter();
  console.read([order(1), order(2)], { startedAt: 0 });
  for (const startedAt of [10, 20, 30]) console.read([order(1)], { startedAt, whole: false });
  expect(console.numbers()).toEqual([1, 2]);
});

test('what arrived while the list was under way is not missed in it', () => {
  const console = counter();
  console.read([order(1)], { startedAt: 0 });
  console.read([order(1), order(2)], { startedAt: 10, at: 12 });
  // Asked for before order 2 was there, answered after.
  console.read([order(1)], { startedAt: 11, at: 13 });
  console.read([order(1)], { startedAt: 12, at: 14 });
  expect(console.numbers()).toEqual([1, 2]);
});

test('a changed field is written and rings nobody', () => {
  const console = counter();
  console.read([order(1)], { startedAt: 0 });
  const { put } = console.read([order(1, 'no basil')], { startedAt: 10 });
  expect(put).toHaveLength(1);
  expect(console.rung).toHaveLength(1);
  expect(console.read([order(1, 'no basil')], { startedAt: 20 }).put).toEqual([]);
});

/** What the backend does between two readings, and what is wrong with the list that follows. */
const happening = fc.record({
  placed: fc.integer({ min: 0, max: 2 }),
  closed: fc.integer({ min: 0, max: 1 }),
  list: fc.oneof(
    { weight: 3, arbitrary: fc.constant('right' as const) },
    fc.constant('short' as const),
    fc.constant('empty' as const),
    fc.constant('torn' as const),
    fc.constant('stale' as const),
  ),
});

test('no order is missed, none rings twice, and none is taken off the rail by one bad list', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 1, maxLength: 25 }), (story) => {
      const console = counter();
      let open: Order[] = [];
      let before: Order[] = [];
      let made = 0;
      let time = 0;
      let wasBad = false;
      for (const { placed, closed, list } of story) {
        before = open;
        open = open.slice(closed);
        for (let n = 0; n < placed; n += 1) open = [...open, order((made += 1))];
        // One bad list, never two in a row: against two nobody can do anything.
        const kind = wasBad ? 'right' : list;
        wasBad = kind !== 'right';
        const listed = { right: open, short: open.slice(1), empty: [], torn: open.slice(1), stale: before }[kind];
        time += 10;
        const known = new Set(console.book.keys());
        console.read(listed, { startedAt: time, whole: kind !== 'torn' });
        for (const one of open)
          if (known.has(one.id)) expect(console.book.has(one.id), `${one.number} after "${kind}"`).toBe(true);
      }
      for (let n = 0; n < 3; n += 1) console.read(open, { startedAt: (time += 10) });
      expect(console.numbers()).toEqual(open.map(({ number }) => Number(number)));
      for (const one of open) expect(console.rung).toContain(one.id);
      expect(new Set(console.rung).size).toBe(console.rung.length);
    }),
    { numRuns: 500 },
  );
});
