// The inbox of whoever is stepped in: what they are told, what is announced, and what they press.
import { expect, test } from 'vitest';
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
} from '../../tests/support/brain.ts';
import {
  ana,
  anas,
  ben,
  createInboxHouse,
  notificationId,
  notificationNo,
} from '../../tests/support/inbox.ts';
import { readLog } from '../../tests/support/listening-brain.ts';
import { askingOf } from '../asks.ts';
import { project } from '../view/project.ts';
import { unreadOf } from '../tray/tray-of.ts';

type House = ReturnType<typeof createInboxHouse>;

const counter = (): Brain => createBrain({ ledger: ledgerOf(orderNo(1, { status: 'accepted' })) });
const stepIn = (brain: Brain, person: typeof ana | typeof ben = ana): void =>
  void brain.tell({
    kind: 'stepped-in',
    session: session.folder,
    person,
    token: `token-of-${person.id}`,
    streams: [stream, `user:${person.id}`],
  });
const inboxOf = (brain: Brain) => project(brain.state(), brain.now().wall, new Map()).view.inbox;
const snapshotFrom = (brain: Brain, house: House): void => {
  for (const ask of brain.open('snapshot')) brain.answer(ask, house.snapshot());
};
const eventsFrom = (brain: Brain, house: House): void => {
  for (const ask of brain.open('events'))
    brain.answer(ask, ask.stream === anas ? house.events(ask.after.seq) : answered(503));
};
/** Over Pusher, as soon as it is appended. */
const pushFrom = (brain: Brain, house: House, from = 0): void => {
  for (const event of house.log.slice(from))
    brain.tell({
      kind: 'realtime',
      session: session.folder,
      signal: { kind: 'event', channel: 'private-user-u1', name: String(event.type), data: event },
    });
};
const presses = (brain: Brain, house: House): void => {
  for (const ask of brain.open('inbox')) brain.answer(ask, house.take(requestOf(brain, ask)));
};
const requestOf = (brain: Brain, ask: Parameters<typeof askingOf>[0]) => {
  const who = { ...brain.state(), session };
  const { token } = askingOf(ask).speaker(ask, who);
  return askingOf(ask).request(ask, { session, token }, brain.state());
};
const toasts = (brain: Brain) =>
  brain.effects().flatMap((effect) => (effect.do === 'toast' ? [effect.toast] : []));

/** Ana is in, and has what the house has. */
function inWith(house: House): Brain {
  const brain = counter();
  stepIn(brain);
  snapshotFrom(brain, house);
  brain.effects();
  return brain;
}

test('what was there unread when they stepped in is counted, and not announced', () => {
  const house = createInboxHouse();
  house.notify(1);
  house.notify(2, { opened: true });
  const brain = counter();
  stepIn(brain);
  expect(inboxOf(brain)).toBeNull();
  snapshotFrom(brain, house);
  expect(inboxOf(brain)?.notifications.map(({ title }) => title)).toEqual(['Title 2', 'Title 1']);
  expect(unreadOf(brain.state())).toBe(1);
  expect(toasts(brain)).toEqual([]);
});

test('a backend without an inbox: there is none, and nothing that a stream says makes one', () => {
  const house = createInboxHouse();
  const brain = counter();
  stepIn(brain);
  for (const ask of brain.open('snapshot')) brain.answer(ask, house.snapshot(null));
  house.notify(1);
  pushFrom(brain, house);
  expect(inboxOf(brain)).toBeNull();
  expect(toasts(brain)).toEqual([]);
  expect(brain.intend({ kind: 'open-notification', notification: notificationId(1) }).ok).toBe(false);
  expect(brain.intend({ kind: 'open-all-notifications', upTo: iso(noon) }).ok).toBe(false);
});

test('a new one is announced once, with one soft sound, whatever way it comes again', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1);
  pushFrom(brain, house);
  const effects = brain.effects();
  expect(effects.filter((effect) => effect.do === 'toast')).toMatchObject([
    { toast: { id: `inbox:${notificationId(1)}`, title: 'Title 1', body: 'Body 1', sticky: false } },
  ]);
  expect(effects.filter((effect) => effect.do === 'ring')).toEqual([
    { do: 'ring', sound: 'quiet', orders: [] },
  ]);
  pushFrom(brain, house);
  // The log has lost its place, and everything is read anew.
  brain.pass(20_000);
  house.notify(2);
  pushFrom(brain, house, 1);
  expect(toasts(brain).map(({ title }) => title)).toEqual(['Title 2']);
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: {
      kind: 'event',
      channel: 'private-user-u1',
      name: 'notification.new',
      data: { ...house.log[1], seq: 9, id: 'e1-9', prev: 'e1-8' },
    },
  });
  brain.pass(200);
  for (const ask of brain.open('events')) if (ask.stream === anas) brain.answer(ask, answered(410));
  house.notify(3);
  snapshotFrom(brain, house);
  expect(toasts(brain).map(({ title }) => title)).toEqual(['Title 3']);
  expect(inboxOf(brain)).toMatchObject({ unread: 3 });
});

