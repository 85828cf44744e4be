// Ends a press once its effect is in the book, and sends it again when the database that had it was put back to an
// earlier day.
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Change } from '../kernel/ledger.ts';
import { write } from '../kernel/turn.ts';
import { answerBy } from '../orders/answered.ts';
import { orderAnswered, orderGone } from '../orders/book.ts';
import { behind, flowOf } from '../streams/flow.ts';
import { entryIs, entryOver } from './entries.ts';
import { inNoLog, type Entry } from './entry.ts';
import type { SilentTurn, Turn } from './turn.ts';

/** Entries whose effect the book shows are done; those that a restored database forgot are sent again. */
export function settleOutbox(turn: Turn): void {
  for (const entry of turn.state.ledger.outbox.values()) {
    const fate = fateOf(turn, entry);
    if (fate === 'done') write(turn, over(turn, entry));
    if (fate === 'again') sendAgain(turn, entry);
  }
  const { gone, outbox } = turn.state.ledger;
  if (gone.size === 0) return;
  const pressed = new Set([...outbox.values()].map((entry) => entry.order));
  const done = [...gone.keys()].filter((id) => !pressed.has(id));
  write(
    turn,
    done.map((id) => orderGone(id)),
  );
}

/** With what took a press back that press is over too: a database that forgot it must not be told of it again. */
function over(turn: Turn, entry: Entry): Change[] {
  const { id, undoes } = entry;
  const ids = undoes !== null && turn.state.ledger.outbox.has(undoes) ? [undoes, id] : [id];
  return [...answerOf(turn, entry), ...ids.map((each) => entryOver(each))];
}

/** Its effect came back in words that cannot be read: that it was answered would be forgotten with the press. */
function answerOf(turn: Turn, { order: id, verb }: Entry): Change[] {
  const { orders, unreadable } = turn.state.ledger;
  const how = answerBy(verb);
  if (how === null || (!unreadable.has(id) && orders.get(id)?.status !== 'unknown')) return [];
  return [orderAnswered(id, how)];
}

/** Its effect was lost. If it was to be taken back, that is what was wanted, and both are over. */
function sendAgain(turn: Turn, entry: Entry): void {
  const recalls = [...turn.state.ledger.outbox.values()].filter((other) => other.undoes === entry.id);
  write(
    turn,
    recalls.length === 0
      ? [entryIs({ ...entry, takenAt: null })]
      : [entry, ...recalls].map(({ id }) => entryOver(id)),
  );
}

/** What became of something that was taken, as far as the log has been read. */
export function fateOf(
  turn: Pick<SilentTurn, 'state'>,
  { takenAt }: Pick<Entry, 'takenAt'>,
): 'waits' | 'done' | 'again' {
  if (takenAt === null) return 'waits';
  if (takenAt.stream === inNoLog) return 'waits'; // the next list tells
  const flow = flowOf(turn.state, takenAt.stream);
  const at = turn.state.ledger.cursors.get(takenAt.stream);
  if (flow === null) return 'done'; // a stream that is not ours to read: nothing will ever come back
  if (at === undefined) return 'waits';
  if (at.epoch === takenAt.epoch) return at.seq >= takenAt.seq ? 'done' : 'waits';
  if (behind(flow)) return 'waits';
  // Caught up, and still in the epoch we were in: the answer was an old one, repeated for a key that was known.
  // In a third epoch, the log that had it was replaced: the key tells whether its effect was, too.
  return at.epoch === takenAt.reading ? 'done' : 'again';
}

export const takenEntries = (outbox: ReadonlyMap<string, Entry>): string[] =>
  [...outbox.values()].filter((entry) => entry.takenAt !== null).map((entry) => entry.id);

/**
 * A log that ends before an entry which the backend had taken was put back to an earlier day, in the same epoch:
 * waiting for that place would be waiting for ever. `taken` before the backend was asked for its heads.
 */
export function sendForgottenAgain(
  turn: Turn,
  taken: readonly string[],
  heads: ReadonlyMap<StreamName, Head>,
): void {
  for (const id of taken) {
    const entry = turn.state.ledger.outbox.get(id);
    if (entry === undefined || entry.takenAt === null) continue;
    const head = heads.get(entry.takenAt.stream);
    if (head !== undefined && head.epoch === entry.takenAt.epoch && head.seq < entry.takenAt.seq)
      sendAgain(turn, entry);
  }
}
