// Following a backend that has no log: its list of open orders is read at every doorbell, on subscribing, after sleep
// and every ten seconds. "Checked a moment ago" is the most that can be said of it.
import { backendNow, effect, learn, spread, wakeAt, write, type Moment, type Turn } from '../flow/turn.ts';
import type { Ask } from '../flow/ask.ts';
import { leaves } from '../orders/leave-book.ts';
import { judge } from '../outbox/judge.ts';
import { settleListed } from './commands.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { readList } from './reading.ts';
import { isExisting, set, type Doorbell } from './polling.ts';
import { reconcile } from './reconcile.ts';

const everyMs = 10_000;
/** Whatever is in doubt is settled soon, but what made one list a bad one gets a moment to pass. */
const againMs = 1000;

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
  const reading = {
    listed: list.orders,
    whole: list.whole,
    unread: list.unread.keys(),
    startedAt: sentAt.mono,
  };
  const found = reconcile(ledger.orders, polling.arrived, reading, polling.doubts);
  const arrived = new Map(polling.arrived);
  for (const { id } of found.put) if (!arrived.has(id)) arrived.set(id, turn.at.mono);
  for (const id of found.gone) arrived.delete(id);
  const unknown = found.put.filter(({ id, status }) => status === 'new' && !ledger.orders.has(id)).length;
  tellUnread(turn, list.unread);
  set(turn, {
    asking: null,
    failures: 0,
    doubts: found.doubts,
    arrived,
    theirs: list.theirs,
    doorbell: explained(polling.doorbell, unknown, sentAt.mono),
    ...(found.readAgain ? { nextAt: Math.min(polling.nextAt, turn.at.mono + againMs) } : {}),
  });
  write(turn, [
    ...found.put.map((order) => ({ kind: 'order', order }) as const),
    ...found.gone.flatMap((id) => leaves(turn, id)),
  ]);
  settleListed(turn, list.orders, sentAt.mono);
  learn(turn, { beat: { ...turn.state.beat, answeredAt: sentAt.mono, coveredAt: sentAt.mono } });
}

/** What is left of doorbells once a list was read that named so many orders nobody knew. */
function explained(bell: Doorbell | null, unknown: number, askedAt: number): Doorbell | null {
  if (bell === null) return null;
  const all = bell.latest <= askedAt;
  // One that rang anonymously is kept until an order takes its ring over.
  if (bell.toast !== null) return { ...bell, read: bell.read || all };
  // It may have been asked for before the doorbell and still have brought what the doorbell was for.
  if (all || unknown >= bell.count) return null;
  return { ...bell, at: bell.latest, count: bell.count - unknown };
}

/** Each once: whoever sends one that cannot be read sends it every ten seconds. */
function tellUnread(turn: Turn, unread: ReadonlyMap<string, string>): void {
  const before = turn.state.polling.unread;
  const first = [...unread].filter(([order]) => !before.has(order));
  for (const [order, where] of first)
    effect(turn, { do: 'log', level: 'error', event: 'list.unreadable-order', fields: { order, where } });
  set(turn, { unread: new Set([...before, ...unread.keys()]) });
  learn(turn, { malformed: turn.state.malformed + first.length });
}

/** Something was pushed. Whatever it was, the list knows better; but a new order must be heard even if that is not to be had. */
export function doorbell(turn: Turn, name: string): void {
  const { session, polling } = turn.state;
  if (session?.existing == null) return;
  if (session.existing.newOrderEvents.includes(name)) {
    const first: Doorbell = {
      at: turn.at.mono,
      latest: 0,
      count: 0,
      toast: null,
      read: false,
      stopped: false,
    };
    const bell = polling.doorbell ?? first;
    set(turn, { doorbell: { ...bell, latest: turn.at.mono, count: bell.count + 1 } });
  }
  set(turn, { nextAt: turn.at.mono });
}
