// Rings the one bell up its ladder for everything that waits unheard, and silences it the moment nothing does.
import { wakeAt, write } from '../kernel/turn.ts';
import { isUnheard, waitsForAnswer } from '../orders/columns.ts';
import { readableBook } from '../orders/readable-book.ts';
import { shownOrders } from '../outbox/overlay.ts';
import { receiptFor } from '../outbox/receipts.ts';
import type { Rung } from '../ports/bell.ts';
import { isSilentOffice } from '../session/office.ts';
import { backendNow, wakeAtBackendTime } from '../time/clock.ts';
import { alertId } from './alert.ts';
import { unknownOrderId } from './unknown-order.ts';
import { wantedBy } from './due.ts';
import { climb, stepsOf } from './ladder.ts';
import { set } from './slice.ts';
import { noteRung } from './sound.ts';
import type { Turn } from './turn.ts';

export function ringBell(turn: Turn): void {
  const unheard = isSilentOffice(turn.state) ? [] : unheardHere(turn);
  const ladder = climb(turn.state.ringing, unheard, turn.at.mono, stepsOf(turn.state.settings.effective));
  set(turn, { ringing: ladder.ringing });
  if (ladder.ring !== null) turn.emit({ do: 'ring', sound: ladder.ring, orders: unheard });
  if (ladder.show) {
    turn.emit({ do: 'show', how: 'inactive' });
    turn.emit({ do: 'flash', on: true });
  }
  if (ladder.hush) {
    turn.emit({ do: 'silence' });
    turn.emit({ do: 'flash', on: false });
  }
  if (ladder.at !== null) wakeAt(turn, ladder.at);
}

/** The orders that wait here for somebody to hear them. */
function unheardHere(turn: Turn): string[] {
  const now = backendNow(turn);
  const { alerts } = turn.state.ledger;
  const unheard: string[] = [];
  for (const order of shownOrders(turn.state.ledger).values()) {
    if (!waitsForAnswer(order, now)) continue;
    if (!isUnheard(order, now)) {
      wakeAtBackendTime(turn, Date.parse(order.snoozedUntil ?? ''));
      continue;
    }
    // It rings together with its notification, not before: what is being caught up may have been answered.
    const wanted = wantedBy(order, now);
    if (wanted !== null && alerts.has(alertId(wanted.kind, order.id))) unheard.push(order.id);
  }
  const unknown = unknownOrderId(turn);
  if (unknown !== null) unheard.push(unknown);
  return unheard;
}

/** The first time that it was really heard for an order is worth a receipt. */
export function rang(turn: Turn, rung: Rung, orders: readonly string[]): void {
  noteRung(turn, rung);
  if (rung.kind !== 'played') return;
  const book = readableBook(turn.state.ledger);
  write(
    turn,
    orders.flatMap((order) =>
      turn.state.sounded.has(order) || !book.has(order) ? [] : receiptFor(turn, order, 'sounded'),
    ),
  );
  set(turn, { sounded: new Set([...turn.state.sounded, ...orders]) });
}
