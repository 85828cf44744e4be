// Tells what the backend's answer to a press means for the press.
import { commandTaken } from '../../contract/api.ts';
import { problem } from '../../contract/problem.ts';
import { write } from '../kernel/turn.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { SessionState } from '../session/turn.ts';
import { flowOf, goesTo, want } from '../streams/flow.ts';
import type { StreamsState } from '../streams/turn.ts';
import { entryIs, entryOver } from './entries.ts';
import type { Entry } from './entry.ts';
import { judge } from './judge.ts';
import type { CommandAsk } from './questions.ts';
import { isAnybodys } from './retry.ts';
import { later } from './send.ts';
import { setSending } from './slice.ts';
import type { Turn } from './turn.ts';

/** The lane goes on. Tells the press that it was about, if that is not over meanwhile. */
export function laneIsFree(turn: Turn, ask: CommandAsk): Entry | null {
  const { order, id } = ask.entry;
  const { sending } = turn.state;
  if (sending.underWay.get(order) !== ask) return null;
  const underWay = new Map(sending.underWay);
  underWay.delete(order);
  setSending(turn, { underWay });
  return turn.state.ledger.outbox.get(id) ?? null;
}

type Taken<T> = (turn: T, entry: Entry, answer: BackendAnswer) => void;

/** `whenTaken`: what a yes means is another thing with a log than without one. */
export function settleAnswer<T extends Turn>(
  turn: T,
  entry: Entry,
  answer: BackendAnswer,
  whenTaken: Taken<T>,
): void {
  switch (judge(answer)) {
    case 'taken':
      return whenTaken(turn, entry, answer);
    case 'refused':
      return refused(turn, entry, answer);
    case 'not-signed-in':
      return setSending(turn, { paused: true });
    case 'again':
      return later(turn, answer);
  }
}

export function commandCame(turn: Turn, ask: CommandAsk, answer: BackendAnswer): void {
  const entry = laneIsFree(turn, ask);
  if (entry !== null) settleAnswer(turn, entry, answer, taken);
}

/** Sending works: nothing waits any longer than it has to. */
export const sendingWorks = (turn: Turn): void => setSending(turn, { failures: 0, notBefore: 0 });

/** When a backend without a log said yes, or something that may be one. */
export const noteAnsweredAt = (turn: Turn, entry: Entry): void =>
  setSending(turn, { answeredAt: new Map(turn.state.sending.answeredAt).set(entry.id, turn.at.mono) });

/** It took effect. The entry stays until the event that says so is applied, so nothing flickers back. */
function taken(turn: Turn, entry: Entry, answer: BackendAnswer): void {
  const placed = placeTaken(turn, answer);
  if (placed === 'unsaid') return later(turn, answer);
  setSending(turn, { failures: 0, notBefore: 0 });
  write(turn, [placed === null ? entryOver(entry.id) : entryIs({ ...entry, takenAt: placed })]);
}

/**
 * From where in the log on the effect of something that was taken is seen; what is missing up to there is asked for.
 * null: it was not told. `unsaid`: no backend has said that it took anything.
 */
export function placeTaken(
  turn: Kernel.Turn<StreamsState & SessionState>,
  answer: BackendAnswer,
): NonNullable<Entry['takenAt']> | null | 'unsaid' {
  const read = commandTaken.safeParse(answer.kind === 'answer' ? answer.body : null);
  if (!read.success) return isAnybodys(answer) ? 'unsaid' : null;
  const { stream, epoch, seq } = read.data;
  const flow = flowOf(turn.state, stream);
  const at = turn.state.ledger.cursors.get(stream);
  const reading = at?.epoch ?? epoch;
  const placed = { stream, epoch, seq, reading };
  if (flow === null || (reading === epoch && (at?.seq ?? 0) >= seq)) return placed;
  if (reading === epoch) goesTo(turn, stream, seq);
  // Without Pusher nobody would tell us of our own doing before the next beat; and of another epoch only the
  // backend can say whether it is newer than ours or older.
  if (!flow.joined || reading !== epoch) want(turn, stream, 'events');
  return placed;
}

/** Parked where staff see it. A recall that was to take it back has nothing left to do. */
function refused(turn: Turn, entry: Entry, answer: BackendAnswer): void {
  const told = problem.safeParse(answer.kind === 'answer' ? answer.body : null);
  const sentence = told.success ? told.data.detail : 'The backend does not take this.';
  const recalls = [...turn.state.ledger.outbox.values()].filter(
    (other) => other.undoes === entry.id && !turn.state.sending.handed.has(other.id),
  );
  // Stopping the bell of an order that somebody else answered is no conflict worth a word.
  const takenBack = recalls.length > 0 || entry.verb === 'stop-bell';
  // A recall is refused although the press it takes back was taken: a database that was put back forgot that press,
  // and nobody wants it sent again.
  const undone = turn.state.ledger.outbox.get(entry.undoes ?? '');
  const forgotten = undone !== undefined && undone.takenAt !== null ? [undone] : [];
  write(turn, [
    ...forgotten.map(({ id }) => entryOver(id)),
    takenBack ? entryOver(entry.id) : entryIs({ ...entry, refused: sentence }),
    ...recalls.map(({ id }) => entryOver(id)),
  ]);
  const code = told.success ? told.data.code : '';
  turn.emit({ do: 'log', level: 'warn', event: 'command.refused', fields: { verb: entry.verb, code } });
}
