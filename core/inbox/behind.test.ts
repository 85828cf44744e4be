// Whatever becomes of a person's stream, nothing of it reaches the orders; and whoever is in is told that it is behind.
import { expect, test } from 'vitest';
import {
  answered,
  iso,
  lost,
  orderId,
  orderNo,
  refusal,
  session,
  type Brain,
} from '../../tests/support/brain.ts';
import { ana, anas, createInboxHouse } from '../../tests/support/inbox.ts';
import { counter, event, push, readUp, seq, view, word } from '../../tests/support/listening-brain.ts';
import type { Ask } from '../asks.ts';
import type { BackendAnswer } from '../ports/backend.ts';

type House = ReturnType<typeof createInboxHouse>;
const anasChannel = 'private-user-u1';

const stepIn = (brain: Brain): void =>
  void brain.tell({
    kind: 'stepped-in',
    session: session.folder,
    person: ana,
    token: 'token-of-u1',
    streams: [anas],
  });
const signal = (brain: Brain, kind: 'subscribed' | 'refused'): void => {
  const told =
    kind === 'refused'
      ? { kind, channel: anasChannel, status: 403, message: 'forbidden' }
      : { kind, channel: anasChannel };
  brain.tell({ kind: 'realtime', session: session.folder, signal: told });
};
const isOfInbox = (ask: Ask): boolean =>
  (ask.for === 'events' && ask.stream === anas) || (ask.for === 'snapshot' && ask.beside === anas);
const askedOfInbox = (brain: Brain): Ask[] =>
  [...brain.open('events'), ...brain.open('snapshot')].filter(isOfInbox);
const answersInbox = (brain: Brain, answer: BackendAnswer): void => {
  for (const ask of askedOfInbox(brain)) brain.answer(ask, answer);
};
/** The house answers whatever is asked of the inbox. */
function readInbox(brain: Brain, house: House): void {
  for (const ask of askedOfInbox(brain))
    brain.answer(ask, ask.for === 'events' ? house.events(ask.after.seq) : house.snapshot());
}
const beats = (brain: Brain, more: object = {}): void => {
  const at = seq(brain) ?? 1;
  const heads = { 'restaurant:r1': { epoch: 'e1', seq: at, id: `e1-${at}` }, ...more };
  for (const ask of brain.open('beat'))
    brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads }));
};
const told = (brain: Brain) => brain.state().notices.filter(({ code }) => code === 'inbox-behind');
const anasHead = (house: House) => ({
  [anas]: { epoch: 'e1', seq: house.log.length + 1, id: house.log.at(-1)?.id },
});

/** Live, with Ana stepped in and her inbox read. */
function inWith(house: House): Brain {
  const brain = counter(orderNo(1, { status: 'accepted' }));
  stepIn(brain);
  signal(brain, 'subscribed');
  readInbox(brain, house);
  expect(word(brain)).toBe('live');
  return brain;
}

const failures: [string, BackendAnswer][] = [
  ['403', refusal(403, 'forbidden', 'Not yours.')],
  ['404', refusal(404, 'not-found', 'Nothing there.')],
  ['410', refusal(410, 'gone', 'Too old.')],
  ['500', refusal(500, 'internal', 'Broken.')],
  ['nonsense', answered(200, 'hello')],
  ['no answer', lost()],
];

test.each(failures)(
  'live, and an order is there at once, while an inbox cannot be read (%s); whoever is in is told so',
  (_what, answer) => {
    const brain = counter(orderNo(1, { status: 'accepted' }));
    stepIn(brain);
    for (let nth = 2; nth < 12; nth += 1) {
      answersInbox(brain, answer);
      brain.pass(4000);
      beats(brain);
      expect(word(brain)).toBe('live');
      expect(brain.state().status.missing).toBe(0);
      push(brain, event(nth, orderNo(nth)));
      expect(brain.state().ledger.orders.has(orderId(nth))).toBe(true);
    }
    expect(told(brain)).toHaveLength(1);
    expect(view(brain).inbox).toBeNull();
    brain.intend({ kind: 'step-out' });
    expect(told(brain)).toEqual([]);
  },
);

test('what was wrong is told once, by the time since when, and goes when the inbox is here again', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  house.notify(1);
  const since = brain.now().wall;
  signal(brain, 'subscribed');
  for (let nth = 0; nth < 6; nth += 1) {
    answersInbox(brain, refusal(500, 'internal', 'Broken.'));
    brain.pass(4000);
    beats(brain);
  }
  expect(told(brain)).toMatchObject([{ detail: iso(since) }]);
  brain.intend({ kind: 'dismiss-notice', id: told(brain)[0]?.id ?? '' });
  brain.pass(60_000);
  beats(brain);
  expect(told(brain)).toEqual([]);
  readInbox(brain, house);
  expect(view(brain).inbox).toMatchObject({ unread: 1 });
  // Behind anew it is told anew.
  signal(brain, 'subscribed');
  for (let nth = 0; nth < 6; nth += 1) {
    answersInbox(brain, lost());
    brain.pass(4000);
    beats(brain);
  }
  expect(told(brain)).toHaveLength(1);
  readInbox(brain, house);
  brain.pass(60_000);
  readInbox(brain, house);
  expect(told(brain)).toEqual([]);
});

test('what is only slow is not told, nor anything where orders do not come either', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  signal(brain, 'subscribed');
  answersInbox(brain, lost());
  brain.pass(4000);
  beats(brain);
  readInbox(brain, house);
  brain.pass(30_000);
  expect(word(brain)).not.toBe('live');
  expect(told(brain)).toEqual([]);
});

test('refused on Pusher, it comes with the beats, and costs nobody the line', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  signal(brain, 'refused');
  brain.effects();
  house.notify(1);
  for (let nth = 0; nth < 3; nth += 1) {
    brain.pass(10_000);
    beats(brain, anasHead(house));
    readInbox(brain, house);
  }
  expect(view(brain).inbox).toMatchObject({ unread: 1 });
  expect(word(brain)).toBe('live');
  const line = brain.effects().filter((effect) => effect.do === 'realtime' && effect.act === 'disconnect');
  expect(line).toEqual([]);
});

test('neither heard on Pusher nor named by a beat, it is read all the same', () => {
  const house = createInboxHouse();
  const brain = inWith(house);
  signal(brain, 'refused');
  house.notify(1);
  brain.pass(10_000);
  beats(brain);
  readInbox(brain, house);
  expect(view(brain).inbox).toMatchObject({ unread: 1 });
});

test('stepping in asks for what is theirs beside the orders, which are moved meanwhile', () => {
  const house = createInboxHouse();
  house.notify(1);
  const brain = counter(orderNo(1, { status: 'accepted' }));
  stepIn(brain);
  const [asked] = brain.open('snapshot');
  expect(asked).toMatchObject({ beside: anas });
  push(brain, event(2, orderNo(2)));
  expect(brain.state().ledger.orders.has(orderId(2))).toBe(true);
  // It was made before that order, and takes nothing of it away.
  brain.answer(asked, house.snapshot());
  expect(brain.state().ledger.orders.has(orderId(2))).toBe(true);
  expect(seq(brain)).toBe(2);
  expect(view(brain).inbox).toMatchObject({ unread: 1 });
  readUp(brain, 2);
  expect(word(brain)).toBe('live');
});
