// When a message is heard: once, softly, never over an order, and not where nobody could answer.
import { restaurant } from '../../contract/restaurant.ts';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { ledgerOf, noon, orderNo } from '../../tests/support/brain.ts';
import { chatAt, chatConsole, createChatBackend, sounds } from '../../tests/support/chatting.ts';

const accepted = orderNo(1, { status: 'accepted' });
const order = chatAt(1);

function console_(...orders: ReturnType<typeof orderNo>[]) {
  const backend = createChatBackend();
  const at = chatConsole(backend, { ledger: ledgerOf(...(orders.length > 0 ? orders : [accepted])) });
  at.listen();
  at.answerAll();
  at.brain.effects();
  const says = (text: string, chat = order) => {
    backend.store(chat, 'customer', text);
    at.push(backend.events(0).length);
  };
  const toasts = () => at.brain.effects().flatMap((made) => (made.do === 'toast' ? [made.toast] : []));
  return { ...at, backend, says, toasts };
}

test('a message that nobody looks at sounds once, and a second one once more', () => {
  const at = console_();
  at.brain.tell({ kind: 'window', state: 'hidden' });
  at.says('Hello');
  expect(sounds(at.brain.effects())).toEqual(['chat']);
  at.brain.pass(60_000);
  expect(sounds(at.brain.effects())).toEqual([]);
  at.says('Are you there?');
  expect(sounds(at.brain.effects())).toEqual(['chat']);
});

test('what somebody has before them does not sound', () => {
  const at = console_();
  at.look(order);
  at.says('Hello');
  at.says('Hello again');
  // The first of a chat that nobody knew could not be looked at yet.
  expect(sounds(at.brain.effects())).toEqual([]);
  expect(at.chat(order)).toMatchObject({ unread: 0 });
});

test('while an order rings it waits, and is heard once when the order is answered', () => {
  const at = console_(accepted, orderNo(2));
  expect(at.brain.state().ringing).not.toBeNull();
  at.says('Hello');
  at.says('Quick please');
  expect(sounds(at.brain.effects())).not.toContain('chat');
  at.brain.press(2, 'accept');
  expect(at.brain.state().ringing).toBeNull();
  expect(sounds(at.brain.effects())).toEqual(['chat']);
});

test('what has waited for five minutes under a bell is not heard any more: the window says it', () => {
  const at = console_(accepted, orderNo(2));
  at.says('Hello');
  at.brain.pass(5 * 60_000 + 2000);
  at.brain.press(2, 'accept');
  expect(sounds(at.brain.effects())).not.toContain('chat');
  expect(at.chat(order)).toMatchObject({ unread: 1 });
});

test('on a screen on the wall there is only the badge', () => {
  const at = console_();
  at.brain.know({
    settings: { ...at.brain.state().settings, effective: { ...defaultSettings, density: 'wall' } },
  });
  at.says('Hello');
  expect(sounds(at.brain.effects())).toEqual([]);
  expect(at.chat(order)).toMatchObject({ unread: 1 });
});

test('with the window closed one notification names the orders, and nothing that was said or by whom', () => {
  const at = console_(accepted, orderNo(2, { status: 'accepted' }));
  at.brain.tell({ kind: 'window', state: 'none' });
  at.says('My name is Sam');
  at.brain.pass(5000);
  at.says('Where is it?', chatAt(2));
  const shown = at.toasts();
  expect(shown.map(({ id }) => id)).toEqual(['chat', 'chat']);
  expect(shown.at(-1)).toMatchObject({ title: 'New message', body: '1, 2' });
  expect(JSON.stringify(shown)).not.toMatch(/\bSam\b|Where|Customer/);
});

test('it is withdrawn once everything is seen, also elsewhere, and leads to what has waited longest', () => {
  const at = console_(accepted, orderNo(2, { status: 'accepted' }));
  at.brain.tell({ kind: 'window', state: 'none' });
  at.says('One', chatAt(2));
  at.says('Two');
  at.brain.tell({ kind: 'clicked', toast: 'chat', button: 'open' });
  expect(at.brain.state().chatting.focus).toEqual({ chat: chatAt(2), n: 1 });
  at.brain.effects();
  for (const chat of [order, chatAt(2)])
    at.backend.take({
      method: 'POST',
      path: '/api/chat/read',
      token: '',
      timeoutMs: 1,
      body: { id: chat, upTo: at.backend.messages(chat).at(-1)?.id },
    });
  at.push(3);
  at.push(4);
  expect(at.brain.effects()).toContainEqual({ do: 'withdraw', toast: 'chat' });
});

test('with the window open there is no notification', () => {
  const at = console_();
  at.brain.tell({ kind: 'window', state: 'hidden' });
  at.says('Hello');
  expect(at.toasts()).toEqual([]);
});

test('an enrolment hears nothing of messages that are hours old', () => {
  const backend = createChatBackend();
  backend.store(order, 'customer', 'Hello');
  const at = chatConsole(backend, { at: { wall: noon + 3_600_000, mono: 1000 }, ledger: ledgerOf(accepted) });
  at.answerAll();
  expect(at.chat(order)).toMatchObject({ unread: 1 });
  expect(sounds(at.brain.effects())).toEqual([]);
});

test('a crash after the sound does not sound again', () => {
  const at = console_();
  at.says('Hello');
  expect(sounds(at.brain.effects())).toEqual(['chat']);
  at.brain.restart();
  at.brain.pass(1000);
  expect(at.chat(order)).toMatchObject({ unread: 1 });
  expect(sounds(at.brain.effects())).toEqual([]);
});

test('where the restaurant does not chat with customers, only its own people are heard', () => {
  const at = console_();
  const silent = restaurant.parse({ id: 'r1', name: 'Bella', chat: 'off' });
  at.brain.know({ ledger: { ...at.brain.state().ledger, restaurant: silent } });
  at.says('Hello');
  expect(sounds(at.brain.effects())).toEqual([]);
  expect(at.write(order, 'Hello')).toMatchObject({ ok: false, error: { code: 'refused' } });
  at.backend.store('r1', 'staff', 'We close at ten');
  at.push(2);
  expect(sounds(at.brain.effects())).toEqual(['chat']);
  expect(at.write('r1', 'Understood')).toMatchObject({ ok: true });
});
