// Keeps what somebody began to write in a chat while it is closed: in the window's memory alone, and gone with whoever
// began it, with the order that it is about, and with the device's session.
import type { View } from '../../contract/view.ts';
import type { ViewStore } from './view-store.ts';

export type Drafts = {
  of(chat: string): string;
  set(chat: string, text: string): void;
  subscribe(listener: () => void): () => void;
};

export function createDrafts(store: Pick<ViewStore, 'get' | 'subscribe'>): Drafts {
  let drafts: ReadonlyMap<string, string> = new Map();
  let person = whoIsIn(store.get());
  const listeners = new Set<() => void>();

  function become(next: ReadonlyMap<string, string>): void {
    drafts = next;
    for (const listener of listeners) listener();
  }

  store.subscribe(() => {
    const view = store.get();
    const before = person;
    person = whoIsIn(view);
    if (drafts.size === 0) return;
    // What was begun before somebody stepped in is theirs to send; nobody sends what was another one's.
    if (before !== null && before !== person) return become(new Map());
    const left = [...drafts].filter(([chat]) => view !== null && isHere(view, chat));
    if (left.length < drafts.size) become(new Map(left));
  });

  return {
    of: (chat) => drafts.get(chat) ?? '',
    set(chat, text) {
      const next = new Map(drafts);
      if (text === '') next.delete(chat);
      else next.set(chat, text);
      become(next);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const whoIsIn = (view: View | null): string | null => view?.person?.id ?? null;

const isHere = ({ chat, chats, orders }: View, id: string): boolean =>
  chat !== null &&
  (chat.own === id || chats.some((one) => one.id === id) || orders.some(({ order }) => order.id === id));
