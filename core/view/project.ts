// What the window shows, computed from what is known. Orders whose view is unchanged keep the same object.
import type { Order } from '../../contract/order.ts';
import type { OrderView, View } from '../../contract/view.ts';
import type { State } from '../flow/state.ts';
import { columnOf, isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { lanesOf, overlay } from '../orders/overlay.ts';
import type { Entry } from '../outbox/entry.ts';
import { isRecallable } from '../outbox/press.ts';

type Pending = NonNullable<OrderView['pending']>;
const noEntries: readonly Entry[] = [];

/** Remembers from which order, entries and column each view was made. */
export type Shown = ReadonlyMap<
  string,
  { order: Order; lane: readonly Entry[]; key: string; view: OrderView }
>;

export function project(state: State, now: number, before: Shown): { view: Omit<View, 'n'>; shown: Shown } {
  const lanes = lanesOf(state.ledger.outbox);
  const shown = new Map<string, { order: Order; lane: readonly Entry[]; key: string; view: OrderView }>();
  let [unaccepted, unheard] = [0, 0];
  let snoozedUntil: string | null = null;
  for (const [id, order] of state.ledger.orders) {
    const lane = lanes.get(id) ?? noEntries;
    const old = before.get(id);
    const seen = lane.length === 0 ? order : overlay(order, lane);
    const column = columnOf(seen, now);
    const pending = pendingOf(state, lane);
    const key = `${column} ${pending === null ? '' : `${pending.command} ${pending.state} ${pending.undoable}`}`;
    const same = old !== undefined && old.order === order && old.key === key && sameLane(old.lane, lane);
    shown.set(id, same ? old : { order, lane, key, view: { order: seen, column, pending } });
    if (!waitsForAnswer(seen, now)) continue;
    unaccepted += 1;
    if (isUnheard(seen, now)) unheard += 1;
    else if (snoozedUntil === null || (seen.snoozedUntil ?? '') < snoozedUntil)
      snoozedUntil = seen.snoozedUntil;
  }
  return {
    shown,
    view: {
      skewMs: state.skewMs,
      status: state.status,
      bell: { ringing: state.ringing !== null, unaccepted, snoozedUntil: unheard > 0 ? null : snoozedUntil },
      restaurant: state.ledger.restaurant,
      device: state.session?.device ?? null,
      person: state.person,
      orders: [...shown.values()].map(({ view }) => view),
      notices: [...state.notices],
      settings: state.settings.effective,
      locked: [...state.settings.locked],
      focus: state.focus,
    },
  };
}

function pendingOf(state: State, lane: readonly Entry[]): Pending | null {
  // A refusal stays in sight, whatever was pressed behind it.
  const entry = lane.find(({ refused }) => refused !== null) ?? lane.at(-1);
  if (entry === undefined) return null;
  const { sending } = state;
  const underWay = sending.underWay.get(entry.order);
  const sendingNow = underWay?.for === 'command' && underWay.entry.id === entry.id;
  const handed = sending.handed.has(entry.id);
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
    undoable: entry.refused === null && (!handed || isRecallable(entry)),
    pressedAt: entry.pressedAt,
    problem: entry.refused,
  };
}

const sameLane = (a: readonly Entry[], b: readonly Entry[]): boolean =>
  a.length === b.length && a.every((entry, at) => entry === b[at]);