test('an older one that a later snapshot lists for the first time is no news', () => {
  const house = createInboxHouse({ newest: 2 });
  for (const n of [1, 2, 3]) house.notify(n);
  const brain = inWith(house);
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: {
      kind: 'event',
      channel: 'private-user-u1',
      name: 'notification.new',
      data: { ...house.log[2], seq: 9, id: 'e1-9', prev: 'e1-8' },
    },
  });
  brain.pass(200);
  for (const ask of brain.open('events')) if (ask.stream === anas) brain.answer(ask, answered(410));
  for (const ask of brain.open('snapshot'))
    brain.answer(ask, house.snapshot({ notifications: house.all.toReversed() }));
  expect(inboxOf(brain)?.notifications).toHaveLength(3);
  expect(toasts(brain)).toEqual([]);
});

test('several that were missed come as one, and lead to the room when clicked', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  for (const n of [1, 2, 3]) house.notify(n);
  brain.tell({
    kind: 'realtime',
    session: session.folder,
    signal: { kind: 'event', channel: 'private-user-u1', name: 'notification.new', data: house.log[2] },
  });
  expect(toasts(brain)).toEqual([]);
  brain.pass(200);
  eventsFrom(brain, house);
  const [toast, ...others] = toasts(brain);
  expect(others).toEqual([]);
  expect(toast).toMatchObject({ title: '3 new messages', body: 'Title 1 · Title 2 · Title 3' });
  brain.tell({ kind: 'clicked', toast: toast?.id ?? '', button: 'open' });
  expect(brain.state().focus).toEqual({ inbox: notificationId(3), n: 1 });
  // Which of them were read nobody knows.
  expect(unreadOf(brain.state())).toBe(3);
});

test('where everybody may read it, a message is told without its words', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  brain.intend({ kind: 'change-settings', change: { orderOnNotification: 'number' } });
  brain.effects();
  house.notify(1);
  pushFrom(brain, house);
  expect(toasts(brain)).toMatchObject([{ title: '1 new message', body: '' }]);
});

test('clicked on, a single one is opened and in sight; opened, it is taken back from the desktop', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1);
  pushFrom(brain, house);
  const [toast] = toasts(brain);
  brain.tell({ kind: 'clicked', toast: toast?.id ?? '', button: 'open' });
  expect(brain.state().focus).toEqual({ inbox: notificationId(1), n: 1 });
  expect(inboxOf(brain)).toMatchObject({ unread: 0, notifications: [{ opened: true }] });
  expect(brain.effects()).toEqual(
    expect.arrayContaining([
      { do: 'show', how: 'focus' },
      { do: 'withdraw', toast: toast?.id },
    ]),
  );
});

test('opened on another device, it is taken back here', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1);
  pushFrom(brain, house);
  brain.effects();
  house.openElsewhere(1);
  pushFrom(brain, house, 1);
  expect(brain.effects()).toContainEqual({ do: 'withdraw', toast: `inbox:${notificationId(1)}` });
  expect(unreadOf(brain.state())).toBe(0);
});

test('each kind as they chose: a quiet one is counted only; an order that nobody answers has its alert', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1, { kind: 'announcement' });
  house.notify(2, { kind: 'escalation', order: { id: orderId(1), number: '1' } });
  pushFrom(brain, house);
  expect(toasts(brain)).toEqual([]);
  house.notify(3, { kind: 'no-console' });
  pushFrom(brain, house, 2);
  expect(toasts(brain)).toMatchObject([{ title: 'No console can be heard', sticky: true }]);
  expect(unreadOf(brain.state())).toBe(3);
});

