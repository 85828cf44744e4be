// Sends what was pressed: one lane per order, in the order of pressing, again and again until the backend answered.
import { wakeAt, write } from '../kernel/turn.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { behind, flowOf } from '../streams/flow.ts';
import type { Entry } from './entry.ts';
import { judge } from './judge.ts';
import { lanesOf } from './overlay.ts';
import type { CommandAsk, ReceiptsAsk } from './questions.ts';
import { receiptOver } from './receipts.ts';
import { afterFailure, isWordlessYes } from './retry.ts';
import { newSending, setSending } from './slice.ts';
import type { Turn } from './turn.ts';

/** So many lanes at once: enough for a full rail, few enough for a slow line. */
const lanesAtOnce = 6;
const receiptsAtOnce = 200;

const isWaiting = (entry: Entry): boolean =>
  entry.takenAt === null && entry.refused === null && !entry.kept && !entry.unsure;

/** A session begins, or goes on: what was written when another process ran may have been sent by it. */
export const beginSending = (turn: Turn): void =>
  setSending(turn, { ...newSending, handed: new Set(turn.state.ledger.outbox.keys()) });

/** `knows`: false of orders that the backend cannot be told about yet. */
export function sendOutbox(turn: Turn, knows: (order: string) => boolean): void {
  if (turn.state.session === null || turn.state.sending.paused) return;
  if (turn.at.mono < turn.state.sending.notBefore) return wakeAt(turn, turn.state.sending.notBefore);
  for (const [order, lane] of lanesOf(turn.state.ledger.outbox)) {
    const { sending } = turn.state;
    if (sending.underWay.size >= lanesAtOnce) break;
    const next = lane.find(isWaiting);
    if (next === undefined || sending.underWay.has(order)) continue;
    if (waitsForWhatItUndoes(turn, next)) continue;
    if (!knows(order)) continue;
    const ask: CommandAsk = { for: 'command', entry: next };
    setSending(turn, {
      handed: new Set(sending.handed).add(next.id),
      underWay: new Map(sending.underWay).set(order, ask),
    });
    turn.emit({ do: 'ask', ask });
  }
  sendReceipts(turn);
}

/**
 * What takes back a press that was answered follows at once, unless it is just being read whether the log that had it
 * still stands: in another one it would take back somebody else's press, and its own would come again.
 */
function waitsForWhatItUndoes(turn: Turn, entry: Entry): boolean {
  const undone = entry.undoes === null ? undefined : turn.state.ledger.outbox.get(entry.undoes);
  const flow = undone?.takenAt == null ? null : flowOf(turn.state, undone.takenAt.stream);
  return flow !== null && behind(flow);
}

/** The low lane: only while no command waits. */
function sendReceipts(turn: Turn): void {
  const { sending, ledger } = turn.state;
  if (sending.receipts !== null || sending.underWay.size > 0 || ledger.receipts.size === 0) return;
  const kept = [...ledger.receipts.values()].slice(0, receiptsAtOnce);
  const ask: ReceiptsAsk = {
    for: 'receipts',
    receipts: new Map(kept.map(({ id, receipt }) => [id, receipt])),
  };
  setSending(turn, { receipts: ask });
  turn.emit({ do: 'ask', ask });
}

export function receiptsCame(turn: Turn, ask: ReceiptsAsk, answer: BackendAnswer): void {
  if (turn.state.sending.receipts !== ask) return;
  setSending(turn, { receipts: null });
  const gone = [...ask.receipts.keys()].map((id) => receiptOver(id));
  switch (judge(answer)) {
    case 'taken':
      return isWordlessYes(answer) ? write(turn, gone) : later(turn, answer);
    case 'refused':
      // Proof that nobody takes is not kept for ever.
      turn.emit({
        do: 'log',
        level: 'warn',
        event: 'receipts.refused',
        fields: { count: ask.receipts.size },
      });
      return write(turn, gone);
    case 'not-signed-in':
      return setSending(turn, { paused: true });
    case 'again':
      return later(turn, answer);
  }
}

export const later = (turn: Turn, answer: BackendAnswer): void =>
  setSending(turn, afterFailure(turn, turn.state.sending.failures, answer));

/** The backend answers again: no reason to wait longer. */
export function sendSoon(turn: Turn): void {
  const { sending } = turn.state;
  if (sending.failures > 0 || sending.paused) setSending(turn, { failures: 0, notBefore: 0, paused: false });
}

/** What this process noted of presses that are over: it may run for months. */
export function forgetNotes(turn: Turn): void {
  const { handed, answeredAt } = turn.state.sending;
  const { outbox } = turn.state.ledger;
  setSending(turn, {
    handed: new Set([...handed].filter((id) => outbox.has(id))),
    answeredAt: new Map([...answeredAt].filter(([id]) => outbox.has(id))),
  });
}
