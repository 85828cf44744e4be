import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderId, orderNo } from '../../tests/support/brain.ts';
import { toBase64, toUtf8 } from './bytes.ts';
import type { Foreign } from '../kernel/foreign.ts';
import { framed, linesOf } from './line.ts';
import {
  type Change,
  type Ledger,
  alertGone,
  alertIs,
  changed,
  cursorIs,
  emptyLedger,
  openJournal,
  readJournal,
  writeLine,
  entryIs,
  entryOver,
  orderGone,
  orderIs,
  orderUnlisted,
  putsOf,
} from '../../tests/support/ledger.ts';

const flip = async (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x5a);
type Secrets = Parameters<typeof writeLine>[1] & Parameters<typeof readJournal>[1];
const keyring: Secrets = { seal: flip, open: flip };
const noKeyring: Secrets = { seal: async () => null, open: async () => null };

const press = {
  id: 'press-1',
  order: orderId(1),
  verb: 'ready',
  item: null,
  details: {},
  person: null,
  pressedAt: '2026-01-01T12:00:00.000Z',
  takenAt: null,
  refused: null,
  kept: false,
  unsure: false,
  undoes: null,
};
const mark = {
  id: 'placed:1',
  order: orderId(1),
  number: '1',
  kind: 'placed',
  raisedAt: 1,
  toast: 't',
  outcome: 'shown',
};

const lineOf = (...entries: unknown[]) => framed(toUtf8(JSON.stringify(entries)));
const joined = (...lines: Uint8Array[]) => Uint8Array.from(lines.flatMap((line) => [...line]));
const sealed = async (...entries: unknown[]) => toBase64(await flip(toUtf8(JSON.stringify(entries))));
const foreignIn = ({ foreign }: Ledger): Foreign[] => [...foreign.values()];
const readAll = async (bytes: Uint8Array, secrets: Secrets = keyring) =>
  (await readJournal(bytes, secrets)).ledger;

/** Written by this version, and read by it again. */
const rewritten = async (ledger: Ledger, secrets: Secrets = keyring) =>
  readAll(await writeLine(putsOf(ledger), secrets, ledger.foreign.values()), secrets);

test.each<[string, unknown]>([
  ['a slice that is unknown here', { slice: 'inbox', key: 'm1', value: { from: 'Ana', read: false }, v: 3 }],
  ['a press of a newer version', { slice: 'outbox', key: 'press-9', value: { verb: 'print' }, v: 2 }],
  [
    'a press with a verb that is unknown here',
    { slice: 'outbox', key: 'press-9', value: { ...press, verb: 'print' }, v: 1 },
  ],
  [
    'a press with a detail that could not be sent',
    { slice: 'outbox', key: 'press-9', value: { ...press, details: { tip: 5 } }, v: 1 },
  ],
  [
    'a press at a time that is none here',
    { slice: 'outbox', key: 'press-9', value: { ...press, pressedAt: 'at noon' }, v: 1 },
  ],
  [
    'a press with more minutes than a time can be moved by',
    { slice: 'outbox', key: 'press-9', value: { ...press, details: { minutes: 1e300 } }, v: 1 },
  ],
  [
    'an alert mark of a kind that is unknown here',
    { slice: 'alerts', key: 'late:1', value: { ...mark, kind: 'late' }, v: 1 },
  ],
  [
    'a slice named like something of JavaScript',
    { slice: 'constructor', key: '__proto__', value: { a: 1 }, v: 1 },
  ],
  ['what is sealed in a slice that is unknown here', { slice: 'chat', sealed: 'AAAA', v: 1 }],
  ['an entry with more in it than there is here', { slice: 'inbox', key: 'm1', value: 1, v: 1, by: 'Bo' }],
  ['what is sealed in a newer version of a known slice', { slice: 'alerts', sealed: 'AAAA', v: 2 }],
])('%s is kept as it came, acted upon by nobody, and written again', async (_what, entry) => {
  const read = await readAll(lineOf(entry));
  expect(foreignIn(read)).toEqual([entry]);
  expect({ ...read, foreign: new Map() }).toEqual(emptyLedger);
  expect(foreignIn(await rewritten(await rewritten(read)))).toEqual([entry]);
});

