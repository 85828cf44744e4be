// Raises each alert once: its intent is on the disk before the notification is asked for, its outcome after.
import { isOpen } from '../../contract/opening-hours.ts';
import type { Order } from '../../contract/order.ts';
import { streamParts } from '../../contract/streams.ts';
import { wakeAt, write } from '../kernel/turn.ts';
import { readableBook } from '../orders/readable-book.ts';
import { shownOrders } from '../outbox/overlay.ts';
import { isSilentOffice } from '../session/office.ts';
import { behind } from '../streams/flow.ts';
import { speechOf } from '../text/speech.ts';
import { backendNow, wakeAtBackendTime } from '../time/clock.ts';
import { alertId } from './alert.ts';
import { takeOver } from './unknown-order.ts';
import { nextDue, stillWanted, uncovered, wantedBy, type Uncovered } from './due.ts';
import { alertGone, alertIs } from './marks.ts';
import { forgetUnderstood, withdrawAnswered } from './outcome.ts';
import { groupToast, singleToast } from './toasts.ts';
import { setAlerting } from './slice.ts';
import type { Turn } from './turn.ts';

const groupPrefix = 'group:';
const gatherMs = 2000;
/** While something is being caught up, alerts wait for the whole picture, but never longer than this. */
const patienceMs = 10_000;

export function raiseAlerts(turn: Turn): void {
  const now = backendNow(turn);
  const shown = shownOrders(turn.state.ledger);
  forgetUnderstood(turn);
  withdrawAnswered(turn, shown, now);
  const due = nextDue(shown.values(), now);
  if (due !== null) wakeAtBackendTime(turn, due);
  const { alerts } = turn.state.ledger;
  const confirmed = readableBook(turn.state.ledger);
  const unraised = uncovered(shown.values(), alerts, now, turn.state.escalations).filter(
    // What is only expected, because it was pressed here, is told once the backend has confirmed it.
    ({ kind, order }) => order.toBeUnderstood !== kind || confirmed.get(order.id)?.toBeUnderstood === kind,
  );
  const again = cutShort(turn, shown, now);
  if (unraised.length + again.size === 0) return nothingWaits(turn);
  if (isCatchingUp(turn) && maySoonBeTold(turn)) return;
  raiseAgain(turn, again, now);
  const taken = takeOver(turn, unraised);
  if (taken !== null) {
    intend(turn, [taken.one], taken.toast);
    // The same notification, now that there are words for it.
    turn.emit({
      do: 'toast',
      toast: { ...worded(turn, taken.one), id: taken.toast },
    });
  }
  const fresh = unraised.filter((one) => one !== taken?.one);
  if (fresh.length === 0) return;
  setAlerting(turn, { waitingSince: null });
  const { moreThan, withinSeconds } = turn.state.settings.effective.burst;
  const singles = turn.state.alerting.singles.filter((at) => turn.at.mono - at < withinSeconds * 1000);
  if (singles.length < moreThan && fresh.length === 1)
    return raiseSingle(turn, fresh[0] as Uncovered, singles);
  if (singles.length >= moreThan) {
    const since = turn.state.alerting.gathering ?? turn.at.mono;
    setAlerting(turn, { gathering: since });
    if (turn.at.mono < since + gatherMs) return wakeAt(turn, since + gatherMs);
  }
  raiseTogether(turn, fresh, singles);
}

/** What is answered and asks again while one picture is being waited for does not begin the waiting anew. */
function nothingWaits(turn: Turn): void {
  const { gathering, waitingSince } = turn.state.alerting;
  const since = isCatchingUp(turn) ? waitingSince : null;
  if (gathering !== null || waitingSince !== since)
    setAlerting(turn, { gathering: null, waitingSince: since });
}

/** Only the restaurant's stream tells of orders; another one that is behind is no reason to wait. */
function isCatchingUp(turn: Turn): boolean {
  for (const [stream, flow] of turn.state.flows)
    if (behind(flow) && streamParts(stream).kind === 'restaurant') return true;
  return false;
}

/** False once the oldest of them has waited long enough. */
function maySoonBeTold(turn: Turn): boolean {
  const since = turn.state.alerting.waitingSince ?? turn.at.mono;
  setAlerting(turn, { waitingSince: since });
  if (turn.at.mono >= since + patienceMs) return false;
  wakeAt(turn, since + patienceMs);
  return true;
}

const worded = (turn: Turn, one: Uncovered) =>
  singleToast(one, speechOf(turn.state), turn.state.settings.effective.orderOnNotification);

function raiseSingle(turn: Turn, one: Uncovered, singles: readonly number[]): void {
  setAlerting(turn, { singles: [...singles, turn.at.mono], gathering: null });
  const toast = worded(turn, one);
  intend(turn, [one], toast.id);
  turn.emit({ do: 'toast', toast });
  sound(turn, [one]);
}

