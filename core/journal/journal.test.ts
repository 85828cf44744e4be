import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import { plainOrder } from '../../tests/support/plain-order.ts';
import type { Disk, DiskFailure } from '../ports/disk.ts';
import { compactAboveBytes } from './journal.ts';
import {
  type Change,
  type Ledger,
  type Put,
  alertIs,
  applyChanges,
  changed,
  cursorIs,
  emptyLedger,
  openJournal,
  readJournal,
  writeLine,
  orderAnswered,
  orderGone,
  orderIs,
  orderUnreadable,
} from '../../tests/support/ledger.ts';

const keyring = {
  seal: async (plain: Uint8Array) => plain.map((byte) => byte ^ 0x5a),
  open: async (sealed: Uint8Array) => sealed.map((byte) => byte ^ 0x5a),
};
const noKeyring = { seal: async () => null, open: async () => null };

const order = (n: number, name = 'Ana'): Order =>
  plainOrder({
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    number: String(n),
    customer: { name },
  });
const putsFor = (changes: readonly Change[]): Put[] => changed(emptyLedger, changes).puts;
const commit = (n: number): Change[] => [
  cursorIs('restaurant:1', { epoch: 'e', seq: n, id: `ev${n}` }),
  orderIs(order(n)),
  alertIs({
    id: `placed:${n}`,
    order: order(n).id,
    number: String(n),
    kind: 'placed',
    raisedAt: n,
    toast: `t${n}`,
    outcome: 'intended',
  }),
];

/** One file in memory; fails with `failure` while that is set. */
function memory() {
  let content: Uint8Array | null = null;
  const disk = {
    failure: null as DiskFailure | null,
    writes: [] as string[],
    content: () => content ?? new Uint8Array(),
  };
  const attempt = (what: string, work: () => void) => {
    disk.writes.push(what);
    if (disk.failure !== null) return Promise.resolve({ ok: false as const, failure: disk.failure });
    work();
    return Promise.resolve({ ok: true as const, value: undefined });
  };
  const port: Pick<Disk, 'read' | 'append' | 'replace'> = {
    read: async () =>
      content === null
        ? { ok: false, failure: { kind: 'missing', message: 'no such file' } }
        : { ok: true, value: content },
    append: async (_path, bytes, at) => {
      const before = content;
      if (before?.length !== at) return { ok: false, failure: { kind: 'missing', message: 'not that file' } };
      return attempt('append', () => {
        content = new Uint8Array(before.length + bytes.length);
        content.set(before);
        content.set(bytes, before.length);
      });
    },
    replace: (_path, bytes) =>
      attempt('replace', () => {
        content = bytes.slice();
      }),
  };
  const put = (theirs: Uint8Array | null) => void (content = theirs);
  return { port: port as Disk, self: disk, put };
}

async function written(count: number): Promise<{ bytes: Uint8Array; ends: number[]; ledgers: Ledger[] }> {
  const lines: Uint8Array[] = [];
  const ledgers = [emptyLedger];
  for (let n = 1; n <= count; n += 1) {
    lines.push(await writeLine(putsFor(commit(n)), keyring));
    ledgers.push(applyChanges(ledgers.at(-1) as Ledger, commit(n)));
  }
  const bytes = Uint8Array.from(lines.flatMap((line) => [...line]));
  const ends = lines.map((_, i) => lines.slice(0, i + 1).reduce((sum, line) => sum + line.length, 0));
  return { bytes, ends: [0, ...ends], ledgers };
}

test('cut off anywhere, every whole line before the cut is kept and nothing else', async () => {
  const { bytes, ends, ledgers } = await written(4);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const whole = ends.findLastIndex((end) => end <= cut);
    const read = await readJournal(bytes.subarray(0, cut), keyring);
    expect(read.ledger).toEqual(ledgers[whole]);
    expect(read.repair?.lostBytes ?? 0).toBe(cut - (ends[whole] ?? 0));
  }
});

test('one damaged byte anywhere is noticed; commands and alerts of other lines survive, a book with a hole does not', async () => {
  const { bytes, ends } = await written(4);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (place, flip) => {
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] as number) ^ flip;
      const line = ends.findIndex((end) => end > place);
      const read = await readJournal(damaged, keyring);
      expect(read.repair).not.toBeNull();
      const kept = [1, 2, 3, 4].filter((n) => read.ledger.alerts.has(`placed:${n}`));
      // A damaged newline joins a line with the next one, and both are lost.
      expect(kept).toEqual(expect.arrayContaining([1, 2, 3, 4].filter((n) => n !== line && n !== line + 1)));
      expect(kept).not.toContain(line);
      if (kept.includes(4)) expect(read.ledger.cursors.size).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['removed', null],
  ['emptied', new Uint8Array()],
  ['put something else in the place of', new TextEncoder().encode('of last week\n')],
])('a file that somebody %s is written anew, whole', async (_what, theirs) => {
  const { port, self, put } = memory();
  const opened = await openJournal(port, keyring, 'journal');
  if (!opened.ok) throw new Error('it did not open');
  const { journal } = opened.value;
  const first = applyChanges(emptyLedger, commit(1));
  await journal.append([putsFor(commit(1))], first);
  put(theirs);
  const both = applyChanges(first, commit(2));
  expect(await journal.append([putsFor(commit(2))], both)).toMatchObject({ ok: true });
  expect((await readJournal(self.content(), keyring)).ledger).toEqual(both);
});