test('keys that are unknown here survive in what can be read', async () => {
  const newer = { ...press, printed: { copies: 2 } };
  const read = await readAll(lineOf({ slice: 'outbox', key: press.id, value: newer, v: 1 }));
  expect([...read.outbox.values()]).toEqual([newer]);
  expect([...(await rewritten(read)).outbox.values()]).toEqual([newer]);
});

test('what this version writes under the same key takes its place, and what a newer one took back is gone', async () => {
  const foreign = { slice: 'alerts', key: mark.id, value: { ...mark, kind: 'late' }, v: 2 };
  const read = await readAll(lineOf(foreign));
  const { ledger } = changed(read, [alertIs(mark as never)]);
  expect(foreignIn(ledger)).toEqual([]);
  expect(foreignIn(changed(read, [alertGone(mark.id)]).ledger)).toEqual([]);
  expect(foreignIn(await readAll(joined(lineOf(foreign), lineOf({ ...foreign, value: null }))))).toEqual([]);
  // It may stand in what is sealed, so that it was taken back has to be kept as well.
  const box = { slice: 'inbox', sealed: 'AAAA', v: 1 };
  const gone = { slice: 'inbox', key: 'm1', value: null, v: 1 };
  expect(foreignIn(await readAll(joined(lineOf(box), lineOf(gone))))).toEqual([box, gone]);
});

test('a press that a newer version wrote anew is not the one it was before', async () => {
  const before = { slice: 'outbox', key: press.id, value: press, v: 1 };
  const anew = { slice: 'outbox', key: press.id, value: { verb: 'ready', twice: true }, v: 2 };
  const read = await readAll(joined(lineOf(before), lineOf(anew)));
  expect(read.outbox.size).toBe(0);
  expect(foreignIn(read)).toEqual([anew]);
});

test('orders of a newer version are fetched again, with the whole book; what nobody else has stays', async () => {
  const order = { slice: 'orders', key: orderId(1), value: orderNo(1), v: 2 };
  const bytes = joined(
    lineOf(
      { slice: 'cursors', key: 'restaurant:r1', value: { epoch: 'e', seq: 1, id: 'ev1' }, v: 1 },
      { slice: 'outbox', key: press.id, value: press, v: 1 },
      { slice: 'inbox', key: 'm1', value: 1, v: 1 },
    ),
    lineOf({ slice: 'orders', sealed: await sealed(order), v: 2 }),
  );
  const read = await readAll(bytes);
  expect([read.cursors.size, read.orders.size, read.outbox.size, read.foreign.size]).toEqual([0, 0, 1, 1]);
});

test('without the keyring the book is fetched again, and what is foreign in it stays sealed', async () => {
  const box = {
    slice: 'chat',
    sealed: await sealed({ slice: 'chat', key: 'c1', value: 'hello', v: 1 }),
    v: 1,
  };
  const { puts } = changed(emptyLedger, [orderIs(orderNo(1))]);
  const read = await readAll(joined(await writeLine(puts, keyring), lineOf(box)), noKeyring);
  expect(read.orders.size).toBe(0);
  expect(foreignIn(await rewritten(read, noKeyring))).toEqual([box]);
});

test('what came sealed is never written in the open, also when only part of it can be read here', async () => {
  const inside = [
    { slice: 'orders', key: orderId(1), value: orderNo(1), v: 1 },
    { slice: 'inbox', key: 'm1', value: 'Secret Name', v: 1 },
  ];
  const box = { slice: 'orders', sealed: await sealed(...inside), v: 1 };
  const read = await readAll(lineOf(box));
  expect([...read.orders.keys()]).toEqual([orderId(1)]);
  expect(foreignIn(read)).toEqual([box]);
  const line = await writeLine(putsOf(read), keyring, read.foreign.values());
  expect(new TextDecoder().decode(line)).not.toContain('Secret Name');
  // What was closed and forgotten meanwhile does not come back with it.
  const { ledger } = changed(read, [orderGone(orderId(1))]);
  expect((await rewritten(ledger)).orders.size).toBe(0);
});