/** What is loud is told in one notification; the rest keeps its own, for it says something else. */
function raiseTogether(turn: Turn, fresh: readonly Uncovered[], singles: readonly number[]): void {
  setAlerting(turn, { gathering: null });
  const loud = fresh.filter((one) => one.voice === 'loud');
  const rest = fresh.filter((one) => one.voice !== 'loud');
  // A group of one would say only its number.
  if (loud.length === 1) rest.unshift(...loud.splice(0));
  for (const one of rest) raiseSingle(turn, one, singles);
  if (loud.length === 0) return;
  const group = standingGroup(turn) ?? { toast: `${groupPrefix}${turn.chance.id()}`, orders: [] };
  const orders = [...group.orders, ...loud.map((one) => one.order)];
  const toast = groupToast(group.toast, orders, backendNow(turn), speechOf(turn.state));
  intend(turn, loud, toast.id);
  turn.emit({ do: 'toast', toast });
}

/** One that still asks for somebody grows and takes its own place: many groups would be many alarms for one rush. */
function standingGroup(turn: Turn): { toast: string; orders: Order[] } | null {
  const toast = [...turn.state.alerting.open].findLast((id) => id.startsWith(groupPrefix));
  if (toast === undefined) return null;
  const covered = [...turn.state.ledger.alerts.values()].filter((alert) => alert.toast === toast);
  // What becomes of the one that is under way is told of all that it names.
  if (covered.some(({ outcome }) => outcome === 'intended')) return null;
  const shown = shownOrders(turn.state.ledger);
  const now = backendNow(turn);
  const orders = covered.flatMap(({ order: id, kind }) => {
    const order = shown.get(id);
    return order !== undefined && stillWanted(order, kind, now) ? [order] : [];
  });
  return { toast, orders };
}

function intend(turn: Turn, covered: readonly Uncovered[], toast: string): void {
  const raisedAt = backendNow(turn);
  write(
    turn,
    covered.map(({ kind, order: { id: order, number } }) =>
      alertIs({ id: alertId(kind, order), order, number, kind, raisedAt, toast, outcome: 'intended' }),
    ),
  );
  noteAsked(turn, toast);
}

function noteAsked(turn: Turn, toast: string): void {
  const { open, asked } = turn.state.alerting;
  setAlerting(turn, { open: new Set(open).add(toast), asked: new Set(asked).add(toast) });
}

/** The shared bell belongs to the ladder; here only what sounds once. */
function sound(turn: Turn, raised: readonly Uncovered[]): void {
  if (isSilentOffice(turn.state)) return;
  if (raised.some((one) => one.voice === 'notice')) turn.emit({ do: 'ring', sound: 'notice', orders: [] });
  // An order for tomorrow may come in the night: shown, but nobody is there to be told softly.
  else if (raised.some((one) => one.voice === 'quiet') && isOpenNow(turn))
    turn.emit({ do: 'ring', sound: 'quiet', orders: [] });
}

/** Before anything is known of the restaurant it counts as open: better a bell too many. */
function isOpenNow(turn: Turn): boolean {
  const { restaurant } = turn.state.ledger;
  return restaurant === null || isOpen(restaurant.openingHours, restaurant.timeZone, backendNow(turn));
}

/** Intended before a crash, with nobody knowing whether it was shown: the same alert is raised again. */
function cutShort(turn: Turn, shown: ReadonlyMap<string, Order>, now: number): Map<string, Uncovered[]> {
  const found = new Map<string, Uncovered[]>();
  const alerts = [...turn.state.ledger.alerts.values()];
  const unsure = new Set(alerts.filter(({ outcome }) => outcome === 'intended').map(({ toast }) => toast));
  // A group that had grown is told as a whole: whoever it named before is on it.
  for (const { order: id, kind, toast } of alerts) {
    if (!unsure.has(toast) || turn.state.alerting.asked.has(toast)) continue;
    const order = shown.get(id);
    if (order === undefined || !stillWanted(order, kind, now)) continue;
    const voice = wantedBy(order, now)?.voice ?? 'notice';
    found.set(toast, [...(found.get(toast) ?? []), { kind, voice, order }]);
  }
  return found;
}

function raiseAgain(turn: Turn, cutShort: ReadonlyMap<string, Uncovered[]>, now: number): void {
  const speech = speechOf(turn.state);
  for (const [toast, covered] of cutShort) {
    noteAsked(turn, toast);
    const [only, ...others] = covered;
    const orders = covered.map((one) => one.order);
    const alone = only !== undefined && others.length === 0;
    const again = alone ? { ...worded(turn, only), id: toast } : groupToast(toast, orders, now, speech);
    turn.emit({ do: 'toast', toast: again });
    unmark(turn, toast, new Set(orders.map((order) => order.id)));
  }
}

/** What the notification does not name any more was never told, should it ask for somebody again. */
function unmark(turn: Turn, toast: string, named: ReadonlySet<string>): void {
  const untold = [...turn.state.ledger.alerts.values()].filter(
    (alert) => alert.toast === toast && !named.has(alert.order),
  );
  write(
    turn,
    untold.map(({ id }) => alertGone(id)),
  );
}
