// Whatever becomes of a chat's stream, nothing of it reaches the orders: neither "live", nor how soon one is here.
import { expect, test } from 'vitest';
import {
  answered,
  channel,
  createBrain,
  iso,
  lost,
  noon,
  refusal,
  session,
  stream,
} from '../../tests/support/brain.ts';
import {
  chatChannel,
  chatConsole,
  chatSession,
  chatStream,
  createChatBackend,
  hands,
} from '../../tests/support/chatting.ts';
import { event, rings, word } from '../../tests/support/listening-brain.ts';
import { orderNo } from '../../tests/support/brain.ts';
import type { Ask } from '../asks.ts';

const isOfChat = (ask: Ask): boolean =>
  (ask.for === 'events' && ask.stream === chatStream) ||
  (ask.for === 'snapshot' && ask.beside !== undefined) ||
  ask.for === 'chat-write' ||
  ask.for === 'chat-read';
const orderComes = (console_: ReturnType<typeof chatConsole>, seq: number) =>
  console_.signal({ kind: 'event', channel, name: 'order.new', data: event(seq, orderNo(seq)) });

function hearing() {
  const backend = createChatBackend();
  const console_ = chatConsole(backend);
  console_.signal({ kind: 'connected', socketId: '1.1' });
  console_.signal({ kind: 'subscribed', channel });
  return { backend, console: console_ };
}

test.each([
  [
    'refused by the authorizer',
    (at: ReturnType<typeof chatConsole>) =>
      at.signal({ kind: 'refused', channel: chatChannel, message: 'forbidden' }),
  ],
  ['never answered', () => undefined],
])('live without the chat: its subscription is %s', (_what, become) => {
  const { console: at } = hearing();
  become(at);
  at.answerAll((ask) => !isOfChat(ask));
  expect(word(at.brain)).toBe('live');
  for (let beat = 0; beat < 12; beat += 1) {
    at.brain.pass(5000);
    at.answerAll((ask) => !isOfChat(ask));
    expect(word(at.brain)).toBe('live');
  }
  expect(at.brain.effects().filter((made) => made.do === 'realtime' && made.act === 'disconnect')).toEqual(
    [],
  );
});

test.each([
  ['403', refusal(403, 'forbidden', 'Not yours.')],
  ['404', refusal(404, 'not-found', 'Nothing there.')],
  ['410', refusal(410, 'gone', 'Too old.')],
  ['500', refusal(500, 'internal', 'Broken.')],
  ['401', refusal(401, 'not-signed-in', 'Who?')],
  ['nonsense', answered(200, 'hello')],
  ['no answer', { kind: 'failure', why: 'timeout', sent: true, message: 'no answer' } as const],
])(
  'live, and an order is heard at once, while everything that is asked of the chat ends with %s',
  (_what, answer) => {
    const { backend, console: at } = hearing();
    backend.store(session.restaurantId, 'customer', 'Hello');
    at.answerAll((ask) => !isOfChat(ask));
    for (let seq = 2; seq < 14; seq += 1) {
      at.brain.pass(4000);
      at.answerAll((ask) => !isOfChat(ask));
      for (const ask of at.open().filter(isOfChat)) at.brain.answer(ask, answer);
      expect(word(at.brain)).toBe('live');
      expect(at.brain.state().status.missing).toBe(0);
      orderComes(at, seq);
      expect(at.brain.state().ledger.orders.size).toBe(seq - 1);
      expect(rings(at.brain)).toBe(true);
    }
  },
);

test('an order that is pushed while the chat’s snapshot is on its way is applied at once, and not lost under it', () => {
  const { backend, console: at } = hearing();
  at.answerAll((ask) => !isOfChat(ask));
  const [page] = at.brain.open('events');
  at.brain.answer(page, refusal(410, 'gone', 'Too old.'));
  const [asked] = at.brain.open('snapshot');
  expect(asked).toMatchObject({ beside: chatStream });
  backend.store(orderNo(2).id, 'customer', 'Hello');
  const early = at.answerOf(asked as Ask);
  orderComes(at, 2);
  expect(at.brain.state().ledger.orders.size).toBe(1);
  at.brain.answer(asked, early);
  expect(at.brain.state().ledger.orders.size).toBe(1);
  expect(at.brain.state().ledger.cursors.get(stream)?.seq).toBe(2);
  expect(at.chat(orderNo(2).id)).toMatchObject({ unread: 1 });
});

