// Tells what became of "ready" at a backend that knows no Idempotency-Key, from its answer or from a list read later.
import { closedStatuses, type Order } from '../../../contract/order.ts';
import type { Change } from '../../kernel/ledger.ts';
import { write } from '../../kernel/turn.ts';
import { orderIs } from '../../orders/book.ts';
import { laneIsFree, noteAnsweredAt, sendingWorks, settleAnswer } from '../../outbox/answers.ts';
import { entryIs, entryOver } from '../../outbox/entries.ts';
import { inNoLog, type Entry } from '../../outbox/entry.ts';
import type { CommandAsk } from '../../outbox/questions.ts';
import { later } from '../../outbox/send.ts';
import type { BackendAnswer } from '../../ports/backend.ts';
import { setPolling } from './slice.ts';
import type { Turn } from './turn.ts';

export function commandCame(turn: Turn, ask: CommandAsk, answer: BackendAnswer): void {
  const entry = laneIsFree(turn, ask);
  if (entry === null) return;
  if (!isAmbiguous(answer)) return settleAnswer(turn, entry, answer, takenThere);
  unsure(turn, entry);
  later(turn, answer);
}

/**
 * Nobody there knows an Idempotency-Key. After an answer that leaves open whether it took effect, the order is read
 * again before anything is repeated.
 */
const isAmbiguous = (answer: BackendAnswer): boolean =>
  answer.kind === 'failure' ? answer.sent : answer.status >= 500 || answer.status === 408;

function unsure(turn: Turn, entry: Entry): void {
  noteAnswered(turn, entry);
  write(turn, [entryIs({ ...entry, unsure: true })]);
}

/** What an earlier process wrote down it may have sent. */
export function unsureAfterStart(turn: Turn): void {
  const waiting = [...turn.state.ledger.outbox.values()].filter(
    (entry) => !entry.kept && entry.takenAt === null && entry.refused === null,
  );
  write(
    turn,
    waiting.map((entry) => entryIs({ ...entry, unsure: true })),
  );
}

/** A list that was asked for before that moment may have been made before the press arrived. */
function noteAnswered(turn: Turn, entry: Entry): void {
  noteAnsweredAt(turn, entry);
  setPolling(turn, { nextAt: turn.at.mono });
}

/** It said yes; the entry stays until a list shows it, so nothing flickers back. */
function takenThere(turn: Turn, entry: Entry): void {
  sendingWorks(turn);
  noteAnswered(turn, entry);
  const takenAt = { stream: inNoLog, epoch: inNoLog, seq: 0, reading: inNoLog };
  write(turn, [entryIs({ ...entry, takenAt })]);
}

const notOpen = 'This order is not open in your order system any more.';

/** A list that was asked for after the press says what became of it; that it names no such order says it only twice. */
export function settleListed(turn: Turn, orders: readonly Order[], askedAt: number): void {
  const listedNow = new Map(orders.map((order) => [order.id, order]));
  for (const entry of turn.state.ledger.outbox.values()) {
    const known = turn.state.ledger.orders.get(entry.order);
    if (entry.kept) {
      write(turn, keptNoLonger(entry, known));
      continue;
    }
    const answered = turn.state.sending.answeredAt.get(entry.id) ?? Number.NEGATIVE_INFINITY;
    if (askedAt < answered) continue;
    const change = fateOf(entry, listedNow.get(entry.order), known !== undefined);
    if (change !== null) write(turn, [change]);
  }
}

/** What counts on this device alone lives as long as its order is open, and what it said of a closed one is written. */
function keptNoLonger(entry: Entry, order: Order | undefined): Change[] {
  if (order !== undefined && !closedStatuses.includes(order.status)) return [];
  const over = entryOver(entry.id);
  if (order === undefined || order.toBeUnderstood === null || entry.verb !== 'understood') return [over];
  return [orderIs({ ...order, toBeUnderstood: null }), over];
}

function fateOf(entry: Entry, order: Order | undefined, inBook: boolean): Change | null {
  const over = entryOver(entry.id);
  if (order === undefined) {
    // Absent once proves nothing, also not that it was marked.
    if (inBook || entry.refused !== null) return null;
    return entry.takenAt !== null || entry.unsure ? over : entryIs({ ...entry, refused: notOpen });
  }
  if (order.status !== 'new' && order.status !== 'accepted') return over;
  if (entry.takenAt !== null) return over;
  return entry.unsure ? entryIs({ ...entry, unsure: false }) : null;
}
