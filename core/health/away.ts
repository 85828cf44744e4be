// Says how long the console was away after an end that nobody wanted, and how many orders came meanwhile: once everything
// that was missed is here again, so that "nothing" is true.
import { addNotice } from '../notices/notices.ts';
import { readableBook } from '../orders/readable-book.ts';
import { set } from './slice.ts';
import { hearsEverything } from './status-word.ts';
import type { TellingTurn } from './turn.ts';

type Away = { from: number; to: number };

/** `since`: when the start before this one was last alive, by this computer's clock. */
export function wasAway(turn: TellingTurn, since: number): void {
  // A clock that was set back meanwhile tells no time that anybody could use.
  if (since < turn.at.wall) set(turn, { away: { from: since, to: turn.at.wall } });
}

export function tellAway(turn: TellingTurn): void {
  const { away, session, status } = turn.state;
  if (away === null || session === null) return;
  const isHere = hearsEverything(status.word) || status.word === 'checked';
  if (!isHere) return;
  set(turn, { away: null });
  const came = cameMeanwhile(turn, away);
  const iso = (at: number) => new Date(at).toISOString();
  addNotice(turn, 'was-away', `${iso(away.from)}/${iso(away.to)}/${came}`);
  turn.emit({ do: 'log', level: 'warn', event: 'console.was-away', fields: { ...away, came } });
}

/** Those that were placed meanwhile. What was told before the end is none of them: the last sign of life is older. */
function cameMeanwhile({ state: { ledger, skewMs } }: TellingTurn, { from, to }: Away): number {
  const toldBefore = new Set(
    [...ledger.alerts.values()].filter(({ raisedAt }) => raisedAt - skewMs < to).map(({ order }) => order),
  );
  return [...readableBook(ledger).values()].filter(({ id, placedAt }) => {
    const at = Date.parse(placedAt) - skewMs;
    return at > from && at <= to && !toldBefore.has(id);
  }).length;
}
