// Asking the backend for what is missing: pages behind the cursor, or a snapshot where the log lost our place.
import { eventsPageEnvelope, type Snapshot } from '../../contract/api.ts';
import { escalation, isWhole, parseEvent, type AnyEvent } from '../../contract/events.ts';
import { closedStatuses } from '../../contract/order.ts';
import { readOrder } from '../../contract/read-order.ts';
import { restaurant as restaurantShape } from '../../contract/restaurant.ts';
import { heads as headsShape, type StreamName } from '../../contract/streams.ts';
import type { Ask } from '../flow/ask.ts';
import { effect, learn, spread, wakeAt, write, type Turn } from '../flow/turn.ts';
import type { Change } from '../journal/ledger.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { leaves } from '../orders/leave-book.ts';
import { isPersonal } from '../session/person.ts';
import { readableBook } from '../orders/readable-book.ts';
import { cannotRead } from '../orders/cannot-read.ts';
import { applyEvents } from './apply.ts';
import { flowOf, setFlow, want } from './flow.ts';
import { drain } from './follow.ts';
import { receive } from './receive.ts';
import { collect, type PagesSoFar } from './snapshot-pages.ts';

type EventsAsk = Ask & { for: 'events' };
type SnapshotAsk = Ask & { for: 'snapshot' };

/** One question per stream at a time; whatever is wanted meanwhile is asked together afterwards. */
export function askForMissing(turn: Turn): void {
  const { flows } = turn.state;
  const snapshotAsked = [...flows.values()].some((flow) => flow.asking?.for === 'snapshot');
  for (const [stream, flow] of flows) {
    if (flow.want === null || flow.asking !== null || snapshotAsked) continue;
    if (turn.at.mono < flow.notBefore) {
      wakeAt(turn, flow.notBefore);
      continue;
    }
    const after = turn.state.ledger.cursors.get(stream);
    if (flow.want === 'snapshot' || after === undefined) return askForSnapshot(turn);
    const ask: EventsAsk = { for: 'events', stream, after };
    setFlow(turn, stream, { want: null, asking: ask, heldWhenAsked: flow.held });
    effect(turn, { do: 'ask', ask });
  }
}

/** It answers for all streams at once, so all of them wait for it. */
function askForSnapshot(turn: Turn): void {
  const ask: SnapshotAsk = { for: 'snapshot' };
  for (const [stream, { held }] of turn.state.flows)
    setFlow(turn, stream, { want: null, wantSince: turn.at.mono, asking: ask, heldWhenAsked: held });
  effect(turn, { do: 'ask', ask });
}

export function pageCame(turn: Turn, ask: EventsAsk, answer: BackendAnswer): void {
  const { stream } = ask;
  if (flowOf(turn.state, stream)?.asking !== ask) return;
  setFlow(turn, stream, { asking: null });
  if (answer.kind === 'answer' && answer.status === 410) return want(turn, stream, 'snapshot');
  const page =
    answer.kind === 'answer' && answer.status === 200 ? eventsPageEnvelope.safeParse(answer.body) : null;
  if (page === null || !page.success) return again(turn, stream, 'events', why(answer));
  const next: AnyEvent[] = [];
  let last = turn.state.ledger.cursors.get(stream) ?? null;
  for (const wire of page.data.events) {
    const read = parseEvent(wire);
    const verdict = read.ok ? receive(last, read.event) : 'fork';
    if (verdict === 'old') continue; // came over Pusher meanwhile
    // Not even its place in the log could be read: the snapshot has its outcome, and whoever wrote one such event may
    // write many.
    if (!read.ok) return again(turn, stream, 'snapshot', read.why);
    // A page whose events do not continue ours, or are not whole: the snapshot has their outcome. What `ref` means where
    // the type is unknown nobody here can say, and the log has no more of it.
    const asMuchAsThereIs = isWhole(read.event) || 'unknown' in read.event;
    if (verdict !== 'next' || !asMuchAsThereIs) return want(turn, stream, 'snapshot');
    next.push(read.event);
    last = { epoch: read.event.epoch, seq: read.event.seq, id: read.event.id };
  }
  applyEvents(turn, stream, next);
  const more = (last?.seq ?? 0) < page.data.head.seq;
  if (more && next.length === 0) return again(turn, stream, 'events', 'an empty page before the end');
  caughtUp(turn, stream, page.data.head.seq);
  if (more) want(turn, stream, 'events');
}

export function snapshotCame(turn: Turn, ask: SnapshotAsk, answer: BackendAnswer): void {
  const waiting = [...turn.state.flows].filter(([, flow]) => flow.asking === ask).map(([stream]) => stream);
  if (waiting.length === 0) return;
  const page = answer.kind === 'answer' && answer.status === 200 ? collect(answer.body, ask.behind) : null;
  if (page?.kind === 'more') return askForNextPage(turn, waiting, page.soFar);
  const read = page?.kind === 'whole' ? readSnapshot(turn, page.body) : null;
  for (const stream of waiting) setFlow(turn, stream, { asking: null });
  if (read === null) {
    const message = page?.kind === 'endless' ? 'the snapshot has no last page' : why(answer);
    // From its first page on: what is in hand may be of a log that was replaced.
    for (const stream of waiting) again(turn, stream, 'snapshot', message);
    return;
  }
  write(turn, read.changes);
  // What a manager was called for before they stepped in stands in no event that they will still get. An answer that
  // was asked for in the name of somebody who left meanwhile is none of theirs.
  if (read.calls !== null && waiting.some(isPersonal)) learn(turn, { escalations: read.calls });
  for (const stream of waiting) {
    const head = read.heads[stream];
    if (head === undefined) again(turn, stream, 'snapshot', `the snapshot does not name ${stream}`);
    else caughtUp(turn, stream, head.seq);
  }
}

