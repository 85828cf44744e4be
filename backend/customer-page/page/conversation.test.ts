import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatPage } from '../../../contract/chat.ts';
import {
  begun,
  begunAgain,
  discarded,
  heard,
  isShown,
  mayWrite,
  nextToSend,
  pushed,
  refused,
  taken,
  triedAgain,
  unseen,
  withOlder,
  wrote,
  type Conversation,
} from './conversation.ts';

const order = '3f0b6a4e-5c55-4b5e-9a33-0c7a3b6f2d11';
const at = '2026-01-01T12:00:00.000Z';
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const message = (n: number, from: 'staff' | 'customer' = 'staff') => ({
  id: idOf(n),
  from,
  username: from === 'staff' ? 'Bella' : 'Zoe',
  text: `text ${n}`,
  at,
  deleted: false,
});
const page = (more: Partial<ChatPage> = {}): ChatPage => ({
  chat: { id: order, closesAt: null, messages: [], seen: { staff: null, customer: null } },
  more: false,
  writing: 'not-begun',
  stream: `chat:${order}`,
  head: { epoch: 'e1', seq: 0, id: null },
  channel: `private-CHAT_${order}`,
  ...more,
});
const log = [
  { from: 'staff', cause: 'k-staff' },
  { from: 'customer', cause: 'k-1' },
  { from: 'staff', cause: undefined },
  { from: 'customer', cause: 'k-2' },
].map(({ from, cause }, i) => ({
  stream: `chat:${order}`,
  epoch: 'e1',
  seq: i + 1,
  prev: i === 0 ? null : `ev${i}`,
  id: `ev${i + 1}`,
  type: 'chat.message',
  at,
  message: 'Somebody wrote.',
  ...(cause === undefined ? {} : { cause }),
  chat: { id: order, order: { id: order, number: '87' }, closesAt: null },
  chatMessage: message(i + 1, from as 'staff'),
}));
const start = begun(page(), []);
const hearAll = (from: Conversation, events: readonly unknown[]) =>
  events.reduce<Conversation>((state, event) => heard(state, event).state, from);
const texts = ({ messages }: Conversation) => messages.map(({ text }) => text);

test('it appears once the restaurant has written, and then one may answer', () => {
  expect(isShown(start)).toBe(false);
  const state = heard(start, log[0]).state;
  expect(isShown(state)).toBe(true);
  expect(state.writing).toBe('open');
  expect(unseen(state)).toBe(idOf(1));
  expect(isShown(begun(page({ writing: 'open' }), []))).toBe(true);
  expect(isShown(begun(page({ writing: 'off' }), []))).toBe(false);
});

test('drops, duplicates and reorders: no message is lost or doubled, and a gap always asks for the log', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...log), { maxLength: 20 }), (arrivals) => {
      let state = start;
      let missing = false;
      for (const event of arrivals) {
        const step = heard(state, event);
        state = step.state;
        missing ||= step.missing;
      }
      if (arrivals.some(({ seq }) => seq > state.head.seq)) expect(missing).toBe(true);
      expect(texts(hearAll(state, log.slice(state.head.seq)))).toEqual(texts(hearAll(start, log)));
    }),
  );
});

test('whatever comes first, the answer, the event or the page read anew, what was written stands there once', () => {
  const steps = fc.array(fc.constantFrom('answer', 'event', 'page', 'reload'), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(steps, (order_) => {
      let state = wrote(heard(start, log[0]).state, 'k-1', 'text 2');
      const whole = page({
        chat: { ...page().chat, messages: [message(1), message(2, 'customer')] },
        writing: 'open',
        head: { epoch: 'e1', seq: 2, id: 'ev2' },
      });
      for (const step of order_) {
        if (step === 'answer') state = taken(state, 'k-1', idOf(2));
        else if (step === 'event') state = heard(state, log[1]).state;
        else if (step === 'page') state = begunAgain(state, whole);
        else state = begun(whole, state.unsent);
        const shown = [...texts(state), ...state.unsent.map(({ text }) => text)];
        if (order_.includes('answer') || !order_.some((one) => one === 'page' || one === 'reload'))
          expect(shown.filter((text) => text === 'text 2').length).toBeGreaterThanOrEqual(1);
      }
      // A page says nothing of keys: it is sent once more, and answered with the message that is there.
      state = taken(heard(state, log[1]).state, 'k-1', idOf(2));
      expect(texts(state)).toEqual(['text 1', 'text 2']);
      expect(state.unsent).toEqual([]);
    }),
  );
});

test('one after the other is sent; what was refused waits for a person', () => {
  let state = wrote(wrote(start, 'k-1', 'one'), 'k-2', 'two');
  expect(nextToSend(state)?.key).toBe('k-1');
  state = refused(state, 'k-1');
  expect(nextToSend(state)?.key).toBe('k-2');
  state = triedAgain(state, 'k-1');
  expect(nextToSend(state)).toMatchObject({ key: 'k-1', text: 'one' });
  expect(discarded(state, 'k-1').unsent.map(({ key }) => key)).toEqual(['k-2']);
});

test('a deleted message loses its text, and a reference is fetched rather than believed', () => {
  const state = hearAll(start, log);
  const deletion = { ...log[3], seq: 5, prev: 'ev4', id: 'ev5', type: 'chat.deleted', deleted: idOf(2) };
  expect(heard(state, deletion).state.messages[1]).toMatchObject({ text: '', deleted: true });
  const { chatMessage: _text, ...reference } = { ...log[0], ref: true };
  expect(heard(start, reference)).toEqual({ state: start, missing: true });
});

test('nobody else on the channel puts words into the chat', () => {
  for (const name of ['client-chat.message', 'message', 'pusher:chat.message'])
    expect(pushed(start, name, log[0])).toEqual({ state: start, missing: false });
  expect(pushed(start, 'chat.message', log[0]).state.messages).toHaveLength(1);
  expect(heard(start, { ...log[0], prev: 'other' })).toEqual({ state: start, missing: true });
});

test('older pages come before what is there, and a page read anew keeps them where they meet', () => {
  const recent = begun(
    page({ chat: { ...page().chat, messages: [message(3), message(4)] }, more: true, writing: 'open' }),
    [],
  );
  const older = page({ chat: { ...page().chat, messages: [message(1), message(2), message(3)] } });
  const all = withOlder(recent, older);
  expect(texts(all)).toEqual(['text 1', 'text 2', 'text 3', 'text 4']);
  const anew = page({ chat: { ...page().chat, messages: [message(4), message(5)] }, more: true });
  expect(texts(begunAgain(all, anew))).toEqual(['text 1', 'text 2', 'text 3', 'text 4', 'text 5']);
  const far = page({ chat: { ...page().chat, messages: [message(8)] }, more: true });
  expect(texts(begunAgain(all, far))).toEqual(['text 8']);
});

test('it closes at its moment, of which no event tells', () => {
  const closesAt = '2026-01-01T14:00:00.000Z';
  const state = begun(page({ chat: { ...page().chat, closesAt }, writing: 'open' }), []);
  expect(mayWrite(state, Date.parse(closesAt) - 1)).toBe(true);
  expect(mayWrite(state, Date.parse(closesAt))).toBe(false);
});
