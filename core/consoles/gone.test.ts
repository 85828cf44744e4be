import { expect, test } from 'vitest';
import {
  answered,
  createBrain,
  iso,
  noon,
  orderNo,
  session,
  stream,
  type Brain,
} from '../../tests/support/brain.ts';

const notice = (brain: Brain) => brain.state().notices.find(({ code }) => code === 'console-gone');
let seq = 1;
const told = (
  brain: Brain,
  type: 'console.gone' | 'console.back',
  id: string,
  name = `Counter ${id}`,
): void => {
  seq += 1;
  const place = { stream, epoch: 'e1', seq, prev: `e1-${seq - 1}`, id: `e1-${seq}`, at: iso(noon) };
  const data = { ...place, type, message: '', device: { id, name }, since: iso(noon) };
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: { kind: 'event', channel: 'private-restaurant-r1', name: type, data },
  });
};
const opened = (): Brain => {
  seq = 1;
  return createBrain();
};

test('a console that is gone is a notice on every other one, whoever is in, until it is back', () => {
  const brain = opened();
  told(brain, 'console.gone', 'd2');
  expect(notice(brain)).toMatchObject({ detail: 'Counter d2' });
  told(brain, 'console.gone', 'd3');
  expect(notice(brain)).toMatchObject({ detail: 'Counter d2, Counter d3' });
  told(brain, 'console.back', 'd2');
  expect(notice(brain)).toMatchObject({ detail: 'Counter d3' });
  told(brain, 'console.back', 'd3');
  expect(notice(brain)).toBeUndefined();
});

test('a console says nothing of itself', () => {
  const brain = opened();
  told(brain, 'console.gone', session.device.id);
  expect(notice(brain)).toBeUndefined();
});

test('once dismissed it is quiet until the next one is gone', () => {
  const brain = opened();
  told(brain, 'console.gone', 'd2');
  told(brain, 'console.gone', 'd3');
  brain.intend({ kind: 'dismiss-notice', id: notice(brain)?.id ?? '' });
  told(brain, 'console.back', 'd2');
  expect(notice(brain)).toBeUndefined();
  told(brain, 'console.gone', 'd4');
  expect(notice(brain)).toMatchObject({ detail: 'Counter d3, Counter d4' });
});

test('it is known after a restart, for no event tells of it again, and gone with the session', () => {
  const brain = opened();
  told(brain, 'console.gone', 'd2');
  brain.restart();
  expect(notice(brain)).toMatchObject({ detail: 'Counter d2' });
  brain.intend({ kind: 'leave', discard: true });
  expect(notice(brain)).toBeUndefined();
});

const snapshot = (consolesGone?: unknown) =>
  answered(200, {
    now: iso(noon),
    heads: { [stream]: { epoch: 'e2', seq: 1, id: 'x' } },
    orders: [orderNo(1, { status: 'accepted' })],
    ...(consolesGone === undefined ? {} : { consolesGone }),
  });
const readAnew = (brain: Brain, consolesGone?: unknown): void => {
  for (const ask of brain.open('events')) brain.answer(ask, answered(410));
  brain.answer(brain.open('snapshot')[0], snapshot(consolesGone));
};

test('whoever lost their place in the log learns from the snapshot which consoles are gone', () => {
  const brain = opened();
  told(brain, 'console.gone', 'd2');
  readAnew(brain, [{ id: 'd3', name: 'Bar', since: iso(noon) }, { of: 'a newer backend' }]);
  expect(notice(brain)).toMatchObject({ detail: 'Bar' });
});

test('a snapshot that says nothing of consoles, as of an older backend, changes nothing', () => {
  const brain = opened();
  told(brain, 'console.gone', 'd2');
  readAnew(brain);
  expect(notice(brain)).toMatchObject({ detail: 'Counter d2' });
});
