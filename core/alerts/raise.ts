// Raises each alert once: its intent is on the disk before the notification is asked for, its outcome after.
import { isOpen } from '../../contract/opening-hours.ts';
import type { Order } from '../../contract/order.ts';
import { backendNow, effect, learn, wakeAt, wakeAtBackendTime, write, type Turn } from '../flow/turn.ts';
import { shownOrders } from '../orders/overlay.ts';
import { receiptFor } from '../outbox/receipts.ts';
import type { ToastOutcome } from '../ports/notifier.ts';
import { behind } from '../streams/flow.ts';
import { groupToast, singleToast } from '../text/toasts.ts';
import { alertId, type Alert } from './alert.ts';
import { nextDue, stillWanted, uncovered, wantedBy, type Uncovered } from './due.ts';

export type Alerting = {
  /** Notifications this process asked for and has not taken back. */
  open: ReadonlySet<string>;
  /** All it ever asked for: what is `intended` and not among them was cut short by a crash. */
  asked: ReadonlySet<string>;
  /** When the last single ones were raised: many in a short time become one. */
  singles: readonly number[];
  /** Since when some wait to be raised together. */
  gathering: number | null;
};

export const newAlerting: Alerting = { open: new Set(), asked: new Set(), singles: [], gathering: null };

const burstWithinMs = 10_000;
const burstOf = 5;
const gatherMs = 2000;
/** While something is being caught up, alerts wait for the whole picture, but never longer than this. */
const patienceMs = 10_000;

const set = (turn: Turn, news: Partial<Alerting>) =>
  learn(turn, { alerting: { ...turn.state.alerting, ...news } });

export function raiseAlerts(turn: Turn): void {
  const now = backendNow(turn);
  const shown = shownOrders(turn.state.ledger);
  forgetUnderstood(turn);
  withdrawAnswered(turn, shown, now);
  const due = nextDue(shown.values(), now);
  if (due !== null) wakeAtBackendTime(turn, due);
  if (isCatchingUp(turn)) return;
  raiseAgainAfterCrash(turn, shown, now);
  const fresh = uncovered(shown.values(), turn.state.ledger.alerts, now, turn.state.escalations);
  if (fresh.length === 0) return set(turn, { gathering: null });
  const singles = turn.state.alerting.singles.filter((at) => turn.at.mono - at < burstWithinMs);
  if (singles.length < burstOf && fresh.length === 1)
    return raiseSingle(turn, fresh[0] as Uncovered, singles);
  if (singles.length >= burstOf) {
    const since = turn.state.alerting.gathering ?? turn.at.mono;
    set(turn, { gathering: since });
    if (turn.at.mono < since + gatherMs) return wakeAt(turn, since + gatherMs);
  }
  raiseTogether(turn, fresh, singles);
}

function isCatchingUp(turn: Turn): boolean {
  for (const flow of turn.state.flows.values()) {
    if (!behind(flow) || flow.wantSince === null) continue;
    if (turn.at.mono >= flow.wantSince + patienceMs) continue;
    wakeAt(turn, flow.wantSince + patienceMs);
    return true;
  }
  return false;
}

function raiseSingle(turn: Turn, one: Uncovered, singles: readonly number[]): void {
  set(turn, { singles: [...singles, turn.at.mono], gathering: null });
  const toast = singleToast(one);
  intend(turn, [one], toast.id);
  effect(turn, { do: 'toast', toast });
  sound(turn, [one]);
}

/** What is loud is told in one notification; the rest keeps its own, for it says something else. */
function raiseTogether(turn: Turn, fresh: readonly Uncovered[], singles: readonly number[]): void {
  set(turn, { gathering: null });
  const loud = fresh.filter((one) => one.voice === 'loud');
  const rest = fresh.filter((one) => one.voice !== 'loud');
  if (loud.length === 1 && singles.length < burstOf) rest.unshift(...loud.splice(0));
  for (const one of rest) raiseSingle(turn, one, singles);
  if (loud.length === 0) return;
  const toast = groupToast(
    `group:${turn.chance.id()}`,
    loud.map((one) => one.order),
    backendNow(turn),
  );
  intend(turn, loud, toast.id);
  effect(turn, { do: 'toast', toast });
}

