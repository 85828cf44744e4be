// When a chat is forgotten: once nothing can be written in it any more, and with the device. Nothing of it stays.
import { expect, test } from 'vitest';
import { iso, ledgerOf, lost, noon, orderNo } from '../../tests/support/brain.ts';
import { chatAt, chatConsole, createChatBackend } from '../../tests/support/chatting.ts';

const hour = 3_600_000;
const order = chatAt(1);
const closed = orderNo(1, {
  status: 'collected',
  acts: [{ what: 'collect', at: iso(noon), by: { kind: 'device', name: 'Counter' } }],
});

function counter(...orders: ReturnType<typeof orderNo>[]) {
  const backend = createChatBackend();
  const at = chatConsole(backend, { ledger: ledgerOf(...orders) });
  at.listen();
  at.answerAll();
  backend.store(order, 'customer', 'Hello');
  at.push(1);
  at.brain.effects();
  const kept = () => {
    const { chats, chatMessages, chatSeen } = at.brain.state().ledger;
    return chats.size + chatMessages.size + chatSeen.size;
  };
  return { ...at, backend, kept };
}
const compacts = (at: ReturnType<typeof counter>) =>
  at.brain.effects().filter((made) => made.do === 'compact').length;

test('two hours after its order was closed it is gone, from the journal too', () => {
  const at = counter(closed);
  at.brain.pass(2 * hour - 120_000);
  expect(at.kept()).toBe(2);
  expect(compacts(at)).toBe(0);
  at.brain.pass(240_000);
  expect(at.kept()).toBe(0);
  expect(compacts(at)).toBe(1);
  expect(at.chats()).toEqual([]);
});

test('a message that is deleted is gone from the journal’s past, and so is what was written here of it', () => {
  const at = counter(orderNo(1, { status: 'accepted' }));
  const [hello] = at.backend.messages(order);
  at.brain.intend({ kind: 'chat-delete', chat: order, message: hello?.id ?? '' });
  expect(compacts(at)).toBe(0);
  at.answerAll();
  expect(compacts(at)).toBe(1);
  at.push(2);
  expect(compacts(at)).toBe(0);

  at.write(order, 'Ten minutes');
  const [last] = at.brain.state().ledger.chatOutbox.keys();
  at.brain.answer(at.brain.open('chat-write')[0], lost(true));
  const stored = at.backend.store(order, 'staff', '', last);
  Object.assign(stored, { deleted: true });
  expect(compacts(at)).toBe(0);
  at.push(3);
  expect(at.chat(order)).toMatchObject({ messages: [{ deleted: true }, { deleted: true }], written: [] });
  expect(compacts(at)).toBe(1);
});

test('by a clock that nobody has told it is not forgotten, for that clock may be a day ahead', () => {
  const at = counter(closed);
  at.brain.know({ clockTold: false });
  at.brain.pass(3 * hour);
  expect(at.kept()).toBe(2);
  at.answerAll();
  at.brain.pass(1000);
  expect(at.kept()).toBe(0);
});

test('while its order is open it stays, however long that is', () => {
  const at = counter(orderNo(1, { status: 'accepted' }));
  at.brain.pass(10 * hour);
  expect(at.chat(order)).toMatchObject({ closesAt: null, messages: [{ text: 'Hello' }] });
});

test('of an order that is not here any more it goes two hours after the last word', () => {
  const at = counter();
  at.brain.pass(2 * hour - 120_000);
  expect(at.kept()).toBe(2);
  at.brain.pass(240_000);
  expect(at.kept()).toBe(0);
});

test('the restaurant’s own chat stays', () => {
  const at = counter(closed);
  at.backend.store('r1', 'staff', 'Welcome');
  at.push(2);
  at.brain.pass(30 * hour);
  expect(at.chats().map(({ id }) => id)).toEqual(['r1']);
});

test('what could not be sent stays in sight for a day after its chat, and then goes too', () => {
  const at = counter(closed);
  at.write(order, 'Are you still there?');
  at.brain.answer(at.brain.open('chat-write')[0], lost(false));
  at.brain.pass(12 * hour);
  expect(at.chat(order)).toMatchObject({ messages: [], written: [{ text: 'Are you still there?' }] });
  at.brain.pass(14 * hour);
  expect(at.brain.state().ledger.chatOutbox.size).toBe(0);
});

test('leaving takes everything, and nothing is heard of it afterwards', () => {
  const at = counter(orderNo(1, { status: 'accepted' }));
  at.brain.tell({ kind: 'window', state: 'none' });
  at.backend.store(order, 'customer', 'Are you there?');
  at.push(2);
  at.brain.effects();
  at.brain.intend({ kind: 'leave', discard: true });
  expect(at.kept()).toBe(0);
  expect(at.brain.effects()).toContainEqual({ do: 'withdraw', toast: 'chat' });
  expect(at.chats()).toEqual([]);
});

test('leaving with something that is not sent yet needs a word', () => {
  const at = counter(orderNo(1, { status: 'accepted' }));
  at.write(order, 'Ten minutes');
  expect(at.brain.intend({ kind: 'leave', discard: false })).toMatchObject({
    ok: false,
    error: { code: 'unsent', unsentMessages: 1 },
  });
  expect(at.brain.intend({ kind: 'leave', discard: true })).toMatchObject({ ok: true });
});
