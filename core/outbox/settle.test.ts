import { expect, test } from 'vitest';
import type { Head } from '../../contract/streams.ts';
import {
  answered,
  createBrain,
  ledgerOf,
  orderId,
  orderNo,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { newFlow } from '../streams/turn.ts';

const at = (seq: number, epoch = 'e1'): Head => ({ epoch, seq, id: `${epoch}-${seq}` });
const outboxOf = (brain: Brain) => [...brain.state().ledger.outbox.values()];

/** "Ready" was pressed and taken at seq 5 of e1, by a console that had read it up to seq 1. */
function takenAt5(over: { epoch?: string; of?: string } = {}) {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1, { status: 'accepted' })) });
  const ready = brain.press(1, 'ready');
  const answer = { order: orderNo(1), stream: over.of ?? stream, epoch: over.epoch ?? 'e1', seq: 5 };
  brain.answer(brain.open('command')[0], answered(200, { ...answer, already: null }));
  return { brain, ready };
}

/** What the log says now; `caughtUp`: and that this is all of it. */
function reads(brain: Brain, head: Head, caughtUp = true): void {
  const { ledger, flows } = brain.state();
  const flow = caughtUp ? newFlow : { ...newFlow, want: 'snapshot' as const, notBefore: Infinity };
  brain.know({
    ledger: { ...ledger, cursors: new Map(ledger.cursors).set(stream, head) },
    flows: new Map(flows).set(stream, flow),
  });
  brain.tell({ kind: 'wake' });
}

test.each([
  ['before its effect', 'waits', at(4), true],
  ['up to its effect', 'done', at(5), true],
  ['past its effect', 'done', at(9), true],
  ['in a log that replaced the one that had it', 'again', at(9, 'e2'), true],
  ['in another log, of which not all is read yet', 'waits', at(9, 'e2'), false],
] as const)('read %s, the press is: %s', (_what, fate, head, caughtUp) => {
  const { brain, ready } = takenAt5();
  reads(brain, head, caughtUp);
  const [entry] = outboxOf(brain);
  expect(entry?.id).toBe(fate === 'done' ? undefined : ready);
  expect(brain.open('command').map((ask) => ask.entry.id)).toEqual(fate === 'again' ? [ready] : []);
});

test('an old answer, repeated for a known key from a log before ours, is no reason to send it again', () => {
  const { brain } = takenAt5({ epoch: 'e0' });
  reads(brain, at(3));
  expect(outboxOf(brain)).toEqual([]);
  expect(brain.open('command')).toEqual([]);
});

test('an effect in a stream that is not ours to read is over: nothing will ever come back', () => {
  const { brain } = takenAt5({ of: 'restaurant:other' });
  brain.tell({ kind: 'wake' });
  expect(outboxOf(brain)).toEqual([]);
});

test('a log put back to an earlier day, in the same epoch, forgot the press: it is sent again', () => {
  const { brain, ready } = takenAt5();
  const beat = (heads: Record<string, Head>) =>
    answered(200, { now: new Date(brain.now().wall).toISOString(), heads });
  // Asked before the press was taken: that head proves nothing.
  brain.answer(brain.open('beat')[0], beat({ [stream]: at(3) }));
  expect(brain.open('command')).toEqual([]);
  brain.pass(10_000);
  brain.answer(brain.open('beat')[0], beat({ [stream]: at(3) }));
  expect(brain.open('command').map((ask) => ask.entry.id)).toEqual([ready]);
});

test('what was to be taken back anyway is not sent again', () => {
  const { brain, ready } = takenAt5();
  brain.intend({ kind: 'undo', order: orderId(1), command: ready });
  reads(brain, at(9, 'e2'));
  expect(outboxOf(brain)).toEqual([]);
  expect(brain.open('command')).toEqual([]);
});

test('what was taken back is not sent again by a database that forgot it, even after the taking back is over', () => {
  const { brain, ready } = takenAt5();
  reads(brain, at(4));
  brain.intend({ kind: 'undo', order: orderId(1), command: ready });
  // The database was put back to before "ready": there is nothing to take back any more.
  const answer = { order: orderNo(1), stream, epoch: 'e1', seq: 1, already: null };
  brain.answer(brain.open('command')[0], answered(200, answer));
  brain.tell({ kind: 'wake' });
  expect(outboxOf(brain)).toEqual([]);
});

test('an order that left the book stays known as long as something pressed on it is unanswered', () => {
  const { brain, ready } = takenAt5();
  const { ledger } = brain.state();
  const [order] = ledger.orders.values();
  brain.know({ ledger: { ...ledger, orders: new Map(), gone: new Map([[orderId(1), order!]]) } });
  reads(brain, at(4));
  expect([...brain.state().ledger.gone.keys()]).toEqual([orderId(1)]);
  reads(brain, at(5));
  expect(outboxOf(brain).map(({ id }) => id)).not.toContain(ready);
  expect(brain.state().ledger.gone.size).toBe(0);
});
