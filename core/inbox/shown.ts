// Lays what was pressed here and is not confirmed yet over the inbox as the backend has it: that is what is shown.
import type { Notification } from '../../contract/notifications.ts';
import type { InboxPress } from './inbox-press.ts';
import { later, opens, type Known } from './known.ts';
import type { InboxState } from './turn.ts';

type Presses = ReadonlyMap<string, InboxPress>;
/** It goes with what it was made of: nothing of a person stays behind. */
const lastShown = new WeakMap<Known, { presses: Presses; person: string; shown: Known }>();

/** null: there is none. Several rules of every turn ask for the same. */
export function shownInbox(
  state: Pick<InboxState, 'inbox'> & {
    readonly ledger: Pick<InboxState['ledger'], 'inboxPresses'>;
    readonly person: { readonly person: { readonly id: string } } | null;
  },
): Known | null {
  const { inbox: known, person } = state;
  if (known === null || person === null) return null;
  const { inboxPresses: presses } = state.ledger;
  const { id } = person.person;
  const last = lastShown.get(known);
  if (last?.presses === presses && last.person === id) return last.shown;
  const mine = [...presses.values()].filter((press) => press.person === id);
  const shown = mine.length === 0 ? known : laidOver(known, mine);
  lastShown.set(known, { presses, person: id, shown });
  return shown;
}

/** What these presses open, and how much of it nobody knows. */
export function laidOver(known: Known, presses: readonly InboxPress[]): Known {
  const ids = new Set<string>();
  let upTo: string | null = null;
  const choices = { ...known.choices };
  for (const { what } of presses) {
    if (what.kind === 'open') ids.add(what.notification);
    else if (what.kind === 'open-all') upTo = later(upTo, what.upTo);
    else choices[what.of] = what.hearing;
  }
  const opening = { ids, upTo };
  const notifications = known.notifications.map((one) =>
    !one.opened && opens(opening, one) ? { ...one, opened: true } : one,
  );
  return {
    ...known,
    notifications,
    unread: unreadIn(notifications) + hiddenAfter(known, opening),
    choices,
    openedIds: new Set([...known.openedIds, ...ids]),
    openedUpTo: later(known.openedUpTo, upTo),
  };
}

export const unreadIn = (notifications: readonly Notification[]): number =>
  notifications.filter(({ opened }) => !opened).length;

/** No fewer than are in sight as such, whatever number was told. */
export const unreadShown = ({ unread, notifications }: Pick<Known, 'unread' | 'notifications'>): number =>
  Math.max(unread, unreadIn(notifications));

/** Unread ones that are older than all that are known here. */
export const hiddenUnread = ({ unread, notifications }: Pick<Known, 'unread' | 'notifications'>): number =>
  Math.max(0, unread - unreadIn(notifications));

function hiddenAfter(known: Known, opening: { ids: ReadonlySet<string>; upTo: string | null }): number {
  const hidden = hiddenUnread(known);
  const oldest = known.notifications.at(-1);
  if (oldest === undefined || hidden === 0) return hidden;
  // It reaches back from one that is known to all that are older.
  if (opens({ ids: noIds, upTo: opening.upTo }, oldest)) return 0;
  const listed = new Set(known.notifications.map(({ id }) => id));
  const older = [...opening.ids].filter((id) => !listed.has(id) && !known.openedIds.has(id)).length;
  return Math.max(0, hidden - older);
}
const noIds: ReadonlySet<string> = new Set();
