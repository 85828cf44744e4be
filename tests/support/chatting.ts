// A backend as small as can be that has chats, and consoles that follow it: for tests of core/chat.
import type { ChatMark, ChatMessage, ChatSide } from '../../contract/chat.ts';
import type { ChatView } from '../../contract/chat-view.ts';
import { defaultChannels } from '../../contract/streams.ts';
import type { Ask } from '../../core/asks.ts';
import { askingOf } from '../../core/asks.ts';
import type { Effect } from '../../core/assembly.ts';
import type { BackendAnswer, BackendRequest } from '../../core/ports/backend.ts';
import { project } from '../../core/view/project.ts';
import {
  answered,
  channel,
  createBrain,
  iso,
  ledgerOf,
  noon,
  orderId,
  refusal,
  session,
  stream,
  type Brain,
  type BrainOptions,
} from './brain.ts';

export const chatStream = 'chat:r1';
export const chatChannel = 'private-CHAT_r1';
export const chatSession = {
  ...session,
  channels: defaultChannels,
  streams: [stream, chatStream],
};
const messageId = (n: number) => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** With the header that only a backend of this house sends. */
const ours = (body: object) => ({ ...answered(200, body), protocol: '2' }) as BackendAnswer;

type Stored = { ref: { id: string; order?: { id: string; number: string } }; messages: ChatMessage[] };

export function createChatBackend(epoch = 'c1') {
  const log: Record<string, unknown>[] = [];
  const chats = new Map<string, Stored & { seen: Record<ChatSide, ChatMark | null> }>();
  const keys = new Map<string, BackendAnswer>();
  let ids = 0;
  let clock = noon;

  const head = (seq = log.length) => ({ epoch, seq, id: seq === 0 ? null : `${epoch}-${seq}` });
  function append(type: string, body: object, cause?: string): void {
    const seq = log.length + 1;
    const prev = seq === 1 ? null : `${epoch}-${seq - 1}`;
    const place = { stream: chatStream, epoch, seq, prev, id: `${epoch}-${seq}` };
    log.push({ ...place, type, at: iso(clock), message: 'An event', ...(cause && { cause }), ...body });
  }
  function chatOf(id: string) {
    const known = chats.get(id);
    if (known !== undefined) return known;
    const order = id === 'r1' ? {} : { order: { id, number: String(Number(id.slice(-12))) } };
    const made = { ref: { id, ...order }, messages: [], seen: { staff: null, customer: null } };
    chats.set(id, made);
    return chats.get(id) ?? made;
  }
  const refOf = (id: string) => ({ ...chatOf(id).ref, closesAt: null });

  function store(id: string, from: ChatSide, text: string, cause?: string): ChatMessage {
    clock += 1000;
    const username = from === 'staff' ? 'Mia' : 'Customer';
    const message = { id: messageId((ids += 1)), from, username, text, at: iso(clock), deleted: false };
    chatOf(id).messages.push(message);
    append('chat.message', { chat: refOf(id), chatMessage: message }, cause);
    return message;
  }

  function take({ method, path, body, idempotencyKey }: BackendRequest): BackendAnswer {
    const known = keys.get(idempotencyKey ?? '');
    if (known !== undefined) return known;
    if (path === '/api/chat/read') return read(body as { id: string; upTo: string });
    if (method === 'DELETE') return remove(path);
    const { id, message } = body as { id: string; message: string };
    if (message.startsWith('no')) return refusal(409, 'conflict', 'This chat is closed.');
    const stored = store(id, 'staff', message, idempotencyKey);
    const answer = ours({ chat: refOf(id), message: stored });
    keys.set(idempotencyKey ?? '', answer);
    return answer;
  }
  function read({ id, upTo }: { id: string; upTo: string }): BackendAnswer {
    const chat = chatOf(id);
    const place = (mark: string | undefined) => chat.messages.findIndex((one) => one.id === mark);
    if (place(upTo) > place(chat.seen.staff?.message)) {
      chat.seen.staff = { message: upTo, at: iso(clock) };
      append('chat.read', { chat: refOf(id), side: 'staff', upTo: chat.seen.staff });
    }
    return ours({});
  }
  function remove(path: string): BackendAnswer {
    const [, , , id = '', , message = ''] = path.split('/');
    const chat = chatOf(id);
    chat.messages = chat.messages.map((one) =>
      one.id === message ? { ...one, text: '', deleted: true } : one,
    );
    append('chat.deleted', { chat: refOf(id), deleted: message });
    return ours({});
  }

  return {
    head,
    store,
    take,
    messages: (id: string) => chatOf(id).messages,
    events: (after: number) => log.slice(after),
    snapshot: () => [...chats].map(([id, { messages, seen }]) => ({ ...refOf(id), messages, seen })),
    now: () => clock,
  };
}
export type ChatBackend = ReturnType<typeof createChatBackend>;

