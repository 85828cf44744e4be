import { expect, test } from 'vitest';
import { iso, ledgerOf, noon, orderNo, refusal, session } from '../../tests/support/brain.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import { dawn, Timeline } from '../../tests/simulation/clock.ts';
import type { Ask } from '../asks.ts';
import { brainOf, initialState, type Effect, type Input } from '../assembly.ts';
import type { Journal } from './journal.ts';
import { createLoop } from './loop.ts';
import { type Ledger } from '../../tests/support/ledger.ts';

/** A journal whose disk takes nothing, so that every step is a reason to write it anew. */
function journalOnFullDisk() {
  const tried: Ledger[] = [];
  const journal: Journal = {
    append: async (_commits, after) => {
      tried.push(after as Ledger);
      return { ok: false, failure: { kind: 'full', message: 'no space left' } };
    },
    beginAnew() {},
    isWritten: () => false,
  };
  return { journal, tried };
}

function loopUnderTime(perform: (effect: Effect) => void = () => undefined) {
  const timeline = new Timeline();
  const clock = {
    now: () => dawn + timeline.now,
    monotonic: () => timeline.now,
    after: (ms: number, run: () => void) => timeline.after(ms, run),
  };
  const silent = () => undefined;
  const loop = createLoop(
    {
      clock,
      chance: { fraction: () => 0.5, id: () => 'id' },
      log: { debug: silent, info: silent, warn: silent, error: silent },
    },
    brainOf(initialState(null, { wall: dawn, mono: 0 })),
    { perform, show: silent },
  );
  return { loop, pass: (ms: number) => timeline.runUntil(timeline.now + ms) };
}

const entering: Input & { kind: 'entered' } = {
  kind: 'entered',
  session,
  ledger: ledgerOf(orderNo(1)),
  restaurant: null,
  request: null,
};
const revoking: Input = {
  kind: 'answered',
  session: session.folder,
  ask: { for: 'snapshot' },
  as: 'device',
  sentAt: { wall: noon, mono: 0 },
  answer: refusal(401, 'device-revoked', iso(noon)),
};

test('entering and its ledger are one step: nothing less is ever written to that journal', async () => {
  const { loop, pass } = loopUnderTime();
  const { journal, tried } = journalOnFullDisk();
  void loop.dispatch({ kind: 'notice', code: 'journal-repaired', detail: 'while the disk was read' });
  void loop.enter(journal, entering);
  await pass(10_000);
  expect(tried.length).toBeGreaterThan(1);
  expect(tried.filter(({ orders }) => orders.size !== 1)).toEqual([]);
});

test('a session that has ended writes no more, neither to its journal nor to the one of the next', async () => {
  const { loop, pass } = loopUnderTime();
  const first = journalOnFullDisk();
  const next = journalOnFullDisk();
  void loop.enter(first.journal, entering);
  await pass(10_000);
  // At once, so that the end of the one and the beginning of the other are flushed in one go.
  void loop.dispatch(revoking);
  void loop.enter(next.journal, { ...entering, session: { ...session, folder: 'f2' } });
  await pass(10_000);
  expect(loop.state().session?.folder).toBe('f2');
  for (const { tried } of [first, next]) {
    expect(tried.length).toBeGreaterThan(1);
    expect(tried.filter(({ orders }) => orders.size !== 1)).toEqual([]);
  }
});

test('the failure of a former journal holds back nothing that is written to the next', async () => {
  const { loop, pass } = loopUnderTime();
  const slow = journalOnFullDisk();
  let fail: () => void = () => undefined;
  const failing = new Promise<void>((resolve) => (fail = resolve));
  const { append } = slow.journal;
  slow.journal.append = async (...commit) => failing.then(() => append(...commit));
  const written: number[] = [];
  const next: Journal = {
    append: async (commits) => {
      written.push(commits.length);
      return { ok: true, value: undefined };
    },
    beginAnew() {},
    isWritten: () => true,
  };
  void loop.enter(slow.journal, entering);
  await pass(1000);
  void loop.dispatch(revoking);
  const { restaurant } = enrolmentAt('r1');
  void loop.enter(next, { ...entering, session: { ...session, folder: 'f2' }, restaurant });
  fail();
  await pass(100);
  expect(written).toEqual([1]);
});

test('an answer that makes the rules throw is as good as none: the same is asked again', async () => {
  const asked: Ask[] = [];
  const { loop, pass } = loopUnderTime((effect) => void (effect.do === 'ask' && asked.push(effect.ask)));
  const { journal } = journalOnFullDisk();
  void loop.enter(journal, entering);
  await pass(1);
  const ask = asked.find((one) => one.for === 'beat');
  if (ask === undefined) throw new Error('No beat was asked for.');
  const body = {
    get now(): string {
      throw new RangeError('Maximum call stack size exceeded');
    },
  };
  const answer = { kind: 'answer', status: 200, body, retryAfterMs: null } as const;
  const sentAt = loop.now();
  void loop.dispatch({ kind: 'answered', session: session.folder, ask, as: 'device', sentAt, answer });
  expect(loop.state().beat.asking).toBe(null);
  asked.length = 0;
  await pass(10_000);
  expect(asked.map((one) => one.for)).toContain('beat');
});
