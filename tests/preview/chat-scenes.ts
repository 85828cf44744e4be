// Chats, as the window may show them: on tickets, in the opened order and in a room of their own, in every state and dress.
import type { ChatMessageView, ChatView, WrittenView } from '../../contract/chat-view.ts';
import type { IpcError } from '../../contract/ipc.ts';
import type { View } from '../../contract/view.ts';
import { lunch, now, view, type Scene } from './fixtures.ts';

const iso = (minutesFromNow: number): string => new Date(now + minutesFromNow * 60_000).toISOString();
const id = (n: number) => `20000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

type Said = Partial<ChatMessageView> & { text: string };
const said = (messages: readonly Said[]): ChatMessageView[] =>
  messages.map((message, n) => ({
    id: id(n),
    from: 'customer',
    username: '',
    at: iso(n - messages.length),
    deleted: false,
    mine: false,
    ...message,
  }));
const staff = (text: string, username = 'Mia'): Said => ({ text, username, from: 'staff' });

const talk = said([
  { text: 'Hello, is it possible to leave the onions out?', username: 'Sam R.' },
  staff('Of course. No onions then.'),
  {
    text: 'Thank you! The door is at the back: https://example.org/a-very-long-address-that-has-to-wrap-somewhere/because-it-does-not-end?and=so&on=it&goes',
  },
  { text: '', deleted: true },
  staff('It takes about 10 minutes longer. Sorry!', 'Noor'),
  { text: 'Okay.\nNo problem.' },
]);
const mixed = said([
  { text: 'مرحبا، هل يمكن بدون بصل؟ order A-12' },
  staff('Ja, ohne Zwiebeln (بدون بصل) 👍'),
  { text: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenfabrikationsanlagenbetreiber' },
]);
const many = said(
  Array.from({ length: 50 }, (_, n) => (n % 3 === 0 ? staff(`Answer ${n}`) : { text: `Message ${n}` })),
);

const written = (
  text: string,
  state: WrittenView['state'],
  more: Partial<WrittenView> = {},
): WrittenView => ({
  id: text,
  text,
  deletes: null,
  at: iso(-1),
  state,
  problem: null,
  ...more,
});

export const orders = lunch();
export const first = orders[0] as (typeof orders)[number];
export const chatWith = (change: Partial<ChatView> = {}): ChatView => ({
  id: first.order.id,
  order: { id: first.order.id, number: first.order.number },
  closesAt: null,
  unread: 0,
  unreadSince: null,
  messages: talk,
  written: [],
  ...change,
});
export const chatting: NonNullable<View['chat']> = { own: 'r1', mode: 'we-begin', focus: null };
export const teamChat = chatWith({
  id: 'r1',
  order: null,
  unread: 2,
  unreadSince: iso(-2),
  messages: said([
    staff('We close the kitchen at ten today.', 'Noor'),
    { ...staff('Understood, the late delivery is told.', 'Counter 2'), mine: true },
    staff('The courier waits at the side door.', 'Counter 1'),
  ]),
});

const manager = { id: 'p1', name: 'Noor', role: 'manager' } as const;
const dress = (change: Partial<View['settings']>): View['settings'] => ({ ...view().settings, ...change });
export const chatView = (change: Partial<View> = {}, chats: ChatView[] = [chatWith()]): View =>
  view({
    orders,
    bell: { ringing: false, unaccepted: 0, snoozedUntil: null },
    chat: chatting,
    chats,
    ...change,
  });
const offline = { ...view().status, word: 'offline' as const, since: iso(-4), caughtUpAt: iso(-4) };
const refused: IpcError = { code: 'refused', message: '' };

const openOrder = [`[data-order="${first.order.id}"] button[aria-haspopup="dialog"]`];
const badge = ['[data-chat-badge]'];
const waits = (minutes: number) => chatWith({ unread: 2, unreadSince: iso(-minutes) });
const room = ['[aria-haspopup="menu"]', '[role="menuitem"]:has-text("Team chat")'];

export function chatScenes(): Record<string, Scene> {
  return {
    'chat-badge': { view: chatView({}, [waits(2), teamChat]) },
    'chat-badge-wall': {
      view: chatView({ settings: dress({ density: 'wall' }) }, [waits(9)]),
      size: [1920, 1080],
    },
    'chat-waits': { view: chatView({ settings: dress({ theme: 'dark' }) }, [waits(9)]) },
    chat: { view: chatView({}, [waits(2)]), press: badge },
    'chat-dark': { view: chatView({ settings: dress({ theme: 'dark' }) }, [waits(2)]), press: badge },
    'chat-empty': { view: chatView({}, []), press: openOrder },
    'chat-full': {
      view: chatView({}, [chatWith({ messages: many, unread: 1, unreadSince: iso(-1) })]),
      press: badge,
    },
    'chat-offline': {
      view: chatView({ status: offline }, [
        chatWith({
          unread: 1,
          unreadSince: iso(-1),
          written: [
            written('Your order will be ready soon.', 'refused', { problem: 'This chat is closed.' }),
            written('Please call us.', 'sending'),
            written('Ten minutes, then it is ready.', 'not-sent'),
          ],
        }),
      ]),
      press: badge,
    },
    'chat-manager': {
      view: chatView({ person: manager }, [
        chatWith({
          unread: 1,
          unreadSince: iso(-1),
          written: [written('', 'refused', { deletes: id(2), problem: 'It is too old.' })],
        }),
      ]),
      press: [...badge, `[data-message="${id(5)}"] button`],
    },
    'chat-closed': {
      view: chatView({}, [chatWith({ closesAt: iso(-1), unread: 1, unreadSince: iso(-1) })]),
      press: badge,
    },
    'chat-off': {
      view: chatView({ chat: { ...chatting, mode: 'off' } }, [
        chatWith({
          written: [written('Are you still there?', 'refused', { problem: 'Chat is switched off.' })],
        }),
      ]),
      press: openOrder,
    },
    'chat-not-taken': {
      view: chatView({}, [waits(1)]),
      press: [...badge, '[data-chat] ul button'],
      refuse: { writeInChat: refused },
    },
    'chat-de': { view: chatView({ settings: dress({ language: 'de' }) }, [waits(2)]), press: badge },
    'chat-ar': {
      view: chatView({ settings: dress({ language: 'ar', theme: 'dark' }) }, [
        chatWith({
          messages: mixed,
          unread: 1,
          unreadSince: iso(-8),
          written: [written('لحظة من فضلك', 'not-sent')],
        }),
      ]),
      press: badge,
    },
    'chat-small': { view: chatView({}, [waits(2)]), press: badge, size: [360, 640] },
    'team-chat': { view: chatView({}, [teamChat]), press: room },
    'team-chat-dark': { view: chatView({ settings: dress({ theme: 'dark' }) }, [teamChat]), press: room },
    'team-chat-empty': { view: chatView({}, []), press: room, size: [360, 640] },
  };
}
