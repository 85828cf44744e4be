// Lets the program be quit, or asks whether it is meant: while orders are to be expected, quitting means that they are not
// heard here.
import { isOpen } from '../../contract/opening-hours.ts';
import { decideQuit, isPerson, type QuitBy } from '../leaving/decide-quit.ts';
import { askForCode, askWhetherMeant } from '../leaving/question.ts';
import { addNotice } from '../notices/notices.ts';
import { waitsForAnswer } from '../orders/columns.ts';
import { shownOrders } from '../outbox/overlay.ts';
import type { Answer } from '../screen/answer.ts';
import { lead } from '../screen/window.ts';
import { isSilentOffice } from '../session/office.ts';
import { backendNow } from '../time/clock.ts';
import type { State, Turn } from './turn.ts';

const done: Answer = { ok: true, value: {} };

export function quit(turn: Turn, by: QuitBy): Answer {
  const { state } = turn;
  const act = decideQuit({
    by,
    rings: state.session !== null && !isSilentOffice(state),
    open: isOpenNow(turn),
    waiting: waitingNow(turn),
    quitting: state.settings.effective.quitting,
    kiosk: state.kiosk,
  });
  switch (act) {
    case 'quit':
      turn.emit({ do: 'quit', by: isPerson(by) ? 'person' : 'verb' });
      return done;
    case 'ask':
      askWhetherMeant(turn);
      lead(turn, null);
      return done;
    case 'ask-code':
      askForCode(turn);
      lead(turn, null);
      return done;
    case 'refuse':
      if (isPerson(by)) {
        addNotice(turn, 'quit-forbidden', '');
        lead(turn, null);
      }
      return { ok: false, error: { code: 'not-allowed', message: whyNot(state) } };
    default:
      return act satisfies never;
  }
}

/** A code that was chosen here ends no console that IT wants to stay. */
const whyNot = ({ kiosk, exitCode, settings }: State): string =>
  (kiosk && exitCode === 'policy') || settings.effective.quitting !== 'forbidden'
    ? 'This console is a kiosk. It is ended with its exit code (--quit=CODE), or by an administrator.'
    : 'IT has decided that this console is not quit. An administrator can end it.';

/** Before anything is known of the restaurant it counts as open. */
function isOpenNow(turn: Turn): boolean {
  const { restaurant } = turn.state.ledger;
  return restaurant === null || isOpen(restaurant.openingHours, restaurant.timeZone, backendNow(turn));
}

function waitingNow(turn: Turn): number {
  const now = backendNow(turn);
  let waiting = 0;
  for (const order of shownOrders(turn.state.ledger).values()) if (waitsForAnswer(order, now)) waiting += 1;
  return waiting;
}