test('while an order rings nothing else is heard', () => {
  const house = createInboxHouse();
  const brain = createBrain({ ledger: ledgerOf(orderNo(1)) });
  stepIn(brain);
  for (const ask of brain.open('snapshot')) brain.answer(ask, house.snapshot());
  readLog(brain);
  brain.pass(1000);
  expect(brain.state().ringing).not.toBeNull();
  brain.effects();
  house.notify(1);
  pushFrom(brain, house);
  const effects = brain.effects();
  expect(effects.some((effect) => effect.do === 'toast')).toBe(true);
  expect(effects.some((effect) => effect.do === 'ring' && effect.sound === 'quiet')).toBe(false);
});

test('many in a short time become one, and wait no longer than two seconds for each other', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  const { moreThan } = brain.state().settings.effective.burst;
  for (let n = 1; n <= moreThan + 3; n += 1) {
    house.notify(n);
    pushFrom(brain, house, n - 1);
  }
  expect(toasts(brain)).toHaveLength(moreThan);
  brain.pass(2100);
  expect(toasts(brain).map(({ title }) => title)).toEqual(['3 new messages']);
});

test('a text of any length goes to the desktop cut', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1, { title: 'T'.repeat(5000), body: 'B'.repeat(100_000) });
  pushFrom(brain, house);
  const [toast] = toasts(brain);
  expect([toast?.title.length, toast?.body.length]).toEqual([500, 500]);
});

test('stepping out leaves nothing: no inbox, no count, no notification, no way that leads there', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1);
  house.notify(2);
  pushFrom(brain, house);
  brain.tell({ kind: 'clicked', toast: `inbox:${notificationId(1)}`, button: 'open' });
  brain.effects();
  brain.intend({ kind: 'step-out' });
  expect(brain.effects()).toContainEqual({ do: 'withdraw', toast: `inbox:${notificationId(2)}` });
  expect(inboxOf(brain)).toBeNull();
  expect(brain.state().focus).toBeNull();
  expect(unreadOf(brain.state())).toBeNull();
  expect(JSON.stringify([...brain.state().ledger.inboxPresses.values()])).not.toContain('Title');
  // Nor does a click that came too late lead anywhere.
  brain.tell({ kind: 'clicked', toast: `inbox:${notificationId(2)}`, button: 'open' });
  expect(brain.state().focus).toBeNull();
});

test('of a backend that is gone nobody hears of the inbox of somebody who left meanwhile', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = counter();
  stepIn(brain);
  const [ask] = brain.open('snapshot');
  stepIn(brain, ben);
  brain.answer(ask, house.snapshot());
  expect(inboxOf(brain)).toBeNull();
});

test('what is opened shows at once, is told once, and flickers neither with the answer nor with the event', () => {
  const house = createInboxHouse();
  for (const n of [1, 2]) house.notify(n);
  const brain = inWith(house);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  expect(unreadOf(brain.state())).toBe(1);
  expect(brain.open('inbox')).toHaveLength(1);
  presses(brain, house);
  expect(unreadOf(brain.state())).toBe(1);
  expect(brain.state().ledger.inboxPresses.size).toBe(1);
  pushFrom(brain, house, 2);
  expect(unreadOf(brain.state())).toBe(1);
  expect(brain.state().ledger.inboxPresses.size).toBe(0);
  expect(house.unread()).toBe(1);
});

test('the event may come before the answer, and one that is not among the newest counts once all the same', () => {
  const house = createInboxHouse({ newest: 2 });
  for (const n of [1, 2, 3]) house.notify(n);
  const brain = inWith(house);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  expect(unreadOf(brain.state())).toBe(2);
  const [ask] = brain.open('inbox');
  const answer = house.take(requestOf(brain, ask!));
  pushFrom(brain, house, 3);
  expect(unreadOf(brain.state())).toBe(2);
  brain.answer(ask, answer);
  expect(unreadOf(brain.state())).toBe(2);
  expect(brain.state().ledger.inboxPresses.size).toBe(0);
});

test('"all" opens what was seen, and what is older; what came meanwhile stays unread', () => {
  const house = createInboxHouse({ newest: 2 });
  for (const n of [1, 2, 3]) house.notify(n);
  const brain = inWith(house);
  house.notify(4);
  pushFrom(brain, house, 3);
  brain.intend({ kind: 'open-all-notifications', upTo: notificationNo(3).createdAt });
  expect(unreadOf(brain.state())).toBe(1);
  presses(brain, house);
  pushFrom(brain, house, 4);
  expect(unreadOf(brain.state())).toBe(1);
  expect(house.unread()).toBe(1);
  // There is nothing left to do before that moment.
  brain.intend({ kind: 'open-all-notifications', upTo: notificationNo(3).createdAt });
  expect(brain.state().ledger.inboxPresses.size).toBe(0);
});

