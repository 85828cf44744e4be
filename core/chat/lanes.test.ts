// What becomes of what was written: one at a time in each chat, parked when it is refused, and shared by nobody's press.
import { expect, test } from 'vitest';
import { answered, ledgerOf, lost, orderNo, refusal } from '../../tests/support/brain.ts';
import { chatAt, chatConsole, chatStream, createChatBackend, hands } from '../../tests/support/chatting.ts';

const order = chatAt(1);

function counter() {
  const backend = createChatBackend();
  const ledger = ledgerOf(orderNo(1, { status: 'accepted' }), orderNo(2, { status: 'accepted' }));
  const at = chatConsole(backend, { ledger });
  at.listen();
  at.answerAll();
  const states = () => at.chat(order)?.written.map(({ text, state }) => `${text}: ${state}`) ?? [];
  return { ...at, backend, states };
}

test('what is written first is sent first, and the next one only when that was answered', () => {
  const at = counter();
  at.write(order, 'one');
  at.write(order, 'two');
  expect(at.states()).toEqual(['one: sending', 'two: not-sent']);
  const [ask] = at.brain.open('chat-write');
  at.brain.answer(ask, at.answerOf(ask as NonNullable<typeof ask>));
  // Its event has not come yet: it stays in sight, and is not doubled when it comes.
  expect(at.states()).toEqual(['one: sent', 'two: sending']);
  at.push(1);
  expect(at.states()).toEqual(['two: sending']);
  expect(at.chat(order)?.messages).toMatchObject([{ text: 'one', mine: true }]);
});

test('an event that comes before the answer is known as one’s own, by its key', () => {
  const at = counter();
  at.write(order, 'one');
  const [ask] = at.brain.open('chat-write');
  const answer = at.answerOf(ask as NonNullable<typeof ask>);
  at.push(1);
  expect(at.states()).toEqual([]);
  at.brain.answer(ask, answer);
  expect(at.chat(order)?.messages).toMatchObject([{ text: 'one', mine: true }]);
  expect(at.states()).toEqual([]);
});

test('a refusal parks it with the backend’s sentence, and what is behind it goes on', () => {
  const at = counter();
  at.write(order, 'no, never');
  at.write(order, 'two');
  at.answerAll();
  at.push(1);
  expect(at.chat(order)?.written).toMatchObject([
    { text: 'no, never', state: 'refused', problem: 'This chat is closed.' },
  ]);
  expect(at.backend.messages(order).map(({ text }) => text)).toEqual(['two']);
});

test('tried again it is something new, under a key of its own; dropped it is gone', () => {
  const at = counter();
  at.write(order, 'no');
  const [first] = at.brain.open('chat-write');
  at.answerAll();
  at.brain.intend({ kind: 'chat-again', written: first?.written.id ?? '' });
  const [second] = at.brain.open('chat-write');
  expect(second?.written).toMatchObject({ text: 'no', refused: null });
  expect(second?.written.id).not.toBe(first?.written.id);
  at.answerAll();
  at.brain.intend({ kind: 'chat-drop', written: second?.written.id ?? '' });
  expect(at.states()).toEqual([]);
});

test.each([
  ['a backend that is busy with chats', refusal(503, 'busy', 'Later.')],
  ['throttling', answered(429, {}, 20_000)],
  ['no answer', lost()],
  ['a hotel’s sign-in page', answered(200, '<html>')],
])('%s keeps no press on an order waiting, and the message is sent again', (_what, answer) => {
  const at = counter();
  at.write(order, 'one');
  at.brain.answer(at.brain.open('chat-write')[0], answer);
  expect(at.states()).toEqual(['one: not-sent']);
  at.brain.press(2, 'ready');
  expect(at.brain.open('command')).toHaveLength(1);
  at.brain.pass(45_000);
  at.answerAll((ask) => ask.for === 'beat');
  expect(at.states()).toEqual(['one: sending']);
});

test('what the backend asked to wait for is waited for, whatever a beat says', () => {
  const at = counter();
  at.write(order, 'one');
  at.brain.answer(at.brain.open('chat-write')[0], answered(429, {}, 60_000));
  for (let second = 0; second < 50; second += 5) {
    at.brain.pass(5000);
    at.answerAll((ask) => ask.for === 'beat');
    expect(at.brain.open('chat-write')).toEqual([]);
  }
});

