// Computes what the window shows from what is known. Orders whose view is unchanged keep the same object.
import type { Announcement } from '../../contract/announcements.ts';
import type { Rules } from '../../contract/decide-verb.ts';
import type { Order } from '../../contract/order.ts';
import type { AnnouncementView, OrderView, UnreadableView, View } from '../../contract/view.ts';
import { shownAnnouncements } from '../announcements/current.ts';
import { answerWithinMs } from '../health/opening.ts';
import { columnOf, isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { readableBook } from '../orders/readable-book.ts';
import type { KeptUnreadable } from '../orders/kept-unreadable.ts';
import { isBare, isNameless, isOpenUnreadable } from '../orders/unreadable.ts';
import type { Entry } from '../outbox/entry.ts';
import { lanesOf, overlay, rulesOf } from '../outbox/overlay.ts';
import { isUndoable } from '../outbox/press.ts';
import type { State } from '../rules/turn.ts';
import { inboxView } from './inbox.ts';
import { chattingOf, projectChats, type ShownChats } from './chats.ts';

type Pending = NonNullable<OrderView['pending']>;
const nowhereElse: readonly [] = [];
const noEntries: readonly Entry[] = [];

/** Remembers from which order, entries and column each view was made. */
type Remembered = { order: Order; lane: readonly Entry[]; key: string; view: OrderView };
export type Shown = ReadonlyMap<string, Remembered>;

type Projected = { view: Omit<View, 'n'>; shown: Shown; chats: ShownChats };

export function project(
  state: State,
  now: number,
  before: Shown,
  chatsBefore: ShownChats = new Map(),
): Projected {
  const lanes = lanesOf(state.ledger.outbox);
  const shown = new Map<string, Remembered>();
  const rules = rulesOf(state.ledger.restaurant);
  let [unaccepted, unheard] = [0, 0];
  let snoozedUntil: string | null = null;
  const unreadable: UnreadableView[] = [];
  for (const [id, order] of readableBook(state.ledger)) {
    const lane = lanes.get(id) ?? noEntries;
    const seen = lane.length === 0 ? order : overlay(order, lane, rules);
    const pending = pendingOf(state, lane, seen);
    const column = columnOf(seen, now);
    const kept = state.ledger.unreadable.get(id);
    // What became of a press on it must stay in sight, and a bare ticket has no other place for that.
    if (kept !== undefined && (isOpenUnreadable(state.ledger, kept) || (isBare(order) && pending !== null)))
      unreadable.push(unreadableView(kept, { column, pending, hasCopy: !isBare(order) }));
    if (!isBare(order)) shown.set(id, remembered(before, { order, lane, column, pending, rules }));
    if (!waitsForAnswer(seen, now)) continue;
    unaccepted += 1;
    if (isUnheard(seen, now)) unheard += 1;
    else if (snoozedUntil === null || (seen.snoozedUntil ?? '') < snoozedUntil)
      snoozedUntil = seen.snoozedUntil;
  }
  for (const [id, order] of state.ledger.gone) {
    const lane = lanes.get(id) ?? noEntries;
    const pending = pendingOf(state, lane, undefined);
    shown.set(id, remembered(before, { order, lane, column: 'closed', pending, rules }));
  }
  const chats = projectChats(state, chatsBefore);
  return {
    shown,
    chats,
    view: {
      skewMs: state.skewMs,
      status: state.status,
      health: healthOf(state),
      bell: { ringing: state.ringing !== null, unaccepted, snoozedUntil: unheard > 0 ? null : snoozedUntil },
      restaurant: state.ledger.restaurant,
      device: deviceOf(state),
      person: state.person?.person ?? null,
      restaurants: state.person?.restaurants ?? nowhereElse,
      orders: [...shown.values()].map(({ view }) => view),
      unreadable,
      chat: chattingOf(state),
      chats: [...chats.values()],
      fit: state.fit,
      notices: [...state.notices],
      program: programOf(state),
      inbox: inboxView(state),
      announcements: shownAnnouncements(state, now).map(announcementView),
      settings: state.settings.effective,
      locked: [...state.settings.locked],
      focus: state.focus,
    },
  };
}

function healthOf({ machine, sound, ledger: { lastHeard, openingCheck } }: State): View['health'] {
  const iso = (at: number) => new Date(at).toISOString();
  return {
    ...machine,
    sound,
    lastHeard: lastHeard === null ? null : iso(lastHeard.at),
    opening:
      openingCheck === null
        ? null
        : {
            state: openingCheck.state,
            at: iso(openingCheck.askedAt),
            until: iso(openingCheck.askedAt + answerWithinMs),
          },
  };
}

function programOf(state: State): View['program'] {
  const { quitAsked, closing, kiosk, kioskLifted, exitCode, codeAsked } = state;
  return {
    quitAsked: quitAsked === null ? null : { until: new Date(quitAsked.untilWall).toISOString() },
    closing,
    kiosk: kiosk ? 'on' : kioskLifted && state.settings.effective.kiosk ? 'lifted' : 'off',
    exitCode,
    codeAsked,
  };
}

const announcementView = ({ id, text, at, from }: Announcement): AnnouncementView => ({
  id,
  text,
  at,
  from: from ?? null,
});

function deviceOf({ session, ledger }: State): View['device'] {
  if (session === null) return null;
  const { id, name, kind = 'counter' } = session.device;
  return { id, name: ledger.deviceName ?? name, kind };
}

const unreadableView = (
  { id, number, seenAt }: KeptUnreadable,
  seen: Pick<UnreadableView, 'column' | 'pending' | 'hasCopy'>,
): UnreadableView => ({ id, number, since: seenAt, answerable: !isNameless(id), ...seen });

type ShownFrom = {
  order: Order;
  lane: readonly Entry[];
  column: OrderView['column'];
  pending: Pending | null;
  rules: Rules;
};

/** The same object as before unless something about it changed: that is what deltas are made from. */
function remembered(before: Shown, { order, lane, column, pending, rules }: ShownFrom): Remembered {
  const old = before.get(order.id);
  const waiting = pending === null ? '' : `${pending.command} ${pending.state} ${pending.undoable}`;
  const promised = lane.length === 0 ? '' : rules.prepMinutes;
  const key = `${column} ${waiting} ${promised}`;
  if (old !== undefined && old.order === order && old.key === key && sameLane(old.lane, lane)) return old;
  return { order, lane, key, view: { order: overlay(order, lane, rules), column, pending } };
}

function pendingOf(state: State, lane: readonly Entry[], seen: Order | undefined): Pending | null {
  // A refusal stays in sight, whatever was pressed behind it.
  const entry = lane.find(({ refused }) => refused !== null) ?? lane.findLast(({ kept }) => !kept);
  if (entry === undefined) return null;
  const { sending } = state;
  const underWay = sending.underWay.get(entry.order);
  const sendingNow = underWay?.entry.id === entry.id;
  return {
    command: entry.id,
    verb: entry.verb,
    state:
      entry.refused !== null
        ? 'refused'
        : entry.takenAt !== null
          ? 'sent'
          : sendingNow
            ? 'sending'
            : 'not-sent',
    undoable: isUndoable(state, entry, seen),
    pressedAt: entry.pressedAt,
    problem: entry.refused,
  };
}

const sameLane = (a: readonly Entry[], b: readonly Entry[]): boolean =>
  a.length === b.length && a.every((entry, at) => entry === b[at]);
