// Many chats, and many messages: what a turn that is about something else does with them, and how often they are heard.
import { expect, test, vi } from 'vitest';
import { ledgerOf, noon, orderNo } from '../../tests/support/brain.ts';
import { chatAt, chatConsole, createChatBackend, sounds } from '../../tests/support/chatting.ts';
import { project } from '../view/project.ts';

const orders = Array.from({ length: 40 }, (_, n) => orderNo(n + 1, { status: 'accepted' }));

function full() {
  const backend = createChatBackend();
  const at = chatConsole(backend, { ledger: ledgerOf(...orders) });
  at.listen();
  at.answerAll();
  for (let n = 0; n < 400; n += 1) backend.store(chatAt(1 + (n % 40)), 'customer', `Message ${n}`);
  for (let seq = 1; seq <= 400; seq += 1) at.push(seq);
  return { ...at, backend };
}

test('a turn that is about something else makes no chat anew to find out that it is as it was', () => {
  const at = full();
  at.brain.pass(60_000);
  const before = project(at.brain.state(), noon, new Map());
  at.brain.pass(60_000);
  const written = vi.spyOn(JSON, 'stringify');
  const after = project(at.brain.state(), noon + 60_000, before.shown, before.chats);
  expect(written).not.toHaveBeenCalled();
  written.mockRestore();
  expect(after.view.chats).toHaveLength(40);
  expect(after.view.chats.every((chat, n) => chat === before.view.chats[n])).toBe(true);
});

test('what was seen, written or said in one chat is shown in that one, and the others stay', () => {
  const at = full();
  let before = project(at.brain.state(), noon, new Map());
  const changed = (): string[] => {
    const after = project(at.brain.state(), noon, before.shown, before.chats);
    const ids = after.view.chats.flatMap((chat) => (before.chats.get(chat.id) === chat ? [] : [chat.id]));
    before = after;
    return ids;
  };
  at.write(chatAt(3), 'Ten minutes');
  expect(changed()).toEqual([chatAt(3)]);
  at.answerAll(({ for: what }) => what === 'chat-write');
  expect(changed()).toEqual([chatAt(3)]);
  at.look(chatAt(5));
  expect(changed()).toEqual([chatAt(5)]);
  expect(at.chat(chatAt(5))?.unread).toBe(0);
});

test('a customer who sends each word by itself is heard once in a while, and the last one is heard too', () => {
  const at = full();
  at.brain.pass(60_000);
  at.brain.effects();
  const first = at.backend.events(0).length;
  for (let n = 1; n <= 20; n += 1) {
    at.backend.store(chatAt(1), 'customer', 'Hello?');
    at.push(first + n);
    at.brain.pass(200);
  }
  expect(sounds(at.brain.effects())).toEqual(['chat']);
  at.brain.pass(60_000);
  expect(sounds(at.brain.effects())).toEqual(['chat']);
});

test('what the window says of itself keeps nobody stepped in, and is no touch', () => {
  const at = full();
  const touchedAt = at.brain.state().touchedAt;
  at.brain.pass(1000);
  at.brain.tell({ kind: 'window', state: 'shown' });
  at.brain.intend({ kind: 'chat-look', chat: chatAt(1) });
  expect(at.brain.state().touchedAt).toBe(touchedAt);
  expect(at.chat(chatAt(1))?.unread).toBe(0);
});