function intend(turn: Turn, covered: readonly Uncovered[], toast: string): void {
  const raisedAt = backendNow(turn);
  write(
    turn,
    covered.map(({ kind, order }) => ({
      kind: 'alert',
      alert: {
        id: alertId(kind, order.id),
        order: order.id,
        number: order.number,
        kind,
        raisedAt,
        toast,
        outcome: 'intended',
      },
    })),
  );
  noteAsked(turn, toast);
}

function noteAsked(turn: Turn, toast: string): void {
  const { open, asked } = turn.state.alerting;
  set(turn, { open: new Set(open).add(toast), asked: new Set(asked).add(toast) });
}

/** The shared bell belongs to the ladder; here only what sounds once. */
function sound(turn: Turn, raised: readonly Uncovered[]): void {
  if (raised.some((one) => one.voice === 'notice')) effect(turn, { do: 'ring', sound: 'notice', orders: [] });
  // An order for tomorrow may come in the night: shown, but nobody is there to be told softly.
  else if (raised.some((one) => one.voice === 'quiet') && isOpenNow(turn))
    effect(turn, { do: 'ring', sound: 'quiet', orders: [] });
}

/** Before anything is known of the restaurant it counts as open: better a bell too many. */
function isOpenNow(turn: Turn): boolean {
  const { restaurant } = turn.state.ledger;
  return restaurant === null || isOpen(restaurant.openingHours, restaurant.timeZone, backendNow(turn));
}

function raiseAgainAfterCrash(turn: Turn, shown: ReadonlyMap<string, Order>, now: number): void {
  const cutShort = new Map<string, Order[]>();
  for (const alert of turn.state.ledger.alerts.values()) {
    const order = shown.get(alert.order);
    if (alert.outcome !== 'intended' || turn.state.alerting.asked.has(alert.toast)) continue;
    if (order === undefined || !stillWanted(order, alert.kind, now)) continue;
    cutShort.set(alert.toast, [...(cutShort.get(alert.toast) ?? []), order]);
  }
  for (const [toast, orders] of cutShort) {
    const [only] = orders;
    const wanted = only === undefined ? null : wantedBy(only, now);
    if (only === undefined || wanted === null) continue;
    noteAsked(turn, toast);
    const again = toast.startsWith('group:')
      ? groupToast(toast, orders, now)
      : singleToast({ ...wanted, order: only });
    effect(turn, { do: 'toast', toast: again });
  }
}

export function toasted(turn: Turn, toast: string, outcome: ToastOutcome): void {
  for (const alert of turn.state.ledger.alerts.values()) {
    if (alert.toast !== toast) continue;
    const receipt = outcome.kind === 'shown' ? receiptFor(turn, alert.order, 'shown') : [];
    write(turn, [{ kind: 'alert', alert: { ...alert, outcome: outcome.kind } }, ...receipt]);
    const { kind, ...words } = outcome;
    const level = kind === 'shown' ? 'info' : 'warn';
    effect(turn, { do: 'log', level, event: `alert.${kind}`, fields: { number: alert.number, ...words } });
  }
}

function withdrawAnswered(turn: Turn, shown: ReadonlyMap<string, Order>, now: number): void {
  const { open } = turn.state.alerting;
  if (open.size === 0) return;
  const wanted = new Set<string>();
  for (const alert of turn.state.ledger.alerts.values()) {
    const order = shown.get(alert.order);
    if (order !== undefined && stillWanted(order, alert.kind, now)) wanted.add(alert.toast);
  }
  const answered = [...open].filter((toast) => !wanted.has(toast));
  if (answered.length === 0) return;
  for (const toast of answered) effect(turn, { do: 'withdraw', toast });
  set(turn, { open: new Set([...open].filter((toast) => wanted.has(toast))) });
}

/** Once it was understood, the next change of the same order is a new thing to tell. */
function forgetUnderstood(turn: Turn): void {
  const { alerts, orders } = turn.state.ledger;
  const done = [...alerts.values()].filter(
    ({ kind, order }: Alert) =>
      (kind === 'changed' || kind === 'cancelled') && orders.get(order)?.toBeUnderstood === null,
  );
  write(
    turn,
    done.map(({ id }) => ({ kind: 'alert-gone', id })),
  );
}
