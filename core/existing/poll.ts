// Following a backend that has no log: its list of open orders is read at every doorbell, on subscribing, after sleep
// and every ten seconds. "Checked a moment ago" is the most that can be said of it.
import { backendNow, effect, learn, spread, wakeAt, write, type Moment, type Turn } from '../flow/turn.ts';
import type { Ask } from '../flow/ask.ts';
import { leaves } from '../orders/leave-book.ts';
import { judge } from '../outbox/judge.ts';
import { settleListed } from './commands.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { readList } from './reading.ts';
import { isExisting, set } from './polling.ts';
import { reconcile } from './reconcile.ts';

const everyMs = 10_000;
/** Whatever is in doubt is settled soon, but a backend that is slow to show what it was told gets a moment. */
const againMs = 300;

export function readWhenDue(turn: Turn): void {
  const { polling } = turn.state;
  if (!isExisting(turn) || polling.asking !== null) return;
  if (turn.at.mono < polling.nextAt) return wakeAt(turn, polling.nextAt);
  const ask: Ask = { for: 'list' };
  set(turn, { asking: ask, nextAt: turn.at.mono + everyMs });
  effect(turn, { do: 'ask', ask });
}

export function listCame(
  turn: Turn,
  ask: Ask & { for: 'list' },
  sentAt: Moment,
  answer: BackendAnswer,
): void {
  const { polling, session, ledger } = turn.state;
  if (polling.asking !== ask || session?.existing == null) return;
  const body = answer.kind === 'answer' && judge(answer) === 'taken' ? answer.body : null;
  const list = body === null ? null : readList(body, session.existing, backendNow(turn), ledger.orders);
  if (list === null) {
    const failures = polling.failures + 1;
    const delay = spread(turn, Math.min(5000, 500 * 2 ** Math.min(failures, 4)));
    return set(turn, { asking: null, failures, nextAt: turn.at.mono + delay });
  }
  const reading = { listed: list.orders, whole: list.whole, startedAt: sentAt.mono };
  const found = reconcile(ledger.orders, polling.arrived, reading, polling.doubts);
  const arrived = new Map(polling.arrived);
  for (const { id } of found.put) if (!arrived.has(id)) arrived.set(id, turn.at.mono);
  for (const id of found.gone) arrived.delete(id);
  const bell = polling.doorbell;
  const answersBell = bell !== null && bell.at <= sentAt.mono;
  set(turn, {
    asking: null,
    failures: 0,
    doubts: found.doubts,
    arrived,
    theirs: list.theirs,
    // A doorbell that rang anonymously is kept until an order takes its ring over.
    ...(answersBell ? { doorbell: bell.toast === null ? null : { ...bell, read: true } } : {}),
    ...(found.readAgain || (bell !== null && !answersBell) ? { nextAt: turn.at.mono + againMs } : {}),
  });
  write(turn, [
    ...found.put.map((order) => ({ kind: 'order', order }) as const),
    ...found.gone.flatMap((id) => leaves(turn, id)),
  ]);
  settleListed(turn, list.orders, list.whole, sentAt.mono);
  learn(turn, { beat: { ...turn.state.beat, answeredAt: sentAt.mono, coveredAt: sentAt.mono } });
}

/** Something was pushed. Whatever it was, the list knows better; but a new order must be heard even if that is not to be had. */
export function doorbell(turn: Turn, name: string): void {
  const { session, polling } = turn.state;
  if (session?.existing == null) return;
  if (session.existing.newOrderEvents.includes(name) && polling.doorbell === null)
    set(turn, { doorbell: { at: turn.at.mono, toast: null, read: false, stopped: false } });
  set(turn, { nextAt: turn.at.mono });
}
