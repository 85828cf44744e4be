// Tells what an inbox is after something became known of it: a pure function for each thing that may.
import type { Choices, Inbox, Notification, Opening } from '../../contract/notifications.ts';

export type Known = {
  /** The newest, newest first. */
  readonly notifications: readonly Notification[];
  /** Of all there are. What was opened is told by its number, so it is right although only the newest are known. */
  readonly unread: number;
  readonly choices: Choices;
  /** Opened while somebody is stepped in, also of those that are not among the newest. */
  readonly openedIds: ReadonlySet<string>;
  readonly openedUpTo: string | null;
};

/** More than anybody reads at a counter; whatever is older is asked for. */
export const knownAtMost = 100;

export const isUpTo = (moment: string | null, at: string): boolean =>
  moment !== null && Date.parse(at) <= Date.parse(moment);
export const later = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : isUpTo(a, b) ? a : b;

/** Whether these openings are of that one, too. */
export const opens = (
  { ids, upTo }: { ids: { has(id: string): boolean }; upTo: string | null },
  { id, createdAt }: Pick<Notification, 'id' | 'createdAt'>,
): boolean => ids.has(id) || isUpTo(upTo, createdAt);

const newestFirst = (notifications: readonly Notification[]): Notification[] =>
  notifications.toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt)).slice(0, knownAtMost);

export function knownFrom({ notifications, unread, choices }: Inbox, before: Known | null): Known {
  return {
    notifications: newestFirst(notifications),
    unread,
    choices,
    openedIds: before?.openedIds ?? new Set(),
    openedUpTo: before?.openedUpTo ?? null,
  };
}

export function withNew(known: Known, one: Notification): Known {
  if (known.notifications.some(({ id }) => id === one.id)) return known;
  return {
    ...known,
    notifications: newestFirst([one, ...known.notifications]),
    unread: known.unread + (one.opened ? 0 : 1),
  };
}

/** Of those that came before it in the stream. */
export function withOpened(known: Known, { ids, upTo: last, count }: Opening): Known {
  const upTo = last ?? null;
  const opening = { ids: new Set(ids), upTo };
  return {
    ...known,
    notifications: known.notifications.map((one) =>
      !one.opened && opens(opening, one) ? { ...one, opened: true } : one,
    ),
    unread: known.unread - count,
    openedIds: ids.length === 0 ? known.openedIds : new Set([...known.openedIds, ...ids]),
    openedUpTo: later(known.openedUpTo, upTo),
  };
}
