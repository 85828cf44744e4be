import { expect, test } from 'vitest';
import type { Verb } from '../../contract/order.ts';
import {
  answered,
  createBrain,
  ledgerOf,
  lost,
  orderId,
  orderNo,
  refusal,
  stream,
  type Brain,
  rungAs,
} from '../../tests/support/brain.ts';
import { project } from '../view/project.ts';
import { readLog } from '../../tests/support/listening-brain.ts';

const withOrders = (count: number, over: Parameters<typeof orderNo>[1] = {}): Brain =>
  createBrain({ ledger: ledgerOf(...Array.from({ length: count }, (_, i) => orderNo(i + 1, over))) });
const taken = (seq: number, over: { epoch?: string; already?: unknown } = {}) =>
  answered(200, { order: orderNo(1), stream, epoch: 'e1', seq, already: null, ...over });
const outboxOf = (brain: Brain) => [...brain.state().ledger.outbox.values()];
const sentOf = (brain: Brain) => brain.open('command').map(({ entry }) => entry.id);
const answerNext = (brain: Brain, answer: Parameters<Brain['answer']>[1]) =>
  brain.answer(brain.open('command')[0], answer);
const beatAnswer = answered(200, {
  now: '2026-01-01T12:00:00.000Z',
  heads: { [stream]: { epoch: 'e1', seq: 1, id: 'e1-1' } },
});

test('each order has a lane of its own: what is pressed on one waits for nobody but what was pressed on it before', () => {
  const brain = withOrders(2);
  const [accept, ready, other] = [
    brain.press(1, 'accept'),
    brain.press(1, 'ready'),
    brain.press(2, 'accept'),
  ];
  expect(sentOf(brain)).toEqual([accept, other]);
  answerNext(brain, taken(2));
  expect(sentOf(brain)).toEqual([other, ready]);
});

test('a full rail is sent a few lanes at a time, and all of it', () => {
  const brain = withOrders(20);
  const pressed = Array.from({ length: 20 }, (_, i) => brain.press(i + 1, 'accept'));
  const sent: string[] = [];
  for (let seq = 2; sentOf(brain).length > 0; seq += 1) {
    expect(sentOf(brain).length).toBeLessThanOrEqual(6);
    sent.push(sentOf(brain)[0] ?? '');
    answerNext(brain, taken(seq));
  }
  expect(sent).toEqual(pressed);
});

test.each([
  [400, 'invalid', 'The reason is too long.'],
  [403, 'not-allowed', 'Only a manager may do that.'],
  [404, 'not-found', 'There is no such order.'],
  [409, 'conflict', 'It was cancelled by the customer at 12:01.'],
  [422, 'key-reused', 'This key was used for something else.'],
] as const)('a %i (%s) parks the press with its sentence, and the lane goes on', (status, code, detail) => {
  const brain = withOrders(1);
  const [accept, ready] = [brain.press(1, 'accept'), brain.press(1, 'ready')];
  answerNext(brain, refusal(status, code, detail));
  expect(project(brain.state(), brain.now().wall, new Map()).view.orders[0]?.pending).toMatchObject({
    command: accept,
    state: 'refused',
    problem: detail,
    undoable: false,
  });
  expect(sentOf(brain)).toEqual([ready]);
  brain.pass(60_000);
  expect(sentOf(brain)).toEqual([ready]);
});

test.each([null, {}, { status: 'ok' }, []])('a yes that no backend wrote takes nothing: %j', (body) => {
  const brain = withOrders(1);
  const ready = brain.press(1, 'ready');
  answerNext(brain, answered(200, body));
  expect(outboxOf(brain)).toMatchObject([{ id: ready, takenAt: null, refused: null }]);
  brain.pass(10_000);
  expect(sentOf(brain)).toEqual([ready]);
});

test('the yes of a backend whose answer cannot be read is one', () => {
  const brain = withOrders(1);
  brain.press(1, 'ready');
  answerNext(brain, { ...answered(200, { at: { seq: 2 } }), protocol: '3;oldest=2' } as never);
  expect(outboxOf(brain)).toEqual([]);
});