test('a snapshot that does not name the chat is not asked for again until a beat names it', () => {
  const { console: at } = hearing();
  at.answerAll((ask) => !isOfChat(ask));
  at.brain.answer(at.brain.open('events')[0], refusal(404, 'not-found', 'Nothing there.'));
  at.brain.pass(5000);
  const heads = { [stream]: { epoch: 'e1', seq: 1, id: 'e1-1' } };
  const without = answered(200, { now: iso(noon), heads, restaurant: null, orders: [] });
  at.brain.answer(at.brain.open('snapshot')[0], without);
  for (let beat = 0; beat < 40; beat += 1) {
    at.brain.pass(4000);
    for (const ask of at.brain.open('beat'))
      at.brain.answer(ask, answered(200, { now: iso(at.brain.now().wall), heads }));
    expect(at.open().filter(isOfChat)).toEqual([]);
    expect(word(at.brain)).toBe('live');
  }
  at.brain.pass(10_000);
  at.answerAll((ask) => ask.for === 'beat');
  expect(at.brain.open('snapshot')).toMatchObject([{ beside: chatStream }]);
});

test.each([
  ['nothing came back, it is asked for with the first beat that is answered', lost(false), 1],
  ['it fails by itself alone, it keeps its own pace', refusal(500, 'internal', 'Broken.'), 0],
])('when %s', (_what, failure, asked) => {
  const { console: at } = hearing();
  at.answerAll((ask) => !isOfChat(ask));
  for (let time = 0; time < 8; time += 1) {
    at.brain.answer(at.open().find(isOfChat), failure);
    at.brain.pass(80_000);
  }
  at.brain.answer(at.open().find(isOfChat), failure);
  at.brain.pass(10_000);
  expect(at.open().filter(isOfChat)).toHaveLength(0);
  at.answerAll((ask) => ask.for === 'beat');
  expect(at.open().filter(isOfChat)).toHaveLength(asked);
});

test('a head of the chat that stays ahead is fetched; the line is not taken for deaf', () => {
  const { backend, console: at } = hearing();
  at.signal({ kind: 'subscribed', channel: chatChannel });
  at.answerAll();
  backend.store(orderNo(1).id, 'customer', 'Hello');
  at.brain.effects();
  at.brain.pass(10_000);
  at.answerAll((ask) => ask.for === 'beat');
  // Perhaps it is only on its way: it is fetched when the next beat has to name it again.
  expect(at.brain.open('events')).toEqual([]);
  at.brain.pass(10_000);
  at.answerAll();
  expect(at.chat(orderNo(1).id)?.messages).toHaveLength(1);
  expect(at.brain.effects().filter((made) => made.do === 'realtime')).toEqual([]);
  expect(word(at.brain)).toBe('live');
});

test('a console that enrolled with a version that knew no chat follows the one that the beat names', () => {
  const backend = createChatBackend();
  backend.store(orderNo(1).id, 'customer', 'Hello');
  const brain = createBrain({ session: { ...chatSession, streams: [stream] } });
  const at = hands(brain, backend);
  at.signal({ kind: 'connected', socketId: '1.1' });
  at.signal({ kind: 'subscribed', channel });
  at.answerAll();
  expect(word(brain)).toBe('live');
  expect(at.chat(orderNo(1).id)).toMatchObject({ unread: 1 });
  brain.pass(10);
  const subscribed = brain.effects().filter((made) => made.do === 'realtime' && made.act === 'subscribe');
  expect(subscribed).toContainEqual(expect.objectContaining({ channel: chatChannel }));
});

test('with a backend that has no chats there are none, and nothing is asked for', () => {
  const brain = createBrain();
  const at = hands(brain, createChatBackend());
  const heads = { [stream]: { epoch: 'e1', seq: 1, id: 'e1-1' } };
  for (let beat = 0; beat < 5; beat += 1) {
    brain.pass(10_000);
    for (const ask of brain.open('beat'))
      brain.answer(ask, answered(200, { now: iso(brain.now().wall), heads }));
  }
  expect(at.open().filter(isOfChat)).toEqual([]);
  expect(at.chats()).toEqual([]);
  expect(at.write(orderNo(1).id, 'Hello')).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test.each([
  ['names the chat no more', {}],
  ['has no channel for it', { [chatStream]: { epoch: 'c1', seq: 1, id: 'c1-1' } }],
])('a beat that %s takes it away, and costs nobody the line', (_what, more) => {
  const { backend, console: at } = hearing();
  at.signal({ kind: 'subscribed', channel: chatChannel });
  backend.store(orderNo(1).id, 'customer', 'Hello');
  at.answerAll();
  expect(at.chats()).toHaveLength(1);
  at.brain.effects();
  at.brain.pass(10_000);
  const heads = { [stream]: { epoch: 'e1', seq: 1, id: 'e1-1' }, ...more };
  const { chat: _, ...channels } = chatSession.channels;
  for (const ask of at.brain.open('beat'))
    at.brain.answer(ask, answered(200, { now: iso(at.brain.now().wall), heads, channels }));
  expect(at.chats()).toEqual([]);
  expect(word(at.brain)).toBe('live');
  const done = at.brain.effects();
  expect(done.filter((made) => made.do === 'realtime')).toEqual([
    { do: 'realtime', act: 'unsubscribe', channel: chatChannel },
  ]);
  expect(done).toContainEqual({ do: 'compact' });
});
