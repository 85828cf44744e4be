// What an inbox may never do to what is beside it: take "live" away, pile up, or stand still when the backend has it no more.
import { expect, test } from 'vitest';
import {
  answered,
  createBrain,
  ledgerOf,
  lost,
  orderNo,
  session,
  stream,
} from '../../tests/support/brain.ts';
import { ana, createInboxHouse, notificationId } from '../../tests/support/inbox.ts';
import { unreadOf } from '../tray/tray-of.ts';
import { inboxView } from '../view/inbox.ts';

function inWith(house: ReturnType<typeof createInboxHouse>) {
  const brain = createBrain({ ledger: ledgerOf(orderNo(1, { status: 'accepted' })) });
  const streams = [stream, 'user:u1'];
  brain.tell({ kind: 'stepped-in', session: session.folder, person: ana, token: 'ana', streams });
  for (const ask of brain.open('snapshot')) brain.answer(ask, house.snapshot());
  const push = (): void => {
    const wire = house.log.at(-1) as { type: string };
    const signal = { kind: 'event', channel: 'private-user-u1', name: wire.type, data: wire } as const;
    brain.tell({ kind: 'realtime', session: session.folder, signal });
  };
  brain.effects();
  return { brain, push };
}

test.each([
  ['fails', answered(503)],
  ['is not answered', lost()],
])('an opening that %s says nothing of what orders depend on', (_how, answer) => {
  const house = createInboxHouse();
  house.notify(1);
  const { brain } = inWith(house);
  const { facts } = brain.state();
  expect(facts.backend?.works).toBe(true);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  brain.answer(brain.open('inbox')[0], answer);
  expect(brain.state().facts.backend?.works).toBe(true);
});

test('of a flood that nobody opens only so many stay on the desktop, the urgent ones last', () => {
  const house = createInboxHouse();
  const { brain, push } = inWith(house);
  house.notify(1, { kind: 'no-console' });
  push();
  for (let n = 2; n <= 700; n += 1) {
    house.notify(n);
    push();
    brain.pass(11_000);
    // Somebody is there all the time, and opens nothing.
    const { person } = brain.state();
    if (person !== null) brain.know({ person: { ...person, activeAt: brain.now().mono } });
  }
  const effects = brain.effects();
  const shown = effects.flatMap((one) => (one.do === 'toast' ? [one.toast.id] : []));
  const gone = new Set(effects.flatMap((one) => (one.do === 'withdraw' ? [one.toast] : [])));
  const { open, seen } = brain.state().announcing;
  expect(open.size).toBe(20);
  expect(seen.size).toBe(500);
  expect([...open.keys()]).toEqual(shown.filter((id) => !gone.has(id)));
  expect(new Set(shown).size).toBe(shown.length);
});

test('a backend that has no such thing any more leaves none here; when it has it again, nothing old is news', () => {
  const house = createInboxHouse();
  const { brain, push } = inWith(house);
  house.notify(1);
  push();
  expect(inboxView(brain.state())?.unread).toBe(1);
  brain.effects();
  const snapshot = (body: Parameters<typeof house.snapshot>[0]) => {
    const gone = answered(410);
    brain.intend({ kind: 'try-now' });
    for (const ask of brain.open('events')) brain.answer(ask, gone);
    for (const ask of brain.open('snapshot')) brain.answer(ask, house.snapshot(body));
  };
  snapshot(null);
  expect(inboxView(brain.state())).toBeNull();
  expect(brain.effects().flatMap((one) => (one.do === 'withdraw' ? [one.toast] : []))).toEqual([
    `inbox:${notificationId(1)}`,
  ]);
  snapshot({});
  expect(inboxView(brain.state())?.unread).toBe(1);
  expect(brain.effects().filter((one) => one.do === 'toast')).toEqual([]);
});

test('a backend that counts wrongly does not hide what is unread in sight', () => {
  const house = createInboxHouse();
  const { brain, push } = inWith(house);
  house.notify(1);
  push();
  house.openElsewhere(1);
  const told = house.log.at(-1) as { opening: object };
  Object.assign(told.opening, { count: 1_000_000 });
  push();
  expect(inboxView(brain.state())?.unread).toBe(0);
  house.notify(2);
  push();
  expect(inboxView(brain.state())?.unread).toBe(1);
  expect(unreadOf(brain.state())).toBe(1);
});
