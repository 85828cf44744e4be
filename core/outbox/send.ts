// Sends what was pressed: one lane per order, in the order of pressing, again and again until the backend answered.
import { commandTaken } from '../../contract/api.ts';
import { problem } from '../../contract/problem.ts';
import type { Ask } from '../flow/ask.ts';
import { effect, learn, spread, wakeAt, write, type Turn } from '../flow/turn.ts';
import { lanesOf } from '../orders/overlay.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { behind, flowOf, setFlow, want } from '../streams/flow.ts';
import { isAmbiguous, takenThere, unsure } from '../existing/commands.ts';
import { isExisting } from '../existing/polling.ts';
import { judge } from './judge.ts';
import type { Entry } from './entry.ts';

export type Sending = {
  /** May have left this device. What an earlier process left behind counts as handed, for nobody can know. */
  handed: ReadonlySet<string>;
  /** The command under way in each order's lane. */
  underWay: ReadonlyMap<string, Ask>;
  /** After a failure all lanes wait: it was the network or the backend, not the order. */
  failures: number;
  notBefore: number;
  /** The backend does not know this device's token: nothing is sent until it does. */
  paused: boolean;
  receipts: Ask | null;
  /** When an existing backend said yes: a list asked for after that moment shows it. */
  answeredAt: ReadonlyMap<string, number>;
};

export const newSending: Sending = {
  handed: new Set(),
  underWay: new Map(),
  failures: 0,
  notBefore: 0,
  paused: false,
  receipts: null,
  answeredAt: new Map(),
};

/** So many lanes at once: enough for a full rail, few enough for a slow line. */
const lanesAtOnce = 6;
const receiptsAtOnce = 200;

const set = (turn: Turn, news: Partial<Sending>) =>
  learn(turn, { sending: { ...turn.state.sending, ...news } });

const isWaiting = (entry: Entry): boolean =>
  entry.takenAt === null && entry.refused === null && !entry.kept && !entry.unsure;

/** What was written when another process ran may have been sent by it. */
export const sendingAfterStart = (outbox: ReadonlyMap<string, Entry>): Sending => ({
  ...newSending,
  handed: new Set(outbox.keys()),
});

