// Tells the backend what was pressed in an inbox: one after the other, behind presses on orders, until it was answered.
// It goes on after a restart, and after the person has stepped out.
import { problem } from '../../contract/problem.ts';
import { wakeAt, write } from '../kernel/turn.ts';
import { placeTaken } from '../outbox/answers.ts';
import { judge } from '../outbox/judge.ts';
import { afterFailure } from '../outbox/retry.ts';
import { fateOf } from '../outbox/settle.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { flowOf } from '../streams/flow.ts';
import type { InboxPress } from './inbox-press.ts';
import { pressIs, pressOver } from './presses.ts';
import type { InboxAsk } from './questions.ts';
import { newTelling, setTelling } from './slice.ts';
import type { SilentTurn, Turn } from './turn.ts';

export function tellInbox(turn: Turn): void {
  settle(turn);
  const { session, telling, sending, ledger } = turn.state;
  if (session === null || telling.underWay !== null) return;
  const next = [...ledger.inboxPresses.values()].find(({ takenAt }) => takenAt === null);
  if (next === undefined) return;
  // Orders come first, and a backend that does not know this device is not asked.
  if (sending.paused || sending.underWay.size > 0) return;
  const notBefore = Math.max(telling.notBefore, sending.notBefore);
  if (turn.at.mono < notBefore) return wakeAt(turn, notBefore);
  const ask: InboxAsk = { for: 'inbox', press: next };
  setTelling(turn, { underWay: ask });
  turn.emit({ do: 'ask', ask });
}

export function inboxPressCame(turn: Turn, ask: InboxAsk, answer: BackendAnswer): void {
  const { telling, ledger } = turn.state;
  if (telling.underWay !== ask) return;
  setTelling(turn, { underWay: null });
  const press = ledger.inboxPresses.get(ask.press.id);
  switch (judge(answer)) {
    case 'taken':
      return taken(turn, press, answer);
    case 'refused':
      return refused(turn, press, answer);
    // Who it was has stepped out meanwhile: the next time it is told by the device.
    case 'not-signed-in':
    case 'again':
      return setTelling(turn, afterFailure(turn, telling.failures, answer));
  }
}

function taken(turn: Turn, press: InboxPress | undefined, answer: BackendAnswer): void {
  const placed = placeTaken(turn, answer);
  if (placed === 'unsaid') return setTelling(turn, afterFailure(turn, turn.state.telling.failures, answer));
  setTelling(turn, newTelling);
  if (press === undefined) return;
  // Once they have stepped out nothing of it comes back.
  if (placed === null || flowOf(turn.state, placed.stream) === null) return over(turn, press);
  write(turn, [pressIs({ ...press, takenAt: placed })]);
}

/** Nothing hangs on it but a mark: it is not worth a word to anybody. */
function refused(turn: Turn, press: InboxPress | undefined, answer: BackendAnswer): void {
  setTelling(turn, newTelling);
  const told = problem.safeParse(answer.kind === 'answer' ? answer.body : null);
  const code = told.success ? told.data.code : '';
  turn.emit({ do: 'log', level: 'warn', event: 'inbox.refused', fields: { what: press?.what.kind, code } });
  if (press !== undefined) over(turn, press);
}

/** The journal's past names who pressed it, and nothing of somebody who stepped out stays on the disk. */
function over(turn: Turn, { id, person }: InboxPress): void {
  write(turn, [pressOver(id)]);
  if (turn.state.person?.person.id !== person) turn.emit({ do: 'compact' });
}

/** The backend answers again: no reason to wait longer. */
export const tellSoon = (turn: SilentTurn): void => setTelling(turn, { failures: 0, notBefore: 0 });

/** What is over when its effect has come back, and what a database that was put back has forgotten. */
function settle(turn: Turn): void {
  for (const press of turn.state.ledger.inboxPresses.values()) {
    const fate = fateOf(turn, press);
    if (fate === 'done') over(turn, press);
    if (fate === 'again') write(turn, [pressIs({ ...press, takenAt: null })]);
  }
}
