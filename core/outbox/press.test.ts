import { expect, test } from 'vitest';
import { existingBackend } from '../../contract/existing-backend.ts';
import {
  answered,
  createBrain,
  iso,
  ledgerOf,
  lost,
  noon,
  orderId,
  orderNo,
  refusal,
  session,
  stream,
  type Brain,
  type BrainOptions,
} from '../../tests/support/brain.ts';
import type { Answer } from '../screen/answer.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { project } from '../view/project.ts';

const withOrder = (over: Parameters<typeof orderNo>[1] = {}, options: BrainOptions = {}) =>
  createBrain({ ledger: ledgerOf(orderNo(1, over)), ...options });
const undo = (command?: string) =>
  ({ kind: 'undo', order: orderId(1), ...(command === undefined ? {} : { command }) }) as const;
const outboxOf = (brain: Brain) => [...brain.state().ledger.outbox.values()];
const taken = (seq: number): BackendAnswer =>
  answered(200, { order: orderNo(1), stream, epoch: 'e1', seq, already: null });

test('a press stands in the outbox with who pressed what and when, by the clock of the backend', () => {
  const brain = withOrder({}, { state: { skewMs: 5000 } });
  const answer = brain.intend({
    kind: 'command',
    order: orderId(1),
    verb: 'reject',
    reason: 'Out of soup',
  });
  const [entry] = outboxOf(brain);
  expect(answer).toEqual({ ok: true, value: { command: entry?.id } });
  expect(entry).toMatchObject({
    verb: 'reject',
    details: { reason: 'Out of soup' },
    pressedAt: iso(noon + 5000),
    person: null,
    takenAt: null,
    refused: null,
  });
});

test.each([
  ['without a session', { session: null }, 1, 'accept', 'not-enrolled'],
  ['on an order that is not in the book', {}, 2, 'accept', 'not-found'],
] as const)('%s nothing is pressed, and it says why', (_what, options, order, verb, code) => {
  const brain = withOrder({}, options);
  const answer = brain.intend({ kind: 'command', order: orderId(order), verb });
  expect(answer).toMatchObject({ ok: false, error: { code } });
  expect(outboxOf(brain)).toEqual([]);
});

test('stopping a bell that is stopped already is refused: it would be silent for longer than a snooze', () => {
  const brain = withOrder();
  brain.press(1, 'stop-bell');
  const again = (): Answer => brain.intend({ kind: 'command', order: orderId(1), verb: 'stop-bell' });
  expect(again()).toMatchObject({ ok: false, error: { code: 'refused' } });
  brain.pass(89_000);
  expect(again()).toMatchObject({ ok: false, error: { code: 'refused' } });
  brain.pass(1000);
  expect(again()).toMatchObject({ ok: true });
});

test('one press stops the bell of everything that waits unheard, and of nothing else', () => {
  const brain = createBrain({
    ledger: ledgerOf(
      orderNo(1),
      orderNo(2),
      orderNo(3, { status: 'accepted' }),
      orderNo(4, { ringAt: iso(noon + 3_600_000) }),
      orderNo(5, { snoozedUntil: iso(noon + 60_000) }),
    ),
  });
  brain.intend({ kind: 'stop-bell' });
  expect(outboxOf(brain).map(({ verb, order }) => [verb, order])).toEqual([
    ['stop-bell', orderId(1)],
    ['stop-bell', orderId(2)],
  ]);
});

test('what never left this device is removed by its undo, and nobody ever hears of it', () => {
  const brain = withOrder();
  brain.press(1, 'accept');
  // In the lane behind one that is under way.
  const ready = brain.press(1, 'ready');
  expect(brain.intend(undo(ready))).toEqual({ ok: true, value: {} });
  brain.answer(brain.open('command')[0], taken(1));
  brain.pass(60_000);
  expect(brain.open('command')).toEqual([]);
  expect(outboxOf(brain).map(({ verb }) => verb)).not.toContain('ready');
});

test.each([
  ['under way', (): BackendAnswer | null => null],
  ['without an answer', () => lost()],
  ['refused by the network before it was sent', () => lost(false)],
  ['answered', () => taken(2)],
] as const)('a ready that was handed over (%s) is taken back by a recall behind it', (_what, answerOf) => {
  const brain = withOrder({ status: 'accepted' });
  const ready = brain.press(1, 'ready');
  const answer = answerOf();
  if (answer !== null) brain.answer(brain.open('command')[0], answer);
  const undone = brain.intend(undo(ready));
  expect(outboxOf(brain)).toMatchObject([
    { id: ready, verb: 'ready' },
    { verb: 'recall', undoes: ready },
  ]);
  expect(undone).toEqual({ ok: true, value: { command: outboxOf(brain)[1]?.id } });
});

test.each(['accept', 'delay', 'tick', 'cancel', 'reject'] as const)(
  'a %s that was handed over is not taken back: it says so instead of doing something else',
  (verb) => {
    const brain = withOrder();
    const command = brain.press(1, verb);
    expect(brain.intend(undo(command))).toMatchObject({ ok: false, error: { code: 'refused' } });
    expect(outboxOf(brain)).toHaveLength(1);
  },
);