test('a refusal without a sentence of its own is told all the same', () => {
  const brain = withOrders(1);
  brain.press(1, 'accept');
  answerNext(brain, answered(400, '<html>Bad Request</html>'));
  expect(outboxOf(brain)[0]?.refused).toMatch(/\w+ \w+/);
});

test('stopping the bell of an order that somebody else answered is no conflict worth a word', () => {
  const brain = withOrders(1);
  brain.press(1, 'stop-bell');
  answerNext(brain, refusal(409, 'conflict', 'It is accepted already.'));
  expect(outboxOf(brain)).toEqual([]);
});

test('a press that is refused takes its own undo along; an undo that is refused stays in sight', () => {
  for (const [first, second] of [
    [409, null],
    [null, 409],
  ]) {
    const brain = withOrders(1, { status: 'accepted' });
    const ready = brain.press(1, 'ready');
    brain.intend({ kind: 'undo', order: orderId(1), command: ready });
    const no = refusal(409, 'conflict', 'It is collected.');
    answerNext(brain, first === null ? taken(2) : no);
    if (second !== null) {
      readLog(brain);
      answerNext(brain, no);
    }
    const left = outboxOf(brain).map(({ verb, refused }) => [verb, refused]);
    expect(left).toEqual(first === null ? [['recall', 'It is collected.']] : []);
    expect(sentOf(brain)).toEqual([]);
  }
});

test('already there is fine: nothing is parked, nothing is sent again', () => {
  const brain = withOrders(1);
  brain.press(1, 'accept');
  const already = { what: 'accept', at: '2026-01-01T12:00:01.000Z', by: { kind: 'device', name: 'Bar' } };
  answerNext(brain, taken(1, { already }));
  brain.tell({ kind: 'wake' });
  expect(outboxOf(brain)).toEqual([]);
  brain.pass(60_000);
  expect(sentOf(brain)).toEqual([]);
});

test('a taken press stays, as sent, until the event that shows its effect is applied', () => {
  const brain = withOrders(1);
  const accept = brain.press(1, 'accept');
  answerNext(brain, taken(2));
  expect(outboxOf(brain)).toMatchObject([{ id: accept, takenAt: { seq: 2 } }]);
  const { view } = project(brain.state(), brain.now().wall, new Map());
  expect(view.orders[0]).toMatchObject({ column: 'preparing', pending: { state: 'sent' } });
});

test.each([
  ['no answer', lost()],
  ['not sent', lost(false)],
  ['500', answered(500)],
  ['503', answered(503)],
  ['408', answered(408)],
  ['429', answered(429)],
] as const)(
  'after %s the same press goes out again, with the same key, until somebody answers',
  (_what, answer) => {
    const brain = withOrders(1);
    const accept = brain.press(1, 'accept');
    for (let i = 0; i < 6; i += 1) {
      expect(sentOf(brain)).toEqual([accept]);
      answerNext(brain, answer);
      // Not at once: whatever it is, it is not cured by hurry.
      brain.pass(400);
      expect(sentOf(brain)).toEqual([]);
      brain.pass(40_000);
    }
    answerNext(brain, taken(2));
    brain.pass(60_000);
    expect(sentOf(brain)).toEqual([]);
  },
);

test('a backend that names a time is left alone until then', () => {
  const brain = withOrders(2);
  brain.press(1, 'accept');
  answerNext(brain, answered(503, {}, 120_000));
  brain.press(2, 'accept');
  brain.pass(119_000);
  expect(sentOf(brain)).toEqual([]);
  brain.pass(2000);
  expect(sentOf(brain)).toHaveLength(2);
});

test('a 401 pauses everything, however long it lasts; once the backend knows this device again, all of it goes out', () => {
  const brain = withOrders(3);
  const first = brain.press(1, 'accept');
  answerNext(brain, refusal(401, 'not-signed-in', 'Who are you?'));
  const second = brain.press(2, 'accept');
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(3)] });
  brain.pass(300_000);
  expect(sentOf(brain)).toEqual([]);
  expect(brain.open('receipts')).toEqual([]);
  expect(outboxOf(brain).map(({ id, refused }) => [id, refused])).toEqual([
    [first, null],
    [second, null],
  ]);
  brain.answer(brain.open('beat').at(-1), beatAnswer);
  expect(sentOf(brain)).toEqual([first, second]);
});

