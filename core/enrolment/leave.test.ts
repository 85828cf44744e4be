import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import {
  answered,
  createBrain,
  ledgerOf,
  orderId,
  orderNo,
  refusal,
  session,
  stream,
  type Brain,
  rungAs,
} from '../../tests/support/brain.ts';
import { emptyLedger } from '../../tests/support/ledger.ts';
import { begin } from '../assembly.ts';

const chance = { fraction: () => 0.5, id: () => 'id' };

const quiet = { status: 'accepted' } as const;
const leave = (brain: Brain, discard = false) => brain.intend({ kind: 'leave', discard });
const isIn = (brain: Brain) => brain.state().session !== null;
const stepIn = (brain: Brain, role: 'counter' | 'manager' | 'admin') =>
  brain.tell({
    kind: 'stepped-in',
    session: session.folder,
    person: { id: 'u1', name: 'Ana', role },
    token: 'token-of-u1',
    streams: [],
  });
/** The bell rings for order 1. */
function ringing(): Brain {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  brain.pass(11_000);
  expect(brain.state().ringing).not.toBeNull();
  return brain;
}

test.each([
  ['nobody', null, false],
  ['somebody at the counter', 'counter', false],
  ['a manager', 'manager', true],
  ['an administrator', 'admin', true],
] as const)('while an order rings %s may or may not leave', (_who, role, may) => {
  const brain = ringing();
  if (role !== null) stepIn(brain, role);
  const answer = leave(brain);
  expect(answer.ok).toBe(may);
  if (!answer.ok) expect(answer.error.code).toBe('rings');
  expect(isIn(brain)).toBe(!may);
});

test('presses that would be lost are listed, and a reason to stay until somebody throws them away', () => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1, quiet), orderNo(2, quiet)) });
  brain.press(1, 'ready');
  brain.press(2, 'ready');
  brain.press(2, 'collect');
  const answer = leave(brain);
  expect(answer).toMatchObject({
    ok: false,
    error: {
      code: 'unsent',
      message: expect.stringMatching(/^3 not sent yet: ready 1, ready 2, collect 2\./),
      unsent: [
        { verb: 'ready', number: '1' },
        { verb: 'ready', number: '2' },
        { verb: 'collect', number: '2' },
      ],
    },
  });
  expect(isIn(brain)).toBe(true);
  expect(leave(brain, true)).toEqual({ ok: true, value: {} });
  expect(isIn(brain)).toBe(false);
});

test.each([
  ['taken', answered(200, { order: orderNo(1), stream, epoch: 'e1', seq: 2, already: null })],
  ['refused', refusal(409, 'conflict', 'It was cancelled.')],
])('a press that was %s is nothing to wait for', (_what, answer) => {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1, quiet)) });
  brain.press(1, 'ready');
  brain.answer(brain.open('command')[0], answer);
  expect(leave(brain)).toEqual({ ok: true, value: {} });
});

test('throwing presses away does not throw away what rings', () => {
  const brain = ringing();
  expect(leave(brain, true)).toMatchObject({ ok: false, error: { code: 'rings' } });
});

test('having left, it knows nothing, shows nothing, rings for nothing and listens to nothing', () => {
  const brain = ringing();
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(1)] });
  stepIn(brain, 'manager');
  const [beat] = brain.open('beat');
  brain.effects();
  leave(brain);
  const effects = brain.effects();
  expect(effects).toEqual(
    expect.arrayContaining([
      { do: 'withdraw', toast: `placed:${orderId(1)}` },
      { do: 'silence' },
      { do: 'flash', on: false },
      { do: 'wipe', how: 'left', session },
      { do: 'realtime', act: 'close' },
    ]),
  );
  const state = brain.state();
  expect(state).toMatchObject({ session: null, person: null, ringing: null, ledger: emptyLedger });
  expect([state.flows.size, state.sounded.size, state.escalations.size]).toEqual([0, 0, 0]);
  expect(state.status.word).toBe('not-enrolled');
  // What is still under way belongs to a session that is over.
  const heads = { [stream]: { epoch: 'e1', seq: 9, id: 'x' } };
  brain.answer(beat, answered(200, { now: '2026-01-01T12:00:00.000Z', heads }));
  brain.pass(60_000);
  expect(brain.effects().filter((effect) => effect.do !== 'log')).toEqual([]);
  expect(leave(brain)).toMatchObject({ ok: false, error: { code: 'not-enrolled' } });
});

test('a device that the backend revoked is out at once, whatever rings and whatever is unsent', () => {
  const brain = ringing();
  brain.press(1, 'tick');
  brain.effects();
  const no = refusal(401, 'device-revoked', 'This device was removed by a manager.');
  brain.answer(brain.open('beat')[0], no);
  expect(isIn(brain)).toBe(false);
  expect(brain.effects()).toContainEqual({ do: 'wipe', how: 'revoked', session });
  expect(brain.state().status.word).toBe('signed-out');
});

test('a backend that does not know this device just now has not revoked it', () => {
  const brain = createBrain();
  brain.answer(brain.open('beat')[0], refusal(401, 'not-signed-in', 'Who are you?'));
  expect(isIn(brain)).toBe(true);
  expect(brain.state().status.word).toBe('signed-out');
});

test('of all that was known of the session nothing is known afterwards', () => {
  const brain = ringing();
  stepIn(brain, 'manager');
  brain.press(1, 'accept');
  brain.tell({ kind: 'rang', rung: rungAs(true), orders: [orderId(1)] });
  brain.tell({ kind: 'chosen', choice: `order:${orderId(1)}` });
  brain.know({ skewMs: 5000, escalations: new Map([[orderId(1), 'since']]) });
  const { session: first, person, ledger } = begin(brain.state(), brain.now(), chance).firsts;
  const known = () => Object.entries(brain.state()) as [string, unknown][];
  const ofSession = Object.entries({ ...first, ...person, ledger });
  const unlike = () =>
    ofSession.filter(([name, value]) => !isDeepStrictEqual(value, new Map(known()).get(name)));
  expect(unlike().length).toBeGreaterThan(10);
  expect(leave(brain, true)).toMatchObject({ ok: true });
  expect(unlike().map(([name]) => name)).toEqual([]);
});
