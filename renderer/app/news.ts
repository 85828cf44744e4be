// What a person who does not see the screen must be told when the view changes.
import type { View } from '../../contract/view.ts';

export type News =
  | { kind: 'new'; numbers: string[] }
  | { kind: 'cancelled' | 'changed'; number: string }
  | { kind: 'moved'; number: string; column: 'preparing' | 'ready' }
  | { kind: 'steppedIn' | 'steppedOut'; name: string }
  | { kind: 'messages'; count: number }
  | { kind: 'announced'; text: string }
  /** A customer has written; null: somebody of the house. */
  | { kind: 'chat'; number: string | null }
  | { kind: 'status'; word: View['status']['word'] };

export function newsOf(before: View, after: View): News[] {
  const news: News[] = [];
  if (before.orders !== after.orders || before.unreadable !== after.unreadable) {
    const known = new Map(before.orders.map((view) => [view.order.id, view]));
    const fresh: string[] = [];
    for (const view of after.orders) {
      const was = known.get(view.order.id);
      if (was === view) continue;
      const { number, toBeUnderstood } = view.order;
      if (view.column === 'new' && was?.column !== 'new') fresh.push(number);
      else if (toBeUnderstood !== null && was?.order.toBeUnderstood !== toBeUnderstood)
        news.push({ kind: toBeUnderstood, number });
      else if (was && was.column !== view.column && (view.column === 'preparing' || view.column === 'ready'))
        news.push({ kind: 'moved', number, column: view.column });
    }
    fresh.push(...newUnreadable(before, after));
    if (fresh.length > 0) news.unshift({ kind: 'new', numbers: fresh });
  }
  if (after.person?.id !== before.person?.id) {
    if (after.person) news.push({ kind: 'steppedIn', name: after.person.name });
    else if (before.person) news.push({ kind: 'steppedOut', name: before.person.name });
  }
  const more = (after.inbox?.unread ?? 0) - (before.inbox?.unread ?? 0);
  if (more > 0) news.push({ kind: 'messages', count: more });
  for (const { id, text } of before.announcements === after.announcements ? [] : after.announcements)
    if (!before.announcements.some((known) => known.id === id)) news.push({ kind: 'announced', text });
  news.push(...newInChats(before, after));
  if (before.status.word !== after.status.word) news.push({ kind: 'status', word: after.status.word });
  return news;
}

function newInChats(before: View, after: View): News[] {
  const { chat } = after;
  if (before.chats === after.chats || chat === null) return [];
  const known = new Map(before.chats.map(({ id, unread }) => [id, unread]));
  return after.chats.flatMap(({ id, unread, order }) =>
    unread > (known.get(id) ?? 0) && (chat.mode !== 'off' || id === chat.own)
      ? [{ kind: 'chat', number: order?.number ?? null } as const]
      : [],
  );
}

function newUnreadable(before: View, after: View): string[] {
  const known = new Set(before.unreadable.map(({ id }) => id));
  return after.unreadable.flatMap(({ id, number, column, hasCopy }) =>
    column === 'new' && !hasCopy && !known.has(id) ? [number] : [],
  );
}

export const isUrgent = (news: News): boolean =>
  news.kind === 'new' || news.kind === 'cancelled' || news.kind === 'changed';