/** A console that follows orders that stand still, and chats. */
export function chatConsole(backend: ChatBackend, options: BrainOptions = {}) {
  const read = { epoch: 'c1', seq: 0, id: null };
  const ledger = options.ledger ?? ledgerOf();
  const cursors = new Map(ledger.cursors).set(chatStream, read);
  const brain = createBrain({ session: chatSession, ...options, ledger: { ...ledger, cursors } });
  return { brain, ...hands(brain, backend) };
}
export type ChatConsole = ReturnType<typeof chatConsole>;

export function hands(brain: Brain, backend: ChatBackend) {
  const signal = (told: object) =>
    brain.tell({ kind: 'realtime', session: session.folder, signal: told } as Parameters<Brain['tell']>[0]);

  function answerOf(ask: Ask): BackendAnswer {
    // Of orders everything has come.
    const orders = brain.state().ledger.cursors.get(stream) ?? { epoch: 'e1', seq: 1, id: 'e1-1' };
    const heads = { [stream]: orders, [chatStream]: backend.head() };
    switch (ask.for) {
      case 'beat':
        return answered(200, { now: iso(brain.now().wall), heads });
      case 'snapshot':
        return answered(200, {
          now: iso(noon),
          heads,
          restaurant: null,
          orders: [],
          chats: backend.snapshot(),
        });
      case 'events':
        if (ask.stream !== chatStream) return answered(200, { events: [], head: orders });
        return answered(200, { events: backend.events(ask.after.seq), head: backend.head() });
      case 'receipts':
        return answered(200);
      default: {
        const to = { session: chatSession, token: 't' };
        return backend.take(askingOf(ask).request(ask, to, brain.state()));
      }
    }
  }
  const kinds = ['beat', 'events', 'snapshot', 'chat-write', 'chat-read', 'command', 'receipts'] as const;
  const open = () => kinds.flatMap((kind): Ask[] => brain.open(kind));

  return {
    signal,
    answerOf,
    open,
    /** What is asked is answered, until nothing is asked any more. */
    answerAll(what: (ask: Ask) => boolean = () => true): void {
      for (let ask = open().find(what); ask !== undefined; ask = open().find(what))
        brain.answer(ask, answerOf(ask));
    },
    listen(): void {
      signal({ kind: 'connected', socketId: '1.1' });
      for (const name of [channel, chatChannel]) signal({ kind: 'subscribed', channel: name });
    },
    push(seq: number): void {
      const [wire] = backend.events(seq - 1) as { type: string }[];
      if (wire !== undefined) signal({ kind: 'event', channel: chatChannel, name: wire.type, data: wire });
    },
    look: (chat: string | null) => {
      brain.tell({ kind: 'window', state: chat === null ? 'hidden' : 'shown' });
      brain.intend({ kind: 'chat-look', chat });
    },
    write: (chat: string, text: string) => brain.intend({ kind: 'chat-write', chat, text }),
    chats: (): ChatView[] => project(brain.state(), brain.now().wall, new Map()).view.chats,
    chat: (id: string): ChatView | undefined =>
      project(brain.state(), brain.now().wall, new Map()).view.chats.find((one) => one.id === id),
  };
}

export const sounds = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.do === 'ring' ? [effect.sound] : []));
export const chatAt = orderId;