test('what was opened offline is told after the restart, by the device, under the same key', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = inWith(house);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  const [first] = brain.open('inbox');
  const key = requestOf(brain, first!).idempotencyKey;
  brain.answer(first, lost());
  brain.restart();
  expect(inboxOf(brain)).toBeNull();
  brain.pass(3000);
  const [again] = brain.open('inbox');
  const request = requestOf(brain, again!);
  expect(request).toMatchObject({
    token: session.token,
    idempotencyKey: key,
    body: { person: ana.id, occurredAt: iso(noon) },
  });
  brain.answer(again, house.take(request));
  expect(house.unread()).toBe(0);
  expect(brain.state().ledger.inboxPresses.size).toBe(0);
  brain.pass(60_000);
  expect(brain.open('inbox')).toEqual([]);
});

test('told after they have stepped out, it is over, and the journal is written anew without their name', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = inWith(house);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  const [ask] = brain.open('inbox');
  brain.answer(ask, lost());
  brain.intend({ kind: 'step-out' });
  brain.effects();
  brain.pass(3000);
  expect(brain.effects()).not.toContainEqual({ do: 'compact' });
  presses(brain, house);
  expect(brain.state().ledger.inboxPresses.size).toBe(0);
  expect(brain.effects()).toContainEqual({ do: 'compact' });
});

test('who stepped out while it was under way is told of by the device the next time', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = inWith(house);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  const [ask] = brain.open('inbox');
  brain.intend({ kind: 'step-out' });
  brain.answer(ask, refusal(401, 'not-signed-in', 'You have stepped out.'));
  // Nobody's press on an order has to wait for that.
  expect(brain.state().sending.paused).toBe(false);
  brain.pass(3000);
  const [again] = brain.open('inbox');
  expect(requestOf(brain, again!)).toMatchObject({ token: session.token });
});

test.each([403, 404, 409, 422])(
  'a %s ends it: it is unread again, and nothing else waits for it',
  (status) => {
    const house = createInboxHouse();
    for (const n of [1, 2]) house.notify(n);
    const brain = inWith(house);
    brain.intend({ kind: 'open-notification', notification: notificationId(1) });
    brain.intend({ kind: 'open-notification', notification: notificationId(2) });
    brain.answer(brain.open('inbox')[0], refusal(status, 'forbidden', 'No.'));
    expect(unreadOf(brain.state())).toBe(1);
    expect(brain.open('inbox')).toHaveLength(1);
  },
);

test('a backend in trouble is asked again, ever more rarely, and behind what is pressed on orders', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = inWith(house);
  brain.press(1, 'ready');
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  expect(brain.open('inbox')).toEqual([]);
  brain.answer(brain.open('command')[0], answered(200, { stream, epoch: 'e1', seq: 1 }));
  brain.answer(brain.open('inbox')[0], answered(503));
  expect(brain.open('inbox')).toEqual([]);
  expect(brain.state().sending.failures).toBe(0);
  brain.pass(5000);
  expect(brain.open('inbox')).toHaveLength(1);
});

test('a hotel’s sign-in page has opened nothing', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = inWith(house);
  brain.intend({ kind: 'open-notification', notification: notificationId(1) });
  brain.answer(brain.open('inbox')[0], answered(200, '<html>Welcome</html>'));
  expect(brain.state().ledger.inboxPresses.size).toBe(1);
});

test('what they want to hear shows at once, and what can never be off is not switched off', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  const chosen = { kind: 'webhook-failed', hearing: 'off' } as const;
  expect(brain.intend({ kind: 'choose-hearing', choice: chosen }).ok).toBe(true);
  expect(inboxOf(brain)?.choices['webhook-failed']).toBe('off');
  presses(brain, house);
  pushFrom(brain, house);
  expect(house.choices()['webhook-failed']).toBe('off');
  expect(brain.state().ledger.inboxPresses.size).toBe(0);
  expect(inboxOf(brain)?.choices['webhook-failed']).toBe('off');
  for (const kind of ['escalation', 'no-console'] as const)
    expect(brain.intend({ kind: 'choose-hearing', choice: { kind, hearing: 'off' } }).ok).toBe(false);
  expect(brain.open('inbox')).toEqual([]);
});

test('the tray and the title of nobody: the number goes with the person', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = inWith(house);
  expect(unreadOf(brain.state())).toBe(1);
  stepIn(brain, ben);
  expect(unreadOf(brain.state())).toBeNull();
});
