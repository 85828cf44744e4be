// What proves a link deaf, and what does not: the heads that a beat names against what came over the socket.
import { expect, test } from 'vitest';
import {
  answered,
  channel,
  createBrain,
  iso,
  noon,
  refusal,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';
import { readLog } from '../../tests/support/listening-brain.ts';

const signal = (brain: Brain, told: Parameters<typeof realtime>[0]) => void brain.tell(realtime(told));
const realtime = (told: (Parameters<Brain['tell']>[0] & { kind: 'realtime' })['signal']) =>
  ({ kind: 'realtime', session: session.folder, signal: told }) as const;
const head = (seq: number, epoch = 'e1') => ({ epoch, seq, id: `${epoch}-${seq}` });
const event = (seq: number) => ({
  ...head(seq),
  stream,
  type: 'something.new',
  prev: `e1-${seq - 1}`,
  at: iso(noon),
  message: 'Something happened.',
});
const push = (brain: Brain, seq: number) =>
  signal(brain, { kind: 'event', channel, name: 'something.new', data: event(seq) });
const busy = refusal(503, 'busy', 'Later.');
/** A beat that names this head, and time enough to be proven deaf by it. Whatever else is asked is answered so. */
function beat(brain: Brain, named: ReturnType<typeof head>, pages = busy, snapshots = busy): void {
  brain.pass(10_000);
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: { [stream]: named } }));
  for (let ms = 0; ms < 4000; ms += 100) {
    for (const ask of brain.open('events')) brain.answer(ask, pages);
    for (const ask of brain.open('snapshot')) brain.answer(ask, snapshots);
    brain.pass(100);
  }
}
const isDeaf = (brain: Brain) =>
  brain.effects().some((effect) => effect.do === 'log' && effect.fields?.how === 'deaf');

/** On a new socket, everything that there is having been read. */
function join(brain: Brain, seq: number): void {
  signal(brain, { kind: 'connected', socketId: `1.${seq}` });
  signal(brain, { kind: 'subscribed', channel });
  readLog(brain, seq);
}
/** Joined at 1, and 2 came at once. */
function hearing(): Brain {
  const brain = createBrain();
  join(brain, 1);
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(noon), heads: { [stream]: head(1) } }));
  push(brain, 2);
  expect(brain.state().status.word).toBe('live');
  expect(brain.state().ledger.cursors.get(stream)).toEqual(head(2));
  return brain;
}
/** The log does not hold its place any more, so everything is wanted anew. */
function losesItsPlace(brain: Brain): void {
  brain.pass(10_000);
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads: {} }));
  for (const ask of brain.open('events'))
    brain.answer(ask, refusal(410, 'gone', 'That is not held any more.'));
}

test('a head that was not pushed although it was to be is proof', () => {
  const brain = hearing();
  beat(brain, head(3));
  expect(isDeaf(brain)).toBe(true);
});

test('a head that was reached is none while everything is read anew, however often that fails', () => {
  const brain = hearing();
  losesItsPlace(brain);
  for (let i = 0; i < 3; i += 1) beat(brain, head(2));
  expect(brain.state().flows.get(stream)).toMatchObject({ want: 'snapshot', joined: true });
  expect(isDeaf(brain)).toBe(false);
});

test('nor is one that was read rather than pushed', () => {
  const brain = hearing();
  signal(brain, { kind: 'unavailable', code: 1006, message: null });
  join(brain, 2);
  losesItsPlace(brain);
  beat(brain, head(2));
  expect(isDeaf(brain)).toBe(false);
});

test('what was pushed stays pushed while a snapshot is asked for what is missing before it', () => {
  const brain = hearing();
  push(brain, 4);
  beat(brain, head(4), refusal(410, 'gone', 'That is not held any more.'));
  expect(brain.state().flows.get(stream)).toMatchObject({ want: 'snapshot', joined: true });
  expect(isDeaf(brain)).toBe(false);
});

test('a snapshot that fails does not hide that nothing is pushed any more', () => {
  const brain = hearing();
  losesItsPlace(brain);
  beat(brain, head(2));
  expect(isDeaf(brain)).toBe(false);
  beat(brain, head(3));
  expect(isDeaf(brain)).toBe(true);
});

test.each([
  ['below', head(1)],
  ['of another epoch', head(9, 'e2')],
])('a log that was put back tells nothing of the link, until it was read: %s', (_what, named) => {
  const brain = hearing();
  push(brain, 3);
  beat(brain, named);
  expect(isDeaf(brain)).toBe(false);
  const read = { heads: { [stream]: named }, restaurant: null, orders: [] };
  beat(brain, named, busy, answered(200, read));
  expect(brain.state().ledger.cursors.get(stream)).toEqual(named);
  expect(isDeaf(brain)).toBe(false);
  // Below: what was pushed of the old log had gone past this.
  beat(brain, head(named.seq + 1, named.epoch));
  expect(isDeaf(brain)).toBe(true);
});

test.each([
  ['names no head', {}],
  ['names a head that cannot be read', { [stream]: { epoch: 'e1', seq: 'three' } }],
  ['names that of another restaurant only', { 'restaurant:r2': head(2) }],
])('a beat that %s proves nothing: no "live" comes of it, and the log is read', (_what, heads) => {
  const brain = hearing();
  for (let ms = 0; ms < 30_000; ms += 500) {
    for (const ask of brain.open('beat'))
      brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads }));
    for (const ask of brain.open('events'))
      brain.answer(ask, answered(200, { events: [event(3)], head: head(3) }));
    brain.pass(500);
  }
  expect(brain.state().status.word).toBe('catching-up');
  expect(brain.state().ledger.cursors.get(stream)?.seq).toBe(3);
});