test('an earlier process may have sent what it wrote down: it is taken back by a recall, never by forgetting', () => {
  const brain = withOrder({ status: 'accepted' });
  const ready = brain.press(1, 'ready');
  brain.answer(brain.open('command')[0], taken(2));
  brain.restart();
  brain.intend(undo(ready));
  expect(outboxOf(brain)).toMatchObject([{ id: ready }, { verb: 'recall', undoes: ready }]);
});

test('the press that was seen is taken back, not the newest one', () => {
  const brain = withOrder();
  brain.press(1, 'accept');
  const tick = brain.press(1, 'tick');
  const ready = brain.press(1, 'ready');
  expect(brain.intend(undo(tick))).toMatchObject({ ok: true });
  expect(outboxOf(brain).map(({ id }) => id)).not.toContain(tick);
  expect(outboxOf(brain).map(({ id }) => id)).toContain(ready);
  // It is gone, and another one must not go in its place.
  expect(brain.intend(undo(tick))).toMatchObject({ ok: false, error: { code: 'refused' } });
  expect(outboxOf(brain).map(({ id }) => id)).toContain(ready);
});

test.each([
  ['its customer has not been told', { tellAt: iso(noon + 5000) }, true],
  ['its customer was told', { tellAt: iso(noon + 5000), toldAt: iso(noon) }, false],
  ['its time to be told has come', { tellAt: iso(noon) }, false],
  ['there is nothing to tell', {}, false],
] as const)("a ready of somebody else's is undone while %s: %o", (_what, over, ok) => {
  const brain = withOrder({ status: 'ready', ...over });
  expect(brain.intend(undo()).ok).toBe(ok);
  expect(outboxOf(brain)).toMatchObject(ok ? [{ verb: 'recall', undoes: null }] : []);
});

test('refusals are taken off the screen one at a time, the one in sight first', () => {
  const brain = withOrder();
  brain.press(1, 'accept');
  brain.press(1, 'ready');
  for (const detail of ['It was cancelled.', 'It is closed.'])
    brain.answer(brain.open('command')[0], refusal(409, 'conflict', detail));
  const dismiss = (): Answer => brain.intend({ kind: 'dismiss-refused', order: orderId(1) });
  dismiss();
  expect(outboxOf(brain)).toMatchObject([{ verb: 'ready', refused: 'It is closed.' }]);
  dismiss();
  expect(outboxOf(brain)).toEqual([]);
  expect(dismiss()).toMatchObject({ ok: true });
});

test.each(['accept', 'reject', 'ready', 'cancel', 'delay', 'tick', 'stop-bell', 'understood'] as const)(
  'where the screen offers to undo a %s, undo does it, and nowhere else',
  (verb) => {
    for (const sent of [false, true]) {
      const over = verb === 'understood' ? ({ toBeUnderstood: 'changed', status: 'accepted' } as const) : {};
      const brain = createBrain({ ledger: ledgerOf(orderNo(1, over), orderNo(2)) });
      if (!sent) pause(brain);
      const command = brain.press(1, verb);
      const pending = pendingOf(brain);
      expect(pending?.command).toBe(command);
      const answer = brain.intend(undo(command));
      expect(answer.ok, sent ? 'handed over' : 'not handed over').toBe(pending?.undoable);
    }
  },
);

/** Has another order's press answered by a backend that does not know this device: nothing is handed over any more. */
function pause(brain: Brain): void {
  brain.press(2, 'accept');
  brain.answer(brain.open('command')[0], answered(401));
}

const pendingOf = (brain: Brain) => project(brain.state(), noon, new Map()).view.orders[0]?.pending;

test('an order system that was there before has no way back: what was sent stays, and it says so', () => {
  const existing = existingBackend.parse({
    restaurant: { id: 'r1', name: 'Noodle House', currency: 'EUR' },
    token: 'let-me-in',
    header: { name: 'X-Api-Key', value: ':token' },
    list: { path: '/orders' },
    ready: { method: 'PUT', path: '/orders/:id', body: {} },
    authorize: { path: '/auth', style: 'form' },
    pusher: { key: 'k', host: '', port: 6001, tls: false },
    channel: 'private-orders',
    statuses: { open: 'new' },
  });
  const brain = withOrder({ status: 'accepted' }, { session: { ...session, existing } });
  const ready = brain.press(1, 'ready');
  // Not handed over as long as no list has told what the order is called there.
  expect(pendingOf(brain)?.undoable).toBe(true);
  brain.tell({ kind: 'wake' });
  const { polling } = brain.state();
  expect(polling.theirs.size).toBe(0);
  expect(brain.intend(undo(ready))).toEqual({ ok: true, value: {} });

  brain.know({ polling: { ...polling, theirs: new Map([[orderId(1), '77']]) } });
  const sent = brain.press(1, 'ready');
  expect(brain.open('command').map(({ entry }) => entry.id)).toEqual([sent]);
  expect(pendingOf(brain)?.undoable).toBe(false);
  expect(brain.intend(undo(sent))).toMatchObject({ ok: false, error: { code: 'refused' } });
  expect(outboxOf(brain)).toHaveLength(1);
});