export function sendOutbox(turn: Turn): void {
  if (turn.state.session === null || turn.state.sending.paused) return;
  if (turn.at.mono < turn.state.sending.notBefore) return wakeAt(turn, turn.state.sending.notBefore);
  for (const [order, lane] of lanesOf(turn.state.ledger.outbox)) {
    const { sending } = turn.state;
    if (sending.underWay.size >= lanesAtOnce) break;
    const next = lane.find(isWaiting);
    if (next === undefined || sending.underWay.has(order)) continue;
    if (waitsForWhatItUndoes(turn, next)) continue;
    // An existing backend's own name of an order is known from its list only.
    if (isExisting(turn) && !turn.state.polling.theirs.has(order)) continue;
    const ask: Ask = { for: 'command', entry: next };
    set(turn, {
      handed: new Set(sending.handed).add(next.id),
      underWay: new Map(sending.underWay).set(order, ask),
    });
    effect(turn, { do: 'ask', ask });
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
  const ask: Ask = { for: 'receipts', receipts: new Map(kept.map(({ id, receipt }) => [id, receipt])) };
  set(turn, { receipts: ask });
  effect(turn, { do: 'ask', ask });
}

export function commandCame(turn: Turn, ask: Ask & { for: 'command' }, answer: BackendAnswer): void {
  const { order, id } = ask.entry;
  const { sending } = turn.state;
  if (sending.underWay.get(order) !== ask) return;
  const underWay = new Map(sending.underWay);
  underWay.delete(order);
  set(turn, { underWay });
  const entry = turn.state.ledger.outbox.get(id);
  if (entry === undefined) return;
  if (isExisting(turn) && isAmbiguous(answer)) {
    unsure(turn, entry);
    return later(turn, answer);
  }
  switch (judge(answer)) {
    case 'taken':
      return taken(turn, entry, answer);
    case 'refused':
      return refused(turn, entry, answer);
    case 'not-signed-in':
      return set(turn, { paused: true });
    case 'again':
      return later(turn, answer);
  }
}

export function receiptsCame(turn: Turn, ask: Ask & { for: 'receipts' }, answer: BackendAnswer): void {
  if (turn.state.sending.receipts !== ask) return;
  set(turn, { receipts: null });
  const gone = [...ask.receipts.keys()].map((id) => ({ kind: 'receipt-gone', id }) as const);
  switch (judge(answer)) {
    case 'taken':
      return write(turn, gone);
    case 'refused':
      // Proof that nobody takes is not kept for ever.
      effect(turn, {
        do: 'log',
        level: 'warn',
        event: 'receipts.refused',
        fields: { count: ask.receipts.size },
      });
      return write(turn, gone);
    case 'not-signed-in':
      return set(turn, { paused: true });
    case 'again':
      return later(turn, answer);
  }
}

/** It took effect. The entry stays until the event that says so is applied, so nothing flickers back. */
function taken(turn: Turn, entry: Entry, answer: BackendAnswer): void {
  const read = commandTaken.safeParse(answer.kind === 'answer' ? answer.body : null);
  if (!isExisting(turn) && !read.success && isAnybodys(answer)) return later(turn, answer);
  set(turn, { failures: 0, notBefore: 0 });
  if (isExisting(turn)) return takenThere(turn, entry);
  if (!read.success) return write(turn, [{ kind: 'entry-gone', id: entry.id }]);
  const { stream, epoch, seq } = read.data;
  const flow = flowOf(turn.state, stream);
  const at = turn.state.ledger.cursors.get(stream);
  const reading = at?.epoch ?? epoch;
  write(turn, [{ kind: 'entry', entry: { ...entry, takenAt: { stream, epoch, seq, reading } } }]);
  if (flow === null || (reading === epoch && (at?.seq ?? 0) >= seq)) return;
  if (reading === epoch) setFlow(turn, stream, { knownSeq: Math.max(flow.knownSeq, seq) });
  // Without Pusher nobody would tell us of our own doing before the next beat; and of another epoch only the
  // backend can say whether it is newer than ours or older.
  if (!flow.joined || reading !== epoch) want(turn, stream, 'events');
}

/**
 * Whatever stands in between (a hotel's sign-in page, a proxy) says yes to anything, and has taken nothing. What does not
 * say where the effect is in the log has to show that it is a backend at least.
 */
const isAnybodys = (answer: BackendAnswer): boolean =>
  answer.kind === 'answer' && answer.status < 300 && answer.protocol == null;

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
    ...forgotten.map(({ id }) => ({ kind: 'entry-gone', id }) as const),
    takenBack
      ? { kind: 'entry-gone', id: entry.id }
      : { kind: 'entry', entry: { ...entry, refused: sentence } },
    ...recalls.map(({ id }) => ({ kind: 'entry-gone', id }) as const),
  ]);
  const code = told.success ? told.data.code : '';
  effect(turn, { do: 'log', level: 'warn', event: 'command.refused', fields: { verb: entry.verb, code } });
}

function later(turn: Turn, answer: BackendAnswer): void {
  const failures = turn.state.sending.failures + 1;
  const backOff = spread(turn, Math.min(30_000, 500 * 2 ** Math.min(failures, 6)));
  const asked = answer.kind === 'answer' ? (answer.retryAfterMs ?? 0) : 0;
  set(turn, { failures, notBefore: turn.at.mono + Math.max(backOff, asked) });
}

/** The backend answers again: no reason to wait longer. */
export function sendSoon(turn: Turn): void {
  const { sending } = turn.state;
  if (sending.failures > 0 || sending.paused) set(turn, { failures: 0, notBefore: 0, paused: false });
}
