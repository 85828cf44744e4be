import { expect, test } from 'vitest';
import type { Announcement } from '../../contract/announcements.ts';
import { project } from '../view/project.ts';
import { answered, iso, noon, orderId, session, stream, type Brain } from '../../tests/support/brain.ts';
import { counter, head, ledger, push, readUp, wireEvent, word } from '../../tests/support/listening-brain.ts';
import { want } from '../streams/flow.ts';
import { begin, rows } from '../assembly.ts';

const hour = 3_600_000;
const saying = (n: number, over: Partial<Announcement> = {}): Announcement => ({
  id: orderId(n),
  to: 'restaurant',
  text: `No. ${n}`,
  at: iso(noon + n * 1000),
  until: null,
  ...over,
});
/** The log's next event. */
function tell(brain: Brain, what: 'new' | 'ended', announcement: Announcement): void {
  const seq = (ledger(brain).cursors.get(stream)?.seq ?? 0) + 1;
  push(brain, wireEvent(seq, `announcement.${what}`, { announcement }));
}
const shown = (brain: Brain): string[] => {
  const state = brain.state();
  return project(state, brain.now().wall + state.skewMs, new Map()).view.announcements.map(
    ({ text }) => text,
  );
};
const dismiss = (brain: Brain, n: number) =>
  expect(brain.intend({ kind: 'dismiss-announcement', id: orderId(n) })).toEqual({ ok: true, value: {} });
/** The log has lost the console's place, so that it takes a snapshot. */
function takeSnapshot(brain: Brain, told: { announcements?: unknown }): void {
  const turn = begin(brain.state(), brain.now(), { fraction: () => 0.5, id: () => 'id' });
  want(turn, stream, 'snapshot');
  brain.know(turn.state);
  brain.tell({ kind: 'wake' });
  const about = { now: iso(brain.now().wall), heads: { [stream]: head(50) }, restaurant: null, orders: [] };
  brain.answer(brain.open('snapshot')[0], answered(200, { ...about, ...told }));
}

test('what is announced is shown, the newest first, until it is ended', () => {
  const brain = counter();
  tell(brain, 'new', saying(1));
  tell(brain, 'new', saying(2, { from: 'Noor' }));
  expect(shown(brain)).toEqual(['No. 2', 'No. 1']);
  tell(brain, 'ended', saying(2));
  expect(shown(brain)).toEqual(['No. 1']);
});

test('dismissed it stays so over a restart, and only on what is announced', () => {
  const brain = counter();
  tell(brain, 'new', saying(1));
  tell(brain, 'new', saying(2));
  dismiss(brain, 2);
  dismiss(brain, 9);
  expect(shown(brain)).toEqual(['No. 1']);
  brain.restart();
  expect(shown(brain)).toEqual(['No. 1']);
  expect([...ledger(brain).dismissed.keys()]).toEqual([orderId(2)]);
});

test('that it was dismissed is forgotten with it, however it ends', () => {
  const brain = counter();
  for (const n of [1, 2, 3]) tell(brain, 'new', saying(n, n === 2 ? { until: iso(noon + hour) } : {}));
  for (const n of [1, 2, 3]) dismiss(brain, n);
  tell(brain, 'ended', saying(1));
  expect([...ledger(brain).dismissed.keys()]).toEqual([orderId(2), orderId(3)]);
  brain.pass(hour + 60_000);
  expect([...ledger(brain).dismissed.keys()]).toEqual([orderId(3)]);
  takeSnapshot(brain, { announcements: [] });
  expect(ledger(brain).dismissed.size + ledger(brain).announcements.size).toBe(0);
});

test('time ends it without a network, by the backend’s clock', () => {
  const brain = counter();
  tell(brain, 'new', saying(1, { until: iso(noon + hour) }));
  // The backend's clock is ten minutes ahead of this one, and never heard again.
  brain.intend({ kind: 'try-now' });
  const now = iso(brain.now().wall + 600_000);
  brain.answer(brain.open('beat').at(-1), answered(200, { now, heads: { [stream]: head(2) } }));
  brain.pass(49 * 60_000);
  expect(shown(brain)).toEqual(['No. 1']);
  brain.pass(60_000);
  expect(shown(brain)).toEqual([]);
  expect(ledger(brain).announcements.size).toBe(0);
});