test('zeros instead of a file are an empty journal, and said', async () => {
  const read = await readJournal(new Uint8Array(4096), keyring);
  expect(read).toEqual({ ledger: emptyLedger, repair: { kind: 'torn', lostBytes: 4096 } });
});

test('without the keyring nothing personal is on the disk, and the book is fetched again', async () => {
  const line = await writeLine(putsFor([orderIs(order(1, 'Secret Name')), ...commit(2)]), noKeyring);
  expect(new TextDecoder().decode(line)).not.toMatch(/Secret Name|Soup/);
  const read = await readJournal(line, noKeyring);
  expect(read.ledger.orders.size).toBe(0);
  expect(read.ledger.cursors.size).toBe(0);
  expect(read.ledger.alerts.size).toBe(1);
  expect(read.repair).toBeNull();
});

test('sealed orders are not readable on the disk', async () => {
  const line = await writeLine(putsFor([orderIs(order(1, 'Secret Name'))]), keyring);
  expect(new TextDecoder().decode(line)).not.toContain('Secret Name');
});

test('after a full disk the next write holds everything, also what failed', async () => {
  const { port, self } = memory();
  const opened = await openJournal(port, keyring, 'journal');
  if (!opened.ok) throw new Error('not opened');
  const { journal } = opened.value;
  let ledger = applyChanges(emptyLedger, commit(1));
  expect((await journal.append([putsFor(commit(1))], ledger)).ok).toBe(true);
  self.failure = { kind: 'full', message: 'no space left on device' };
  ledger = applyChanges(ledger, commit(2));
  expect((await journal.append([putsFor(commit(2))], ledger)).ok).toBe(false);
  self.failure = null;
  ledger = applyChanges(ledger, commit(3));
  expect((await journal.append([putsFor(commit(3))], ledger)).ok).toBe(true);
  expect((await readJournal(self.content(), keyring)).ledger).toEqual(ledger);
});

test('it is compacted when it has grown, and holds the same afterwards', async () => {
  const { port, self } = memory();
  const opened = await openJournal(port, keyring, 'journal');
  if (!opened.ok) throw new Error('not opened');
  let ledger = emptyLedger;
  const long = 'x'.repeat(400_000);
  for (let n = 1; n <= 15; n += 1) {
    const changes: Change[] = [...commit(n), orderIs({ ...order(1), note: `${long}${n}` })];
    ledger = applyChanges(ledger, changes);
    await opened.value.journal.append([putsFor(changes)], ledger);
  }
  expect(self.writes.filter((what) => what === 'replace').length).toBeGreaterThanOrEqual(2);
  expect(self.content().length).toBeLessThan(compactAboveBytes + 600_000);
  expect((await readJournal(self.content(), keyring)).ledger).toEqual(ledger);
});

test('an order that cannot be read is still one after a restart, beside its last copy and what was said of it', async () => {
  const { port, self } = memory();
  const unreadable = (n: number): Change =>
    orderUnreadable({
      id: order(n).id,
      number: String(n),
      status: null,
      placedAt: null,
      ringAt: null,
      snoozedUntil: null,
      seenAt: order(n).placedAt,
    });
  const story: Change[][] = [
    [orderIs(order(1)), unreadable(1), unreadable(2), unreadable(2), unreadable(3), unreadable(4)],
    [orderAnswered(order(2).id, 'handled')],
    [orderIs(order(3))],
    [orderGone(order(4).id)],
  ];
  const opened = await openJournal(port, keyring, 'j');
  if (!opened.ok) throw new Error('The journal does not open.');
  let after = emptyLedger;
  for (const changes of story) {
    const turned = changed(after, changes);
    after = turned.ledger;
    await opened.value.journal.append([turned.puts], after);
  }
  expect([...after.unreadable.keys()]).toEqual([order(1).id, order(2).id]);
  for (let times = 0; times < 2; times += 1) {
    expect((await readJournal(self.content(), keyring)).ledger).toEqual(after);
    // The second time it is read from one compacted line.
    opened.value.journal.beginAnew();
    await opened.value.journal.append([], after);
  }
});
