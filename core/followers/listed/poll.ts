// Reads the list of open orders of a backend without a log: at every doorbell, on subscribing, after sleep
// and every ten seconds. "Checked a moment ago" is the most that can be said of it.
import { isFromSubscriber } from '../../../contract/events.ts';
import { doorbellExplained, doorbellRang } from '../../alerts/unknown-order.ts';
import type { Change } from '../../kernel/ledger.ts';
import { spread, wakeAt, write, type Moment } from '../../kernel/turn.ts';
import { orderGone, orderIs } from '../../orders/book.ts';
import { judge } from '../../outbox/judge.ts';
import type { BackendAnswer } from '../../ports/backend.ts';
import { allReadAt } from '../../streams/beat.ts';
import { backendNow } from '../../time/clock.ts';
import { cannotRead } from '../book/cannot-read.ts';
import { leaves } from '../book/leave-book.ts';
import { confirmed, noticed } from './absent.ts';
import { settleListed } from './commands.ts';
import type { ListAsk } from './questions.ts';
import { readOrders, readPage, type Listed, type Page } from './reading.ts';
import { reconcile } from './reconcile.ts';
import { setPolling } from './slice.ts';
import { systemIn } from './system.ts';
import type { Turn } from './turn.ts';

const everyMs = 10_000;
/** More than any counter has open: a list whose pages lead in a circle ends here. */
const ordersAtMost = 5000;
/** Whatever is in doubt is settled soon, but what made one list a bad one gets a moment to pass. */
const againMs = 1000;
/** However often the doorbell rings, their list is asked for no more often than that. */
const doorbellsApartMs = 500;

export function readWhenDue(turn: Turn): void {
  const { polling } = turn.state;
  if (polling.asking !== null) return;
  if (turn.at.mono < polling.nextAt) return wakeAt(turn, polling.nextAt);
  const ask: ListAsk = { for: 'list', page: null, before: [], began: null };
  setPolling(turn, { asking: ask, askedAt: turn.at.mono, nextAt: turn.at.mono + everyMs });
  turn.emit({ do: 'ask', ask });
}

export function listCame(turn: Turn, ask: ListAsk, sentAt: Moment, answer: BackendAnswer): void {
  const { polling } = turn.state;
  if (polling.asking !== ask) return;
  const { system, url } = systemIn(turn);
  const body = answer.kind === 'answer' && judge(answer) === 'taken' ? answer.body : null;
  const page = body === null ? null : readPage(body, system, url, ask.before);
  // All of it or nothing: a list that ends before its last page says nothing of what is missing in it.
  if (page === null || page.wires.length > ordersAtMost) {
    const failures = polling.failures + 1;
    const delay = spread(turn, Math.min(5000, 500 * 2 ** Math.min(failures, 4)));
    return setPolling(turn, { asking: null, failures, nextAt: turn.at.mono + delay });
  }
  const began = ask.began ?? sentAt;
  if (page.next === null) return listRead(turn, page, began);
  const next: ListAsk = { for: 'list', page: page.next, before: page.wires, began };
  setPolling(turn, { asking: next });
  turn.emit({ do: 'ask', ask: next });
}

function listRead(turn: Turn, page: Page, sentAt: Moment): void {
  const { polling, ledger } = turn.state;
  const list = readOrders(page.wires, systemIn(turn).system, backendNow(turn), ledger.orders);
  const orders = list.orders.map((order) => noticed(turn, order));
  const reading = { listed: orders, whole: list.nameless.length === 0, startedAt: sentAt.mono };
  const found = reconcile(ledger.orders, polling.arrived, reading, polling.doubts);
  const { gone, absent } = confirmed(turn, found);
  const arrived = new Map(polling.arrived);
  for (const { id } of found.put) if (!arrived.has(id)) arrived.set(id, turn.at.mono);
  for (const id of gone) arrived.delete(id);
  const unknown = found.put.filter(({ id, status }) => status === 'new' && !ledger.orders.has(id)).length;
  setPolling(turn, {
    asking: null,
    failures: 0,
    doubts: { ...found.doubts, absent },
    untold: new Set([...polling.untold].filter((id) => absent.has(id))),
    arrived,
    theirs: namesOf(turn, list.theirs, gone),
    ...(found.readAgain ? { nextAt: Math.min(polling.nextAt, turn.at.mono + againMs) } : {}),
  });
  doorbellExplained(turn, unknown, sentAt.mono);
  const without = nameless(turn, list.nameless, found.readAgain);
  write(turn, [
    ...found.put.map((order) => orderIs(order)),
    ...gone.flatMap((id) => leaves(turn, id)),
    ...without,
  ]);
  settleListed(turn, orders, sentAt.mono);
  allReadAt(turn, sentAt.mono);
}

/**
 * One that two lists in a row name without an id rings without a name, and stays until a list that is not in doubt has
 * none of it.
 */
function nameless(turn: Turn, listed: Listed['nameless'], inDoubt: boolean): Change[] {
  const { polling, ledger } = turn.state;
  const marks = new Set(listed.map(({ mark }) => mark));
  const isNews = [...marks].some((mark) => !polling.nameless.has(mark));
  const nextAt = isNews ? Math.min(polling.nextAt, turn.at.mono + againMs) : polling.nextAt;
  setPolling(turn, { nameless: marks, nextAt });
  const here = listed.filter(({ mark }) => polling.nameless.has(mark));
  const { kept, changes } = cannotRead(turn, here);
  const ids = new Set(kept.map(({ id }) => id));
  const gone = inDoubt ? [] : [...ledger.unreadable.keys()].filter((id) => !ids.has(id));
  return [...changes, ...gone.map((id) => orderGone(id))];
}

/** What they call the orders of the book; one that is absent for now is asked for by its name. */
function namesOf(turn: Turn, listed: ReadonlyMap<string, string>, gone: readonly string[]) {
  const kept = [...turn.state.polling.theirs].filter(
    ([id]) => turn.state.ledger.orders.has(id) && !gone.includes(id),
  );
  return new Map([...kept, ...listed]);
}

/** Something was pushed. Whatever it was, the list knows better; but a new order must be heard even if that is not to be had. */
export function doorbell(turn: Turn, name: string): void {
  const { polling } = turn.state;
  const rings = systemIn(turn).system.newOrderEvents.includes(name);
  // Sent by somebody else who listens, unless the settings say that this is how new orders are told here.
  if (isFromSubscriber(name) && !rings) return;
  if (rings) doorbellRang(turn);
  const soonest = Math.max(turn.at.mono, polling.askedAt + doorbellsApartMs);
  setPolling(turn, { nextAt: Math.min(polling.nextAt, soonest) });
}
