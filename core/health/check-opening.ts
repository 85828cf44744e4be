// Tries the bell when the restaurant opens, where that is set, and asks whether anybody heard it.
import { isOpen, nextChange, openSince } from '../../contract/opening-hours.ts';
import { wallClock } from '../../contract/local-time.ts';
import { write } from '../kernel/turn.ts';
import { addNotice } from '../notices/notices.ts';
import { waitsForAnswer } from '../orders/columns.ts';
import { shownOrders } from '../outbox/overlay.ts';
import type { Answer } from '../screen/answer.ts';
import { isSilentOffice } from '../session/office.ts';
import { backendNow, wakeAtBackendTime } from '../time/clock.ts';
import { openingIs } from './changes.ts';
import { lastHeardAt, wasHeard } from './heard.ts';
import { decideOpening, type OpeningCheck, type Seen } from './opening.ts';
import { isUpToDate } from './status-word.ts';
import type { OpeningTurn } from './turn.ts';

export function checkOpening(turn: OpeningTurn): void {
  const { session, settings, ledger } = turn.state;
  const kept = ledger.openingCheck;
  if (session === null || (!settings.effective.openingCheck && kept?.state !== 'asked')) return;
  const decided = decideOpening(kept, seenBy(turn));
  become(turn, decided.kept);
  if (decided.tell) tellNotHeard(turn);
  if (decided.ring) {
    turn.emit({ do: 'ring-check' });
    turn.emit({ do: 'show', how: 'inactive' });
    turn.emit({ do: 'log', level: 'info', event: 'opening.asked', fields: {} });
  }
  if (decided.at !== null) wakeAtBackendTime(turn, decided.at);
}

function seenBy(turn: OpeningTurn): Seen {
  const { restaurant } = turn.state.ledger;
  const now = backendNow(turn);
  const seen: Seen = {
    now,
    // Whose clock is this computer's alone may be wrong by days, and would ring twice in one.
    wanted:
      turn.state.settings.effective.openingCheck &&
      !isSilentOffice(turn.state) &&
      isUpToDate(turn.state.status.word),
    opened: null,
    lastHeard: lastHeardAt(turn),
    isBusy: () =>
      turn.state.ringing !== null ||
      [...shownOrders(turn.state.ledger).values()].some((order) => waitsForAnswer(order, now)),
  };
  if (restaurant === null) return seen;
  const { openingHours, timeZone } = restaurant;
  const change = nextChange(openingHours, timeZone, now);
  if (change !== null) wakeAtBackendTime(turn, change);
  // Who never closes never opens.
  const at = isOpen(openingHours, timeZone, now) ? openSince(openingHours, timeZone, now) : null;
  if (at === null || !Number.isFinite(at)) return seen;
  return { ...seen, opened: { at, day: new Date(wallClock(timeZone, at)).toISOString().slice(0, 10) } };
}

/** `heard`: the sound was really played. Otherwise nobody can have heard it, and nobody need be waited for. */
export function checkRang(turn: OpeningTurn, heard: boolean): void {
  const { openingCheck } = turn.state.ledger;
  // What rings for an order meanwhile is answered, or not, by itself.
  if (heard || openingCheck?.state !== 'asked' || turn.state.ringing !== null) return;
  notHeard(turn, openingCheck);
}

export function answerOpening(turn: OpeningTurn, heard: boolean): Answer {
  const { openingCheck } = turn.state.ledger;
  if (openingCheck?.state !== 'asked')
    return { ok: false, error: { code: 'not-found', message: 'Nothing is asked any more.' } };
  if (heard) {
    wasHeard(turn);
    become(turn, { ...openingCheck, state: 'heard' });
  } else notHeard(turn, openingCheck);
  return { ok: true, value: {} };
}

function notHeard(turn: OpeningTurn, kept: OpeningCheck): void {
  become(turn, { ...kept, state: 'not-heard' });
  tellNotHeard(turn);
}

function become(turn: OpeningTurn, kept: OpeningCheck | null): void {
  const before = turn.state.ledger.openingCheck;
  if (kept === null || (before?.day === kept.day && before.state === kept.state)) return;
  write(turn, [openingIs(kept)]);
}

function tellNotHeard(turn: OpeningTurn): void {
  const at = turn.state.ledger.openingCheck?.askedAt ?? backendNow(turn);
  addNotice(turn, 'bell-not-heard', new Date(at).toISOString());
  turn.emit({ do: 'log', level: 'warn', event: 'opening.not-heard', fields: {} });
}