// Any story of changes (no two boxes are sealed alike) and foreign entries, in any lines, compacted at any point.
const key = fc.constantFrom('a', 'b', 'c');
const foreign = fc.oneof(
  fc.record({
    slice: fc.constantFrom('inbox', 'chat'),
    key,
    value: fc.jsonValue(),
    v: fc.constantFrom(1, 2),
  }),
  fc.record({
    slice: fc.constantFrom('outbox', 'alerts'),
    key,
    value: fc.jsonValue(),
    v: fc.constantFrom(2, 3),
  }),
  fc.record({
    slice: fc.constantFrom('inbox', 'outbox'),
    sealed: fc.uuid(),
    v: fc.constant(2),
  }),
);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.nat(3).map((n) => orderIs(orderNo(n))),
  fc.nat(3).map((n) => orderUnlisted(orderNo(n))),
  fc.nat(3).map((n) => orderGone(orderId(n))),
  fc.nat(9).map((seq) => cursorIs('restaurant:r1', { epoch: 'e', seq, id: `${seq}` })),
  key.map((id) => entryIs({ ...press, id } as never)),
  key.map((id) => entryOver(id)),
  key.map((id) => alertIs({ ...mark, id } as never)),
  key.map((id) => alertGone(id)),
);
const story = fc.array(fc.oneof(fc.array(change, { minLength: 1, maxLength: 4 }), foreign), {
  maxLength: 12,
});

/** The disk of one file that is there already. */
function fileOf(bytes: Uint8Array) {
  let file = bytes;
  const done = { ok: true, value: undefined } as const;
  const write = async (news: Uint8Array) => ((file = news), done);
  return {
    content: () => file,
    port: {
      read: async () => ({ ok: true, value: file }) as const,
      replace: async (_path: string, news: Uint8Array) => write(news.slice()),
      append: async (_path: string, news: Uint8Array) => write(joined(file, news)),
    } as never,
  };
}

test('any story gives the same ledger and the same foreign entries, however often it is compacted and read', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.nat(12), async (steps, compactAt) => {
      let ledger = emptyLedger;
      let bytes: Uint8Array = new Uint8Array();
      for (const [at, step] of steps.entries()) {
        if (at === compactAt) {
          const file = fileOf(bytes);
          expect((await openJournal(file.port, keyring, 'journal')).ok).toBe(true);
          bytes = file.content();
        }
        if (Array.isArray(step)) {
          const after = changed(ledger, step);
          ledger = after.ledger;
          bytes = joined(bytes, await writeLine(after.puts, keyring));
        } else {
          bytes = joined(bytes, lineOf(step));
          ledger = await readAll(bytes);
        }
        expect(await readAll(bytes)).toEqual(ledger);
      }
      const again = await rewritten(ledger);
      expect(again).toEqual(ledger);
      // Maps of equal content may still differ in their order, which is that of the presses.
      expect([...again.outbox.keys()]).toEqual([...ledger.outbox.keys()]);
      expect(foreignIn(again)).toEqual(foreignIn(ledger));
    }),
    { numRuns: 300 },
  );
});

test('a byte that was flipped loses the foreign entries of its own line, or of that and the next, and no others', async () => {
  const entries = [1, 2, 3, 4].map((n) => ({
    slice: 'inbox',
    key: `m${n}`,
    value: { text: `message ${n}` },
    v: 1,
  }));
  const bytes = joined(...entries.map((entry) => lineOf(entry)));
  const ends = [...linesOf(bytes)].map(({ end }) => end);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, mask) => {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] as number) ^ mask;
      const hit = ends.findIndex((end) => end > place);
      const kept = foreignIn(await readAll(damaged));
      expect(kept).toEqual(expect.arrayContaining(entries.filter((_, n) => n !== hit && n !== hit + 1)));
      expect(kept).not.toContainEqual(entries[hit]);
    }),
    { numRuns: 300 },
  );
});