test('a clock that is ahead hides what is still true until the backend has told the time, and forgets nothing', () => {
  const brain = counter();
  tell(brain, 'new', saying(1, { until: iso(noon + hour) }));
  dismiss(brain, 1);
  tell(brain, 'new', saying(2, { until: iso(noon + hour) }));
  brain.set({ wall: noon + 5 * hour });
  brain.restart();
  brain.pass(3000);
  expect(shown(brain)).toEqual([]);
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(noon + 10_000), heads: { [stream]: head(3) } }));
  expect(shown(brain)).toEqual(['No. 2']);
});

test('a snapshot says all there are; one that names none is of a backend that has none', () => {
  const brain = counter();
  tell(brain, 'new', saying(1));
  tell(brain, 'new', saying(2));
  dismiss(brain, 2);
  takeSnapshot(brain, { announcements: [saying(2), saying(3), { id: 'not to be read' }] });
  expect(shown(brain)).toEqual(['No. 3']);
  takeSnapshot(brain, {});
  expect(ledger(brain).announcements.size).toBe(0);
});

const all = { to: 'all' } as const;
const forAll = (seq: number) => ({ epoch: 'e1', seq, id: `all-${seq}` });
/** A backend that tells its consoles of the stream for all. */
function beatNaming(brain: Brain, seq: number): void {
  brain.intend({ kind: 'try-now' });
  for (const ask of brain.open('events').filter((one) => one.stream === stream))
    brain.answer(ask, answered(200, { events: [], head: head(1) }));
  const heads = { [stream]: head(1), global: forAll(seq) };
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads }));
}
const snapshotForAll = (brain: Brain, seq: number, announcements: Announcement[]) =>
  brain.answer(
    brain.open('snapshot').at(-1),
    answered(200, {
      now: iso(brain.now().wall),
      heads: { [stream]: head(1), global: forAll(seq) },
      restaurant: null,
      orders: [],
      announcements,
    }),
  );
const tellAll = (brain: Brain, seq: number, what: 'new' | 'ended', announcement: Announcement) =>
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: {
      kind: 'event',
      channel: 'global',
      name: `announcement.${what}`,
      data: {
        ...wireEvent(seq, `announcement.${what}`, { announcement }),
        ...forAll(seq),
        prev: `all-${seq - 1}`,
        stream: 'global',
      },
    },
  });

test('what is said to all restaurants is followed as soon as a beat names it, and nothing of orders waits for it', () => {
  const brain = counter();
  beatNaming(brain, 7);
  expect(word(brain)).toBe('live');
  snapshotForAll(brain, 7, [saying(1, all), saying(5)]);
  // The restaurant's own stream knows better what is announced there.
  expect(shown(brain)).toEqual(['No. 1']);
  tellAll(brain, 8, 'new', saying(2, all));
  tellAll(brain, 9, 'ended', saying(1, all));
  expect(shown(brain)).toEqual(['No. 2']);
  dismiss(brain, 2);
  brain.restart();
  expect(shown(brain)).toEqual([]);
  beatNaming(brain, 10);
  const page = brain.open('events').find((ask) => ask.stream === 'global');
  const event = {
    ...wireEvent(10, 'announcement.new', { announcement: saying(3, all) }),
    ...forAll(10),
    prev: 'all-9',
    stream: 'global',
  };
  brain.answer(page, answered(200, { events: [event], head: forAll(10) }));
  expect(shown(brain)).toEqual(['No. 3']);
});

test('a backend that has no stream for all any more has nothing announced to all', () => {
  const brain = counter();
  beatNaming(brain, 7);
  snapshotForAll(brain, 7, [saying(1, all)]);
  tell(brain, 'new', saying(2));
  expect(shown(brain)).toEqual(['No. 2', 'No. 1']);
  takeSnapshot(brain, { announcements: [saying(2)] });
  expect(shown(brain)).toEqual(['No. 2']);
});

test('what it says is on no disk without a keyring, and ends with the session', () => {
  const brain = counter();
  tell(brain, 'new', saying(1));
  expect(rows.announcements.sealed).toBe(true);
  readUp(brain, 2);
  brain.intend({ kind: 'leave', discard: true });
  expect(ledger(brain).announcements.size).toBe(0);
});
