// Rings for a new order that only its doorbell tells of, because the list cannot be read; the next order that nobody knew
// takes its ring over.
import { wakeAt } from '../kernel/turn.ts';
import { speechOf } from '../text/speech.ts';
import type { Uncovered } from './due.ts';
import { set, type Doorbell } from './slice.ts';
import { unknownOrderToast } from './toasts.ts';
import type { Turn } from './turn.ts';

const patienceMs = 1000;
/** After a list was read without an unknown order in it, a backend that is slow to show one is given this long. */
const keptMs = 60_000;

/** A new order was told of, and nothing else is known of it. */
export function doorbellRang(turn: Turn): void {
  set(turn, { doorbell: rungAgain(turn.state.doorbell, turn.at.mono) });
}

/** Another doorbell is another order: it is heard although the bell of the one before was stopped, or explained. */
function rungAgain(before: Doorbell | null, now: number): Doorbell {
  if (before === null) return { at: now, latest: now, count: 1, toast: null, readAt: null, quietUntil: 0 };
  const rings = before.readAt === null && now >= before.quietUntil;
  return {
    ...before,
    latest: now,
    count: before.count + 1,
    readAt: null,
    quietUntil: rings ? 0 : now + patienceMs,
  };
}

/** A list was read that had been asked for at that moment and named so many orders nobody knew. */
export function doorbellExplained(turn: Turn, unknown: number, askedAt: number): void {
  set(turn, { doorbell: explained(turn.state.doorbell, unknown, askedAt, turn.at.mono) });
}

/** What is left of doorbells once a list was read that named so many orders nobody knew. */
function explained(bell: Doorbell | null, unknown: number, askedAt: number, now: number): Doorbell | null {
  if (bell === null) return null;
  const all = bell.latest <= askedAt;
  // One that has been heard is kept until an order takes its ring over.
  if (bell.toast !== null)
    return { ...bell, readAt: bell.readAt ?? (all ? now : null), count: Math.max(0, bell.count - unknown) };
  // It may have been asked for before the doorbell and still have brought what the doorbell was for.
  if (all || unknown >= bell.count) return null;
  return { ...bell, at: bell.latest, count: bell.count - unknown };
}

export function ringForUnknownOrder(turn: Turn): void {
  const { doorbell } = turn.state;
  if (doorbell === null) return;
  if (turn.at.mono < doorbell.quietUntil) wakeAt(turn, doorbell.quietUntil);
  if (doorbell.toast !== null) {
    const until = doorbell.readAt === null ? Number.POSITIVE_INFINITY : doorbell.readAt + keptMs;
    return turn.at.mono < until ? wakeAt(turn, until) : giveUp(turn, doorbell.toast);
  }
  const until = doorbell.at + patienceMs;
  if (turn.at.mono < until) return wakeAt(turn, until);
  const toast = unknownOrderToast(`doorbell:${turn.chance.id()}`, speechOf(turn.state));
  set(turn, { doorbell: { ...doorbell, toast: toast.id } });
  turn.emit({ do: 'toast', toast });
  turn.emit({ do: 'log', level: 'warn', event: 'alert.anonymous', fields: {} });
}

function giveUp(turn: Turn, toast: string): void {
  turn.emit({ do: 'withdraw', toast });
  set(turn, { doorbell: null });
}

/** The bell goes on as long as nobody could look what it was for. */
export const unknownOrderId = (turn: Pick<Turn, 'at' | 'state'>): string | null => {
  const { doorbell } = turn.state;
  if (doorbell === null || doorbell.readAt !== null || turn.at.mono < doorbell.quietUntil) return null;
  return doorbell.toast;
};

export function stopForUnknownOrder(turn: Turn): void {
  const { doorbell } = turn.state;
  if (unknownOrderId(turn) === null || doorbell === null) return;
  const { snoozeSeconds } = turn.state.settings.effective.bell;
  set(turn, { doorbell: { ...doorbell, quietUntil: turn.at.mono + snoozeSeconds * 1000 } });
}

/** The order that was rung for unknown, as far as anybody can tell: it is not announced a second time. */
export function takeOver(turn: Turn, fresh: readonly Uncovered[]): { toast: string; one: Uncovered } | null {
  const { doorbell } = turn.state;
  const one = fresh.find(({ voice }) => voice === 'loud');
  if (doorbell === null || doorbell.toast === null || one === undefined) return null;
  set(turn, { doorbell: others(doorbell, turn.at.mono) });
  // The bell rings for it already: no newcomer.
  const { ringing } = turn.state;
  if (ringing?.orders.has(doorbell.toast))
    set(turn, { ringing: { ...ringing, orders: new Set(ringing.orders).add(one.order.id) } });
  return { toast: doorbell.toast, one };
}

/** More doorbells than orders, and no list since the last of them: it is not yet told what they were for. */
function others({ readAt, count, latest }: Doorbell, now: number): Doorbell | null {
  return readAt !== null || count === 0 ? null : { ...rungAgain(null, now), latest, count };
}
