// Takes in what the backend tells of the inbox of whoever is stepped in, by a snapshot or by an event of their stream.
import type { Event } from '../../contract/events.ts';
import type { Inbox, Notification } from '../../contract/notifications.ts';
import { write } from '../kernel/turn.ts';
import { isUpTo, knownFrom, withNew, withOpened, type Known } from './known.ts';
import { pressOver } from './presses.ts';
import { set, setAnnouncing } from './slice.ts';
import type { SilentTurn } from './turn.ts';

export type InboxEvent = Extract<
  Event,
  { type: 'notification.new' | 'notification.opened' | 'notification.choices' }
>;

/** What is there when somebody steps in is no news; what is there anew after a log was lost is. */
export function inboxIs(turn: SilentTurn, told: Inbox): void {
  const before = turn.state.inbox;
  const known = knownFrom(told, before);
  set(turn, { inbox: known });
  if (before === null) return beginAnnouncing(turn, known);
  const first = turn.state.announcing.newestAtFirst;
  for (const one of known.notifications.toReversed())
    if (first === null || !isUpTo(first, one.createdAt)) toldOf(turn, one);
}

function beginAnnouncing(turn: SilentTurn, { notifications }: Known): void {
  setAnnouncing(turn, {
    seen: new Set(notifications.map(({ id }) => id)),
    newestAtFirst: notifications[0]?.createdAt ?? null,
  });
}

/** A snapshot tells again of the newest only. In a flood each of them would else cost more than the one before. */
const seenAtMost = 500;

/** To be announced once, by whatever way it came. */
function toldOf(turn: SilentTurn, one: Notification): void {
  const { seen, untold } = turn.state.announcing;
  if (seen.has(one.id)) return;
  setAnnouncing(turn, {
    seen: new Set([...seen, one.id].slice(-seenAtMost)),
    untold: one.opened ? untold : [...untold, one.id],
  });
}

export function inboxTold(turn: SilentTurn, event: InboxEvent): void {
  const { inbox } = turn.state;
  // Without a whole inbox to begin with nobody could say how many are unread.
  if (inbox === null) return;
  switch (event.type) {
    case 'notification.new':
      set(turn, { inbox: withNew(inbox, event.notification) });
      return toldOf(turn, event.notification);
    case 'notification.opened':
      set(turn, { inbox: withOpened(inbox, event.opening) });
      return forgetOpened(turn, new Set(event.opening.ids), event.cause);
    case 'notification.choices':
      return set(turn, { inbox: { ...inbox, choices: event.choices } });
    default:
      return event satisfies never;
  }
}

/** What was pressed here, or was done elsewhere meanwhile, is over with the event that says so. */
function forgetOpened(turn: SilentTurn, ids: ReadonlySet<string>, cause: string | undefined): void {
  const over = [...turn.state.ledger.inboxPresses.values()].filter(
    ({ id, what }) => id === cause || (what.kind === 'open' && ids.has(what.notification)),
  );
  write(
    turn,
    over.map(({ id }) => pressOver(id)),
  );
}
