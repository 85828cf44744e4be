// The page's chat: reads it, follows its stream, and sends what was written until the backend has it or refuses it.
import type Pusher from 'pusher-js';
import { eventsPageEnvelope } from '../../../contract/api.ts';
import { chatPage, type ChatPage } from '../../../contract/chat.ts';
import {
  begun,
  begunAgain,
  discarded,
  heard,
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
  type Unsent,
} from './conversation.ts';
import type { ChatView } from './chat-view.ts';
import { writableText } from './writable-text.ts';

export type ChatParts = {
  /** The order, whose chat has its id. */
  order: string;
  ask: (path: string, sent?: { key?: string; body: unknown }) => Promise<Response>;
  view: ChatView;
  unsent: { read(): readonly Unsent[]; keep(unsent: readonly Unsent[]): void };
  /** A message of the restaurant's came. */
  chime: () => void;
};

export type Chat = {
  /** Reads what came since; `about` is what the chat may have changed with. Throws without a network. */
  catchUp(about: string): Promise<void>;
  listen(pusher: Pusher): void;
};

const retryMs = [2_000, 4_000, 8_000, 15_000];

export function createChat({ order, ask, view, unsent, chime }: ChatParts): Chat {
  const at = `/api/chat/${encodeURIComponent(order)}`;
  let state: Conversation | null = null;
  let place: Pick<ChatPage, 'stream' | 'channel'> | null = null;
  /** There is no chat here, and will be none. */
  let none = false;
  let knownAbout: string | null = null;
  let readUpTo: string | null = null;
  let pusher: Pusher | null = null;
  let sending = false;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;

  function take(next: Conversation): void {
    const before = state;
    state = next;
    unsent.keep(next.unsent);
    const came = unseen(next);
    if (before !== null && came !== null && came !== unseen(before)) chime();
    show();
    void markRead();
  }

  function show(): void {
    if (state === null) return;
    view.show(state, mayWrite(state, Date.now()));
    clearTimeout(closing);
    const closes = state.closesAt === null ? NaN : Date.parse(state.closesAt) - Date.now();
    if (closes > 0) closing = setTimeout(show, closes + 500);
  }

  async function readPage(query = ''): Promise<ChatPage | null> {
    const answer = await ask(at + query);
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`chat: ${answer.status}`);
    return chatPage.parse(await answer.json());
  }

  async function readAgain(): Promise<void> {
    const page = await readPage();
    if (page === null) {
      none = state === null;
      return;
    }
    place = page;
    take(state === null ? begun(page, unsent.read()) : begunAgain(state, page));
    subscribe();
  }

  async function readOn(): Promise<void> {
    for (;;) {
      if (state === null || place === null) return;
      const { seq, id } = state.head;
      const query = new URLSearchParams({ after: String(seq), limit: '200', ...(id === null ? {} : { id }) });
      const answer = await ask(`/streams/${encodeURIComponent(place.stream)}/events?${query.toString()}`);
      if (answer.status === 410) return readAgain();
      if (!answer.ok) throw new Error(`chat events: ${answer.status}`);
      const { events, head } = eventsPageEnvelope.parse(await answer.json());
      let next = state;
      for (const event of events) next = heard(next, event).state;
      if (next !== state) take(next);
      // Nothing of the page could be taken: the chat as it is now counts.
      if (next.head.seq === seq && head.seq > seq) return readAgain();
      if (next.head.seq >= head.seq) return;
    }
  }

  let reading: Promise<void> | null = null;
  let again = false;
  /** One at a time; a doorbell during it means one more behind it. */
  async function readSoon(): Promise<void> {
    again = true;
    reading ??= (async () => {
      try {
        while (again) {
          again = false;
          await readOn();
        }
      } finally {
        reading = null;
      }
    })();
    await reading;
  }

  function subscribe(): void {
    if (pusher === null || place === null || pusher.channel(place.channel) !== undefined) return;
    const subscription = pusher.subscribe(place.channel);
    const look = () => void readSoon().catch(() => undefined);
    subscription.bind('pusher:subscription_succeeded', look);
    subscription.bind_global((name: string, data: unknown) => {
      if (state === null) return;
      const { state: next, missing } = pushed(state, name, data);
      if (next !== state) take(next);
      if (missing) look();
    });
  }

  async function send(): Promise<void> {
    clearTimeout(retry);
    if (sending) return;
    sending = true;
    try {
      for (let one = due(); one !== undefined; one = due())
        if (!(await sendOne(one))) {
          const wait = retryMs[Math.min(failures, retryMs.length) - 1] ?? 0;
          retry = setTimeout(() => void send(), Math.max(wait, pauseMs));
          return;
        }
    } finally {
      sending = false;
    }
  }
  const due = () => (state === null ? undefined : nextToSend(state));

  let pauseMs = 0;
  /** False: it is to be sent again later. */
  async function sendOne({ key, text }: Unsent): Promise<boolean> {
    pauseMs = 0;
    try {
      const answer = await ask('/api/chat', { key, body: { id: order, message: text } });
      if (answer.ok) {
        failures = 0;
        const { message } = (await answer.json()) as { message: { id: string } };
        if (state !== null) take(taken(state, key, message.id));
        void readSoon().catch(() => undefined);
        return true;
      }
      if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
        if (state !== null) take(refused(state, key));
        // Why, the chat says itself: it is closed by now, or switched off.
        await readAgain();
        return true;
      }
      pauseMs = 1000 * Number(answer.headers.get('retry-after') ?? 0) || 0;
    } catch {
      // No network: it is still waiting, or refused already.
    }
    failures += 1;
    return false;
  }

  async function markRead(): Promise<void> {
    const upTo = state === null ? null : unseen(state);
    if (upTo === null || upTo === readUpTo || !view.isSeen()) return;
    readUpTo = upTo;
    try {
      const answer = await ask('/api/chat/read', { body: { id: order, upTo } });
      if (!answer.ok) throw new Error(`read: ${answer.status}`);
    } catch {
      // Told with the next look.
      readUpTo = null;
    }
  }

  view.listen({
    written(typed) {
      const text = writableText(typed);
      if (state === null || text === '') return false;
      take(wrote(state, crypto.randomUUID(), text));
      void send();
      return true;
    },
    again(key) {
      if (state !== null) take(triedAgain(state, key));
      void send();
    },
    discard(key) {
      if (state !== null) take(discarded(state, key));
    },
    async older() {
      const first = state?.messages[0]?.id;
      if (first === undefined) return;
      const page = await readPage(`?before=${first}`).catch(() => null);
      if (page !== null && state !== null) take(withOlder(state, page));
    },
    seen: () => void markRead(),
  });

  return {
    async catchUp(about) {
      if (none) return;
      if (state === null || about !== knownAbout) await readAgain();
      else await readSoon();
      knownAbout = about;
      void markRead();
      failures = 0;
      void send();
    },
    listen(service) {
      pusher = service;
      subscribe();
    },
  };
}
