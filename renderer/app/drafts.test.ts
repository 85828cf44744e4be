import { expect, test } from 'vitest';
import type { View } from '../../contract/view.ts';
import { chatView, chatWith, first } from '../../tests/preview/chat-scenes.ts';
import { createDrafts } from './drafts.ts';

const ana = { id: 'p1', name: 'Ana', role: 'manager' } as const;
const ben = { id: 'p2', name: 'Ben', role: 'counter' } as const;

function open(over: Partial<View> = {}) {
  let view: View | null = chatView(over, [chatWith()]);
  const listeners = new Set<() => void>();
  const drafts = createDrafts({
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    drafts,
    send(change: Partial<View> | null) {
      view = change === null || view === null ? null : { ...view, ...change };
      for (const listener of listeners) listener();
    },
  };
}
const customers = first.order.id;

test('each chat has its own, and an empty one is none', () => {
  const { drafts, send } = open();
  drafts.set(customers, 'Ten min');
  drafts.set('r1', 'We close');
  send({});
  expect([drafts.of(customers), drafts.of('nobody'), drafts.of('r1')]).toEqual(['Ten min', '', 'We close']);
  drafts.set(customers, '');
  expect(drafts.of(customers)).toBe('');
});

test('what was begun before somebody stepped in stays; what they began goes with them, whatever is open', () => {
  const { drafts, send } = open();
  drafts.set(customers, 'Ten min');
  send({ person: ana });
  expect(drafts.of(customers)).toBe('Ten min');
  send({ person: ben });
  expect(drafts.of(customers)).toBe('');
  drafts.set(customers, 'No onions');
  send({ person: null });
  expect(drafts.of(customers)).toBe('');
});

test('it goes with its order, with the chats, and with the view', () => {
  for (const change of [{ orders: [], chats: [] }, { chat: null }, null]) {
    const { drafts, send } = open();
    let told = 0;
    drafts.subscribe(() => (told += 1));
    drafts.set(customers, 'Ten min');
    send(change);
    expect([drafts.of(customers), told]).toEqual(['', 2]);
  }
});