test('a database that was put back before a message that was taken gets it again, under its key', () => {
  const at = counter();
  at.write(order, 'one');
  const [ask] = at.brain.open('chat-write');
  at.brain.answer(ask, at.answerOf(ask as NonNullable<typeof ask>));
  expect(at.states()).toEqual(['one: sent']);
  const anew = createChatBackend('c2');
  const heads = { [chatStream]: anew.head(), 'restaurant:r1': { epoch: 'e1', seq: 1, id: 'e1-1' } };
  at.brain.pass(10_000);
  for (const beat of at.brain.open('beat'))
    at.brain.answer(beat, answered(200, { now: new Date().toISOString(), heads }));
  at.brain.answer(
    at.brain.open('snapshot')[0],
    answered(200, { now: new Date().toISOString(), heads, restaurant: null, orders: [], chats: [] }),
  );
  expect(at.brain.open('chat-write')).toMatchObject([{ written: { id: ask?.written.id, text: 'one' } }]);
});

test('what was taken and then erased is over once the backend says so, and nothing of it stays', () => {
  const at = counter();
  at.write(order, 'no onions for her');
  const message = { ...at.backend.store(order, 'staff', 'no onions for her') };
  at.brain.answer(at.brain.open('chat-write')[0], answered(200, { chat: { id: order }, message }));
  expect(at.states()).toEqual(['no onions for her: sent']);

  const erased = hands(at.brain, createChatBackend('c2'));
  at.brain.pass(15_000);
  at.brain.effects();
  erased.answerAll((ask) => ask.for !== 'chat-write');
  expect(at.states()).toEqual(['no onions for her: sending']);
  erased.answerAll();
  expect(at.states()).toEqual([]);
  expect(at.brain.effects()).toContainEqual({ do: 'compact' });
});

test('what is not read back although everything was read is sent again under its key, and not at once again', () => {
  const at = counter();
  at.write(order, 'one');
  const [ask] = at.brain.open('chat-write');
  const message = { ...at.backend.store(order, 'staff', 'one'), id: '99999999-0000-4000-8000-000000000001' };
  at.brain.answer(ask, answered(200, { chat: { id: order }, message }));
  // Another one stands in its place: the database was put back, and the log went on under the same numbers.
  at.push(1);
  at.brain.pass(29_000);
  expect(at.states()).toEqual(['one: sent']);
  at.brain.pass(2000);
  const [again] = at.brain.open('chat-write');
  expect(again).toMatchObject({ written: { id: ask?.written.id, text: 'one' } });
  at.brain.answer(again, answered(200, { chat: { id: order }, message }));
  at.brain.pass(10_000);
  expect(at.brain.open('chat-write')).toEqual([]);
});

test('nothing is written into a chat that is closed, switched off or full', () => {
  const at = counter();
  expect(at.write(chatAt(7), 'Hello')).toMatchObject({ ok: false, error: { code: 'refused' } });
  for (let n = 0; n < 20; n += 1) expect(at.write(order, `${n}`).ok).toBe(true);
  expect(at.write(order, 'one too many')).toMatchObject({ ok: false, error: { code: 'refused' } });
});

test('what a person wrote is told with their token while they are in, and in their name afterwards', () => {
  const at = counter();
  const person = { id: 'p1', name: 'Mia', role: 'manager' } as const;
  at.brain.tell({ kind: 'stepped-in', session: 'f1', person, token: 'token-of-mia', streams: [] });
  at.write(order, 'one');
  const [ask] = at.brain.open('chat-write');
  expect(ask?.written.person).toBe('p1');
  at.brain.answer(ask, lost());
  at.brain.intend({ kind: 'step-out' });
  at.brain.pass(5000);
  expect(at.brain.open('chat-write')).toMatchObject([{ written: { person: 'p1' } }]);
});

test('deleting is sent like a message, shown at once when it was taken, and asked for once', () => {
  const at = counter();
  at.backend.store(order, 'customer', 'Something foul');
  at.push(1);
  const [message] = at.backend.messages(order);
  for (let press = 0; press < 3; press += 1)
    at.brain.intend({ kind: 'chat-delete', chat: order, message: message?.id ?? '' });
  expect(at.chat(order)?.written).toMatchObject([{ deletes: message?.id, state: 'sending' }]);
  const [ask] = at.brain.open('chat-write');
  at.brain.answer(ask, at.answerOf(ask as NonNullable<typeof ask>));
  expect(at.chat(order)).toMatchObject({ unread: 0, written: [], messages: [{ text: '', deleted: true }] });
});