function askForNextPage(turn: Turn, waiting: readonly StreamName[], behind: PagesSoFar): void {
  const ask: SnapshotAsk = { for: 'snapshot', behind };
  for (const stream of waiting)
    setFlow(turn, stream, { asking: ask, heldWhenAsked: flowOf(turn.state, stream)?.held ?? [] });
  effect(turn, { do: 'ask', ask });
}

type ReadSnapshot = {
  changes: Change[];
  heads: Snapshot['heads'];
  /** The orders whose call to the managers is open, and since when; null: whoever asked is not told. */
  calls: ReadonlyMap<string, string> | null;
};

function readSnapshot(turn: Turn, body: unknown): ReadSnapshot | null {
  const told = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  const heads = headsShape.safeParse(told.heads);
  const restaurant = restaurantShape.safeParse(told.restaurant);
  if (!heads.success || !Array.isArray(told.orders)) return null;
  const read = told.orders.map(readOrder);
  const orders = read.flatMap((one) => (one.kind === 'order' ? [one.order] : []));
  const unreadable = cannotRead(
    turn,
    read.flatMap((one) => (one.kind === 'order' ? [] : [one])),
  );
  const present = new Set([
    ...orders.map(({ id }) => id),
    ...unreadable.map((change) => ('order' in change ? change.order.id : '')),
  ]);
  const gone = [...readableBook(turn.state.ledger).values()].filter(
    // Closed orders are not in every snapshot; ours stay readable for their day. One that still asks for
    // "Understood" would be in it: somebody has said so elsewhere.
    (order) =>
      !present.has(order.id) && (!closedStatuses.includes(order.status) || order.toBeUnderstood !== null),
  );
  // Nothing is known of these but that they were there.
  const bare = [...turn.state.ledger.unreadable.keys()].filter(
    (id) => !present.has(id) && !turn.state.ledger.orders.has(id),
  );
  const streams = Object.entries(heads.data).filter(([stream]) => turn.state.flows.has(stream));
  return {
    heads: heads.data,
    calls: Array.isArray(told.escalations) ? callsIn(told.escalations) : null,
    changes: [
      ...(restaurant.success ? [{ kind: 'restaurant', restaurant: restaurant.data } as const] : []),
      ...[...new Set([...gone.map(({ id }) => id), ...bare])].flatMap((id) => leaves(turn, id)),
      ...orders.map((order) => ({ kind: 'order', order }) as const),
      ...unreadable,
      ...streams.map(([stream, head]) => ({ kind: 'cursor', stream, head }) as const),
    ],
  };
}

function callsIn(wire: readonly unknown[]): ReadonlyMap<string, string> {
  const calls = wire.flatMap((one) => escalation.safeParse(one).data ?? []);
  return new Map(calls.flatMap(({ order, since }) => (order ? [[order.id, since]] : [])));
}

function caughtUp(turn: Turn, stream: StreamName, seq: number): void {
  const flow = flowOf(turn.state, stream);
  if (flow === null) return;
  const last = turn.state.ledger.cursors.get(stream) ?? null;
  // Held ones that do not continue what the log itself just told, or that it ends before although they were here
  // when it was asked, are of a log that was replaced. Should it be replaced this very moment, the next beat says so.
  const lost = new Set(flow.heldWhenAsked.filter((event) => event.seq > seq));
  const held = flow.held.filter((event) => !lost.has(event) && receive(last, event) !== 'fork');
  const knownSeq = Math.max(seq, ...held.map((event) => event.seq));
  // What was pushed of a log that was replaced says nothing about hearing this one.
  const pushedSeq = Math.min(flow.pushedSeq, knownSeq);
  setFlow(turn, stream, { failures: 0, notBefore: 0, gapSince: null, held, knownSeq, pushedSeq });
  drain(turn, stream);
  const after = flowOf(turn.state, stream);
  if (after !== null && after.want === null)
    setFlow(turn, stream, { joined: subscribed(turn, stream), wantSince: null });
}

const subscribed = (turn: Turn, stream: StreamName): boolean => turn.state.link.heard.has(stream);

function again(turn: Turn, stream: StreamName, what: 'events' | 'snapshot', message: string): void {
  const failures = (flowOf(turn.state, stream)?.failures ?? 0) + 1;
  const notBefore = turn.at.mono + spread(turn, Math.min(5000, 500 * 2 ** Math.min(failures, 4)));
  setFlow(turn, stream, { failures, notBefore });
  want(turn, stream, what);
  if (failures === 1)
    effect(turn, { do: 'log', level: 'warn', event: 'stream.fetch-failed', fields: { stream, message } });
}

const why = (answer: BackendAnswer): string =>
  answer.kind === 'failure' ? answer.message : `answered ${answer.status}`;
