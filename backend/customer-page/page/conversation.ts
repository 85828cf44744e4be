// What a customer's page knows of its chat: the log's receive rule, and what was written and is not sent. Pure: state in, state out.
import type { ChatMark, ChatMessage, ChatPage, ChatWriting } from '../../../contract/chat.ts';
import { isWhole, parseEvent, parsePushed, type AnyEvent } from '../../../contract/events.ts';
import type { Head } from '../../../contract/streams.ts';

export type Unsent = {
  /** Sent again and again under it, it is written once. */
  key: string;
  text: string;
  state:
    | { kind: 'waiting' }
    /** The backend has it as this message, whose event has not come yet. */
    | { kind: 'taken'; message: string }
    | { kind: 'refused' };
};

export type Conversation = {
  /** The oldest of them first, without a gap up to the head. */
  messages: readonly ChatMessage[];
  /** There are older ones. */
  more: boolean;
  writing: ChatWriting;
  closesAt: string | null;
  read: ChatMark | null;
  head: Head;
  unsent: readonly Unsent[];
};
export type Heard = { state: Conversation; missing: boolean };

const same = (state: Conversation, missing = false): Heard => ({ state, missing });

export function begun(page: ChatPage, unsent: readonly Unsent[]): Conversation {
  const { chat, more, writing, head } = page;
  const { messages, closesAt, seen } = chat;
  const state = settled({ messages, more, writing, closesAt, read: seen.customer, head, unsent });
  // What was taken and is not there was lost with a database that was put back; if it is there after all, sending it
  // again changes nothing.
  const lost = state.unsent.map((one): Unsent =>
    one.state.kind === 'taken' ? { ...one, state: { kind: 'waiting' } } : one,
  );
  return { ...state, unsent: lost };
}

/** The page was read again: what was known of older messages stays, as far as both meet. */
export function begunAgain(state: Conversation, page: ChatPage): Conversation {
  const fresh = begun(page, state.unsent);
  const first = state.messages.findIndex(({ id }) => id === fresh.messages[0]?.id);
  return first <= 0
    ? fresh
    : { ...fresh, messages: [...state.messages.slice(0, first), ...fresh.messages], more: state.more };
}

export function withOlder(state: Conversation, { chat, more }: ChatPage): Conversation {
  const known = new Set(state.messages.map(({ id }) => id));
  const older = chat.messages.filter(({ id }) => !known.has(id));
  return { ...state, messages: [...older, ...state.messages], more };
}

/** One event that came over Pusher under that name, which need not be the backend's doing. */
export function pushed(state: Conversation, name: string, wire: unknown): Heard {
  return parsePushed(name, wire).ok ? heard(state, wire) : same(state);
}

/** One event of the log. */
export function heard(state: Conversation, wire: unknown): Heard {
  const read = parseEvent(wire);
  if (!read.ok) return same(state);
  const { event } = read;
  const { head } = state;
  if (event.epoch !== head.epoch) return same(state, true);
  if (event.seq <= head.seq) return same(state);
  // What people wrote may be kept off Pusher: then the log has it.
  if (event.seq !== head.seq + 1 || event.prev !== head.id || !isWhole(event)) return same(state, true);
  const next = { ...state, head: { epoch: event.epoch, seq: event.seq, id: event.id } };
  return same(settled(applied(next, event)));
}

function applied(state: Conversation, event: AnyEvent): Conversation {
  if ('unknown' in event) return state;
  switch (event.type) {
    case 'chat.message': {
      const { chatMessage, chat, cause } = event;
      const messages = state.messages.some(({ id }) => id === chatMessage.id)
        ? state.messages
        : [...state.messages, chatMessage];
      return {
        ...state,
        messages,
        closesAt: chat.closesAt,
        writing: state.writing === 'not-begun' && chatMessage.from === 'staff' ? 'open' : state.writing,
        unsent: state.unsent.filter(({ key }) => key !== cause),
      };
    }
    case 'chat.deleted':
      return {
        ...state,
        messages: state.messages.map((one) =>
          one.id === event.deleted ? { ...one, text: '', deleted: true } : one,
        ),
      };
    case 'chat.read':
      return event.side === 'customer' ? { ...state, read: event.upTo } : state;
    default:
      return state;
  }
}

/** What stands among the messages is not unsent any more. */
function settled(state: Conversation): Conversation {
  const there = new Set(state.messages.map(({ id }) => id));
  const unsent = state.unsent.filter(({ state: of }) => of.kind !== 'taken' || !there.has(of.message));
  return unsent.length === state.unsent.length ? state : { ...state, unsent };
}

export function wrote(state: Conversation, key: string, text: string): Conversation {
  return { ...state, unsent: [...state.unsent, { key, text, state: { kind: 'waiting' } }] };
}

const changed = (state: Conversation, key: string, to: Unsent['state']): Conversation =>
  settled({ ...state, unsent: state.unsent.map((one) => (one.key === key ? { ...one, state: to } : one)) });

export const taken = (state: Conversation, key: string, message: string): Conversation =>
  changed(state, key, { kind: 'taken', message });
export const refused = (state: Conversation, key: string): Conversation =>
  changed(state, key, { kind: 'refused' });
export const triedAgain = (state: Conversation, key: string): Conversation =>
  changed(state, key, { kind: 'waiting' });
export const discarded = (state: Conversation, key: string): Conversation => ({
  ...state,
  unsent: state.unsent.filter((one) => one.key !== key),
});

/** One after the other, so that they arrive in the order of writing. */
export const nextToSend = ({ unsent }: Conversation): Unsent | undefined =>
  unsent.find(({ state }) => state.kind === 'waiting');

/** The newest message of the restaurant that the customer has not seen; null: there is none. */
export function unseen({ messages, read }: Conversation): string | null {
  const upTo = messages.findIndex(({ id }) => id === read?.message);
  const newer = messages.slice(upTo + 1).filter(({ from }) => from === 'staff');
  return newer.at(-1)?.id ?? null;
}

/** It appears once there is something to read or to write. */
export const isShown = ({ messages, unsent, writing }: Conversation): boolean =>
  messages.length > 0 || unsent.length > 0 || writing === 'open';

/** Closing is a moment, of which no event tells. */
export const mayWrite = ({ writing, closesAt }: Conversation, now: number): boolean =>
  writing === 'open' && (closesAt === null || now < Date.parse(closesAt));
