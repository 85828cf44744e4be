// What counts as seen: only what somebody had before their eyes; and then no console shows it as new any more.
import { expect, test } from 'vitest';
import { ledgerOf, lost, orderNo, refusal } from '../../tests/support/brain.ts';
import {
  chatAt,
  chatConsole,
  createChatBackend,
  hands,
  type ChatConsole,
} from '../../tests/support/chatting.ts';

const order = chatAt(1);

function counters(count = 2) {
  const backend = createChatBackend();
  const ledger = ledgerOf(orderNo(1, { status: 'accepted' }));
  const all = Array.from({ length: count }, () => chatConsole(backend, { ledger }));
  for (const at of all) {
    at.listen();
    at.answerAll();
  }
  const push = (...to: ChatConsole[]) => {
    for (const at of to) at.push((at.brain.state().ledger.cursors.get('chat:r1')?.seq ?? 0) + 1);
  };
  return { backend, all: all as [ChatConsole, ChatConsole], push };
}
const unread = (at: ChatConsole, chat = order) => at.chat(chat)?.unread ?? 0;

test('a badge goes on every console once somebody has seen the message on one', () => {
  const { backend, all, push } = counters();
  const [one, two] = all;
  backend.store(order, 'customer', 'Hello');
  push(one, two);
  expect(all.map((at) => unread(at))).toEqual([1, 1]);
  one.look(order);
  expect(unread(one)).toBe(0);
  expect(unread(two)).toBe(1);
  one.answerAll();
  push(one, two);
  expect(all.map((at) => unread(at))).toEqual([0, 0]);
});

test('a window that is hidden, or gone, sees nothing, whatever it was showing', () => {
  const { backend, all, push } = counters();
  const [one] = all;
  one.look(order);
  one.brain.tell({ kind: 'window', state: 'hidden' });
  backend.store(order, 'customer', 'Hello');
  push(one);
  expect(unread(one)).toBe(1);
  // Shown again, it has to say anew what is before somebody's eyes.
  one.brain.tell({ kind: 'window', state: 'shown' });
  expect(unread(one)).toBe(1);
});

test('what was seen without a network is told later, also after a crash', () => {
  const { backend, all, push } = counters();
  const [one] = all;
  backend.store(order, 'customer', 'Hello');
  push(one);
  one.look(order);
  one.brain.answer(one.brain.open('chat-read')[0], lost(false));
  one.brain.restart();
  expect(unread(one)).toBe(0);
  one.brain.pass(40_000);
  one.answerAll();
  expect(backend.snapshot()).toMatchObject([
    { seen: { staff: { message: backend.messages(order)[0]?.id } } },
  ]);
});

test('a mark that the backend refuses is not told again and again, and stays seen here', () => {
  const { backend, all, push } = counters();
  const [one] = all;
  backend.store(order, 'customer', 'Hello');
  push(one);
  one.look(order);
  one.brain.answer(one.brain.open('chat-read')[0], refusal(404, 'not-found', 'No such message.'));
  one.brain.pass(120_000);
  expect(one.brain.open('chat-read')).toEqual([]);
  expect(unread(one)).toBe(0);
});

test('a database that was put back is told again what was seen', () => {
  const { backend, all, push } = counters();
  const [one] = all;
  backend.store(order, 'customer', 'Hello');
  push(one);
  one.look(order);
  one.answerAll();

  const former = createChatBackend('c2');
  const { id } = former.store(order, 'customer', 'Hello');
  const at = hands(one.brain, former);
  one.brain.pass(15_000);
  at.answerAll();
  expect(unread(one)).toBe(0);
  expect(former.snapshot()).toMatchObject([{ seen: { staff: { message: id } } }]);
});

test('whoever answers has read; of the restaurant’s own chat what one wrote oneself is no news', () => {
  const { backend, all, push } = counters();
  const [one, two] = all;
  backend.store(order, 'customer', 'Hello');
  push(one, two);
  two.write(order, 'Ten minutes');
  two.write('r1', 'We close early');
  two.answerAll();
  for (const at of all) at.answerAll();
  push(one, two);
  push(one, two);
  push(one, two);
  expect(all.map((at) => unread(at))).toEqual([0, 0]);
  expect([unread(one, 'r1'), unread(two, 'r1')]).toEqual([1, 0]);
});