test.each([
  ['a beat that is not known either', answered(401)],
  ['a beat that fails', lost()],
] as const)('%s does not end the pause', (_what, answer) => {
  const brain = withOrders(1);
  brain.press(1, 'accept');
  answerNext(brain, answered(401));
  brain.answer(brain.open('beat')[0], answer);
  brain.pass(60_000);
  expect(sentOf(brain)).toEqual([]);
});

test('receipts wait for every command, are sent together, and are gone once somebody took them', () => {
  const brain = withOrders(3);
  brain.press(1, 'accept');
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(2), orderId(3)] });
  expect(brain.open('receipts')).toEqual([]);
  answerNext(brain, taken(2));
  const [ask] = brain.open('receipts');
  expect([...(ask?.receipts.values() ?? [])]).toMatchObject([
    { order: orderId(2), stage: 'sounded' },
    { order: orderId(3), stage: 'sounded' },
  ]);
  brain.answer(ask, answered(204));
  expect(brain.state().ledger.receipts.size).toBe(0);
});

test.each([
  ['nobody answers', lost(), true],
  ['a login page says yes', answered(200, null), true],
  ['a login page says yes in JSON', answered(200, { welcome: true }), true],
  ['a backend of 0.1.0 takes them', answered(204, null), false],
  ['a later one says more', { ...answered(200, { taken: 1 }), protocol: '3;oldest=1' }, false],
  ['nobody takes them', answered(400), false],
] as const)('when %s, receipts are kept: %o', (_what, answer, kept) => {
  const brain = withOrders(1);
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(1)] });
  brain.answer(brain.open('receipts')[0], answer);
  expect(brain.state().ledger.receipts.size).toBe(kept ? 1 : 0);
  brain.pass(60_000);
  expect(brain.open('receipts')).toHaveLength(kept ? 1 : 0);
});

test('one receipt an order and stage, with the time of the first, however often it is shown', () => {
  const brain = withOrders(2);
  brain.press(2, 'accept');
  readLog(brain);
  const shown = { kind: 'toasted', toast: `placed:${orderId(1)}`, outcome: { kind: 'shown' } } as const;
  const at = new Date(brain.now().wall).toISOString();
  for (let i = 0; i < 3; i += 1) {
    brain.tell(shown);
    brain.pass(1000);
  }
  const receipt = { order: orderId(1), stage: 'shown', at };
  expect([...brain.state().ledger.receipts.values()].map((kept) => kept.receipt)).toEqual([receipt]);
});

test('what an earlier process pressed goes out in the order of pressing, with the same keys', () => {
  const brain = withOrders(2);
  const pressed = (['accept', 'ready', 'collect'] as const satisfies Verb[]).map((verb) =>
    brain.press(1, verb),
  );
  const details = brain.open('command')[0]?.entry;
  brain.restart();
  const sent: string[] = [];
  expect(brain.open('command')[0]?.entry).toEqual(details);
  for (let seq = 2; sentOf(brain).length > 0; seq += 1) {
    sent.push(...sentOf(brain));
    answerNext(brain, taken(seq));
  }
  expect(sent).toEqual(pressed);
});

test('an answer that comes after the restart it was asked before changes nothing', () => {
  const brain = withOrders(1);
  const accept = brain.press(1, 'accept');
  const [late] = brain.open('command');
  brain.restart();
  const before = outboxOf(brain);
  brain.tell({
    kind: 'answered',
    session: 'f1',
    ask: late!,
    as: 'device',
    sentAt: brain.now(),
    answer: refusal(409, 'conflict', 'No.'),
  });
  expect(outboxOf(brain)).toEqual(before);
  expect(sentOf(brain)).toEqual([accept]);
});
