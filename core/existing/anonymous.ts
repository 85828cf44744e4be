// A new order that is known only by its doorbell, because the list cannot be read: it is heard all the same, and the
// next order that nobody knew takes its ring over.
import type { Uncovered } from '../alerts/due.ts';
import { effect, learn, wakeAt, type Turn } from '../flow/turn.ts';
import { anonymousToast } from '../text/toasts.ts';
import { speechOf } from '../text/words.ts';
import { set } from './polling.ts';

const patienceMs = 1000;
/** After a list was read without an unknown order in it, a backend that is slow to show one is given this long. */
const keptMs = 60_000;

export function ringAnonymously(turn: Turn): void {
  const { doorbell } = turn.state.polling;
  if (doorbell === null) return;
  const until = doorbell.at + (doorbell.toast === null ? patienceMs : keptMs);
  if (turn.at.mono < until) return wakeAt(turn, until);
  if (doorbell.toast !== null) {
    if (doorbell.read) giveUp(turn, doorbell.toast);
    return;
  }
  const toast = anonymousToast(`doorbell:${turn.chance.id()}`, speechOf(turn.state));
  set(turn, { doorbell: { ...doorbell, toast: toast.id } });
  effect(turn, { do: 'toast', toast });
  effect(turn, { do: 'log', level: 'warn', event: 'alert.anonymous', fields: {} });
}

function giveUp(turn: Turn, toast: string): void {
  effect(turn, { do: 'withdraw', toast });
  set(turn, { doorbell: null });
}

/** The bell goes on as long as nobody could look what it was for. */
export const anonymousId = (turn: Pick<Turn, 'state'>): string | null => {
  const { doorbell } = turn.state.polling;
  return doorbell === null || doorbell.read || doorbell.stopped ? null : doorbell.toast;
};

export function stopAnonymous(turn: Turn): void {
  const { doorbell } = turn.state.polling;
  if (doorbell !== null) set(turn, { doorbell: { ...doorbell, stopped: true } });
}

/** The order that the anonymous ring was for, as far as anybody can tell: it is not announced a second time. */
export function takeOver(turn: Turn, fresh: readonly Uncovered[]): { toast: string; one: Uncovered } | null {
  const { doorbell } = turn.state.polling;
  const one = fresh.find(({ voice }) => voice === 'loud');
  if (doorbell === null || doorbell.toast === null || one === undefined) return null;
  set(turn, { doorbell: null });
  // The bell rings for it already: no newcomer.
  const { ringing } = turn.state;
  if (ringing?.orders.has(doorbell.toast))
    learn(turn, { ringing: { ...ringing, orders: new Set(ringing.orders).add(one.order.id) } });
  return { toast: doorbell.toast, one };
}
