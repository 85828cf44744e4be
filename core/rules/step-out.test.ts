import { expect, test } from 'vitest';
import {
  answered,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  orderNo,
  refusal,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { readLog } from '../../tests/support/listening-brain.ts';
import { askingOf, type Ask } from '../asks.ts';
import { alertIs, applyChanges, cursorIs } from '../../tests/support/ledger.ts';

const ana = { id: 'u1', name: 'Ana', role: 'manager' } as const;
const ben = { id: 'u2', name: 'Ben', role: 'counter' } as const;
const inbox = 'user:u1';
const idleMs = 15 * 60_000;

const stepIn = (brain: Brain, person: typeof ana | typeof ben = ana): void =>
  void brain.tell({
    kind: 'stepped-in',
    session: session.folder,
    person,
    token: `token-of-${person.id}`,
    streams: [stream, `user:${person.id}`],
  });
const counter = (): Brain => createBrain({ ledger: ledgerOf(orderNo(1)) });
const whoIsIn = (brain: Brain) => brain.state().person?.person.id ?? null;

test("who steps in brings their own inbox; the restaurant's stream was there before and is not theirs", () => {
  const brain = counter();
  stepIn(brain);
  expect([...brain.state().flows.keys()]).toEqual([stream, inbox]);
  expect(brain.state().person?.streams).toEqual([inbox]);
});

test('what is pressed carries the name of who was in at that moment, also when they are gone', () => {
  const brain = counter();
  stepIn(brain);
  const accept = brain.press(1, 'accept');
  brain.intend({ kind: 'step-out' });
  brain.press(1, 'ready');
  const { outbox } = brain.state().ledger;
  expect([...outbox.values()].map(({ person }) => person)).toEqual([ana.id, null]);
  expect(outbox.get(accept)?.person).toBe(ana.id);
});

test('stepping out leaves nothing of them: no stream, no cursor, no alert of theirs, and the backend is told', () => {
  const brain = counter();
  stepIn(brain);
  const head = { epoch: 'e9', seq: 3, id: 'x' };
  const alert = {
    id: `unaccepted:${orderId(1)}`,
    order: orderId(1),
    number: '1',
    kind: 'unaccepted' as const,
    raisedAt: 0,
    toast: `unaccepted:${orderId(1)}`,
    outcome: 'shown' as const,
  };
  brain.know({
    escalations: new Map([[orderId(1), '2026-01-01T12:00:00.000Z']]),
    ledger: applyChanges(brain.state().ledger, [cursorIs(inbox, head), alertIs(alert)]),
  });
  brain.effects();
  brain.intend({ kind: 'step-out' });
  const { ledger, flows, escalations } = brain.state();
  expect(whoIsIn(brain)).toBeNull();
  expect([...flows.keys()]).toEqual([stream]);
  expect(ledger.cursors.has(inbox)).toBe(false);
  expect(ledger.alerts.has(alert.id)).toBe(false);
  expect(escalations.size).toBe(0);
  expect(brain.effects()).toEqual(
    expect.arrayContaining([
      { do: 'realtime', act: 'unsubscribe', channel: 'private-user-u1' },
      { do: 'compact' },
      { do: 'ask', ask: { for: 'step-out', token: 'token-of-u1' } },
    ]),
  );
});

const called = { kind: 'unaccepted', order: { id: orderId(1), number: '1' }, since: iso(noon) };
const snapshotWith = (escalations?: unknown) =>
  answered(200, {
    now: iso(noon),
    heads: Object.fromEntries([stream, inbox].map((name) => [name, { epoch: 'e1', seq: 1, id: 'e1-1' }])),
    orders: [orderNo(1)],
    ...(escalations === undefined ? {} : { escalations }),
  });
const alertOf = (brain: Brain) => brain.state().ledger.alerts.get(`unaccepted:${orderId(1)}`);

test('a manager who steps in hears what managers were called for before, and it goes with them', () => {
  const brain = counter();
  stepIn(brain);
  readLog(brain);
  expect(alertOf(brain)).toBeUndefined();
  brain.answer(
    brain.open('snapshot')[0],
    snapshotWith([{ of: 'a newer backend' }, { kind: 'no-console', since: iso(noon) }, called]),
  );
  expect(alertOf(brain)).toMatchObject({ kind: 'unaccepted', number: '1' });
  brain.intend({ kind: 'step-out' });
  expect(alertOf(brain)).toBeUndefined();
  expect(brain.state().escalations.size).toBe(0);
});

test('what a snapshot says of calls is taken from no other than whoever asked for it', () => {
  const brain = counter();
  stepIn(brain);
  const [ask] = brain.open('snapshot');
  stepIn(brain, ben);
  brain.answer(ask, snapshotWith([called]));
  expect(brain.state().escalations.size).toBe(0);
});

test('a snapshot that says nothing of calls, as of an older backend, takes none back', () => {
  const brain = counter();
  stepIn(brain);
  brain.know({ escalations: new Map([[orderId(1), iso(noon)]]) });
  brain.answer(brain.open('snapshot')[0], snapshotWith());
  expect(brain.state().escalations.size).toBe(1);
});

test('whoever steps in next steps the one before out', () => {
  const brain = counter();
  stepIn(brain);
  stepIn(brain, ben);
  expect(whoIsIn(brain)).toBe(ben.id);
  expect([...brain.state().flows.keys()]).toEqual([stream, 'user:u2']);
  expect(brain.open('step-out')).toEqual([{ for: 'step-out', token: 'token-of-u1' }]);
});

test('after 15 minutes in which nobody did anything they are stepped out; doing something begins them anew', () => {
  const brain = counter();
  stepIn(brain);
  brain.pass(idleMs - 10);
  expect(whoIsIn(brain)).toBe(ana.id);
  brain.intend({ kind: 'stop-bell' });
  brain.pass(idleMs - 10);
  expect(whoIsIn(brain)).toBe(ana.id);
  // Orders that come and notifications that are shown are nobody's doing.
  brain.tell({ kind: 'toasted', toast: `placed:${orderId(1)}`, outcome: { kind: 'shown' } });
  brain.pass(10);
  expect(whoIsIn(brain)).toBeNull();
});

test('stepping in and out is not heard on the bell', () => {
  const brain = counter();
  brain.pass(12_000);
  const { ringing } = brain.state();
  expect(ringing).not.toBeNull();
  brain.effects();
  stepIn(brain);
  brain.intend({ kind: 'step-out' });
  expect(brain.state().ringing).toEqual(ringing);
  expect(brain.effects().filter((effect) => effect.do === 'silence' || effect.do === 'ring')).toEqual([]);
});

test('a person whom the backend does not know any more is stepped out; the device stays', () => {
  const brain = counter();
  stepIn(brain);
  brain.press(1, 'accept');
  brain.answer(brain.open('command')[0], refusal(401, 'not-signed-in', 'Your shift has ended.'));
  expect(whoIsIn(brain)).toBeNull();
  expect(brain.state().session).not.toBeNull();
  expect(brain.state().status.word).not.toBe('signed-out');
});

test.each(['step-out', 'beat', 'command'] as const)(
  'a late "unknown" to the %s of somebody who is gone does not step out who is in now',
  (what) => {
    const brain = counter();
    brain.answer(brain.open('beat')[0], answered(500));
    stepIn(brain);
    brain.press(1, 'accept');
    brain.pass(6000);
    stepIn(brain, ben);
    const [ask] = brain.open(what);
    brain.answer(ask, refusal(401, 'not-signed-in', 'Your shift has ended.'));
    expect(whoIsIn(brain)).toBe(ben.id);
    expect(brain.state().status.word).not.toBe('signed-out');
  },
);

const entry = (person: string | null) =>
  ({ for: 'command', entry: { person } }) as unknown as Ask & { for: 'command' };
const events = (of: string): Ask => ({ for: 'events', stream: of, after: { epoch: 'e', seq: 0, id: null } });

test.each([
  ['a press of theirs', entry(ana.id), 'token-of-u1'],
  ["a press of somebody's who is gone", entry(ben.id), session.token],
  ['a press of nobody', entry(null), session.token],
  ['their inbox', events(inbox), 'token-of-u1'],
  ["the restaurant's stream", events(stream), session.token],
  ['the beat', { for: 'beat' } as unknown as Ask, 'token-of-u1'],
  ['a snapshot, which holds their inbox', { for: 'snapshot' } as Ask, 'token-of-u1'],
  ['receipts, which are of the device', { for: 'receipts', receipts: new Map() } as Ask, session.token],
  ['stepping out somebody else', { for: 'step-out', token: 'token-of-u2' } as Ask, 'token-of-u2'],
])('%s is asked in the right name', (_what, ask, token) => {
  const person = { person: ana, token: 'token-of-u1', streams: [inbox], restaurants: [], activeAt: 0 };
  expect(askingOf(ask).speaker(ask, { session, person }).token).toBe(token);
  if (ask.for !== 'step-out')
    expect(askingOf(ask).speaker(ask, { session, person: null })).toEqual({
      as: 'device',
      token: session.token,
    });
});

test('nothing is asked in a name that is gone', () => {
  const brain = counter();
  stepIn(brain);
  brain.press(1, 'accept');
  brain.intend({ kind: 'step-out' });
  brain.answer(brain.open('command')[0], answered(500));
  brain.pass(60_000);
  const [ask] = brain.open('command');
  const state = { ...brain.state(), session };
  expect(askingOf(ask!).speaker(ask!, state)).toEqual({ as: 'device', token: session.token });
});
