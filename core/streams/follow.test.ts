import { expect, test } from 'vitest';
import type { Order } from '../../contract/order.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  lost,
  orderId,
  orderNo,
  refusal,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { readUp, wireEvent } from '../../tests/support/listening-brain.ts';

/** The very next one. */
const next = (type: string, body: object) => wireEvent(2, type, body);
const rejected: Order = { ...orderNo(1), status: 'rejected' };
const revocation = next('device.revoked', { device: { id: session.device.id } });

const head = { epoch: 'e1', seq: 1, id: 'e1-1' };
type Signal = Extract<Parameters<Brain['tell']>[0], { kind: 'realtime' }>['signal'];
const signal = (brain: Brain, told: Signal): void =>
  void brain.tell({ kind: 'realtime', session: session.folder, signal: told });
const event = (brain: Brain, name: string, data: unknown) =>
  signal(brain, { kind: 'event', channel, name, data });

/** One order rings, and everything is read. */
function counter(): Brain {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  signal(brain, { kind: 'connected', socketId: '1.1' });
  signal(brain, { kind: 'subscribed', channel });
  readUp(brain);
  expect(brain.state().status.word).toBe('live');
  brain.effects();
  return brain;
}
const statusOf = (brain: Brain) => brain.state().ledger.orders.get(orderId(1))?.status;
const isIn = (brain: Brain) => brain.state().session !== null;

test('what the backend published under its own type is applied', () => {
  const brain = counter();
  event(brain, 'order.updated', next('order.updated', { order: rejected }));
  expect(statusOf(brain)).toBe('rejected');
});

test.each([
  ['a subscriber says it', 'client-order.updated', 'order.updated'],
  ['a subscriber says it in words of their own', 'client-x', 'client-x'],
  ['it is published as something else', 'order.new', 'order.updated'],
  ['it bears a name of the protocol', 'pusher:order.updated', 'order.updated'],
])('an event that would follow is none of the log when %s', (_what, name, type) => {
  const brain = counter();
  const before = brain.state();
  for (let times = 0; times < 3; times += 1) event(brain, name, next(type, { order: rejected }));
  expect(statusOf(brain)).toBe('new');
  const { ledger, flows, ringing, status, foreign } = brain.state();
  expect([ledger, flows, ringing, status]).toEqual([
    before.ledger,
    before.flows,
    before.ringing,
    before.status,
  ]);
  expect(foreign).toBe(3);
  const told = brain.effects().filter((effect) => effect.do === 'log');
  expect(told.map((log) => log.event)).toEqual(['stream.foreign-event']);
});

test('what is published beside an event for other clients is passed over, and nonsense under its name is not', () => {
  const brain = counter();
  const { ledger, flows, status } = brain.state();
  const flat = { id: 'e1-2', title: 'Meeting', opened: false, createdAt: iso(0) };
  event(brain, 'Internal Notification', flat);
  event(brain, 'message', { username: 'Bella', message: 'Hello', timestamp: '9:05' });
  expect(brain.state()).toMatchObject({ ledger, flows, status, foreign: 0, malformed: 0 });
  expect(brain.effects().filter((effect) => effect.do === 'log')).toEqual([]);
  event(brain, 'order.new', flat);
  event(brain, 'Internal Notification', { ...flat, seq: 'x' });
  event(brain, 'Internal Notification', 'text');
  expect(brain.state()).toMatchObject({ ledger, flows, status, malformed: 3 });
});

test('a revocation that was only pushed ends nothing: it rings on, and the backend is asked', () => {
  const brain = counter();
  event(brain, 'device.revoked', revocation);
  expect(isIn(brain)).toBe(true);
  expect(brain.state().ringing).not.toBeNull();
  const [asked] = brain.open('events');
  brain.answer(asked, lost());
  brain.pass(4000);
  expect(isIn(brain)).toBe(true);
  const [again] = brain.open('events');
  brain.answer(again, answered(200, { events: [], head }));
  // The log does not hold it: it was forged, and the place it claimed is free.
  event(brain, 'order.updated', { ...next('order.updated', { order: rejected }), id: 'e1-2b' });
  expect(statusOf(brain)).toBe('rejected');
  expect(isIn(brain)).toBe(true);
});

test('a revocation that the backend confirms ends the session at once', () => {
  const brain = counter();
  event(brain, 'device.revoked', revocation);
  brain.answer(brain.open('events')[0], refusal(401, 'device-revoked', 'Signed out by a manager.'));
  expect(isIn(brain)).toBe(false);
  expect(brain.effects()).toContainEqual({ do: 'wipe', how: 'revoked', session });
});

test('a revocation that is read in the log has the backend asked at once, and only its 401 counts', () => {
  const brain = counter();
  event(brain, 'device.revoked', revocation);
  const page = { events: [revocation], head: { ...head, seq: 2, id: 'e1-2' } };
  brain.answer(brain.open('events')[0], answered(200, page));
  expect(isIn(brain)).toBe(true);
  expect(brain.open('beat')).toHaveLength(1);
  brain.answer(brain.open('beat')[0], refusal(401, 'device-revoked', 'Signed out by a manager.'));
  expect(isIn(brain)).toBe(false);
});

test('so is the revocation of another device read in the log, and then it is an event like any other', () => {
  const brain = counter();
  const other = next('device.revoked', { device: { id: 'another' } });
  event(brain, 'device.revoked', other);
  expect(brain.state().ledger.cursors.get(stream)?.seq).toBe(1);
  brain.answer(
    brain.open('events')[0],
    answered(200, { events: [other], head: { ...head, seq: 2, id: 'e1-2' } }),
  );
  expect(brain.state().ledger.cursors.get(stream)?.seq).toBe(2);
  expect(brain.open('beat')).toEqual([]);
});
