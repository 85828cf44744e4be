// Asks the backend for what is missing: pages behind the cursor, or a snapshot where the log lost our place.
import { eventsPageEnvelope } from '../../contract/api.ts';
import { isWhole, parseEvent, type AnyEvent } from '../../contract/events.ts';
import type { StreamName } from '../../contract/streams.ts';
import { spread, wakeAt } from '../kernel/turn.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { isPersonal } from '../session/person.ts';
import { isBeside } from './beside.ts';
import type { StreamHandlers } from './handlers.ts';
import { flowOf, want } from './flow.ts';
import { drain } from './follow.ts';
import type { EventsAsk, SnapshotAsk } from './questions.ts';
import { receive } from './receive.ts';
import { setFlow } from './slice.ts';
import { collect, type PagesSoFar } from './snapshot-pages.ts';
import type { Turn } from './turn.ts';

/** What stands beside the orders may fail for hours without costing much. */
const besideAgainMs = 60_000;

/** One question per stream at a time; whatever is wanted meanwhile is asked together afterwards. */
export function askForMissing(turn: Turn): void {
  const flows = [...turn.state.flows].toSorted(([a], [b]) => Number(isBeside(a)) - Number(isBeside(b)));
  if (flows.some(([, { asking }]) => asking?.for === 'snapshot' && asking.beside === undefined)) return;
  for (const [stream, flow] of flows) {
    if (flow.want === null || flow.asking !== null) continue;
    if (turn.at.mono < flow.notBefore) {
      wakeAt(turn, flow.notBefore);
      continue;
    }
    const after = turn.state.ledger.cursors.get(stream);
    if (flow.want !== 'snapshot' && after !== undefined) {
      ask(turn, stream, { for: 'events', stream, after });
    } else if (!isBeside(stream)) {
      return askForSnapshot(turn);
    } else if (!flows.some(([other, { want: wanted }]) => wanted === 'snapshot' && !isBeside(other))) {
      // One that orders wait for, too, will bring it along.
      ask(turn, stream, { for: 'snapshot', beside: stream });
    }
  }
}

function ask(turn: Turn, stream: StreamName, asking: EventsAsk | SnapshotAsk): void {
  setFlow(turn, stream, {
    want: null,
    asking,
    heldWhenAsked: flowOf(turn.state, stream)?.held ?? [],
  });
  turn.emit({ do: 'ask', ask: asking });
}

/** It answers for all streams at once, so all of them wait for it. */
function askForSnapshot(turn: Turn): void {
  const ask: SnapshotAsk = { for: 'snapshot' };
  for (const [stream, { held }] of turn.state.flows)
    setFlow(turn, stream, { want: null, wantSince: turn.at.mono, asking: ask, heldWhenAsked: held });
  turn.emit({ do: 'ask', ask });
}

export function pageCame<T extends Turn>(
  turn: T,
  ask: EventsAsk,
  answer: BackendAnswer,
  handlers: StreamHandlers<T>,
): void {
  const { stream } = ask;
  if (flowOf(turn.state, stream)?.asking !== ask) return;
  setFlow(turn, stream, { asking: null });
  if (answer.kind === 'answer' && answer.status === 410) return want(turn, stream, 'snapshot');
  if (isNoneOfOurs(stream, answer)) return again(turn, stream, 'snapshot', why(answer));
  const page =
    answer.kind === 'answer' && answer.status === 200 ? eventsPageEnvelope.safeParse(answer.body) : null;
  if (page === null || !page.success)
    return again(turn, stream, 'events', why(answer), answer.kind === 'failure');
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
  handlers.apply(turn, stream, next);
  const more = (last?.seq ?? 0) < page.data.head.seq;
  if (more && next.length === 0) return again(turn, stream, 'events', 'an empty page before the end');
  caughtUp(turn, stream, page.data.head.seq, handlers);
  if (more) want(turn, stream, 'events');
}

export function snapshotCame<T extends Turn>(
  turn: T,
  ask: SnapshotAsk,
  answer: BackendAnswer,
  handlers: StreamHandlers<T>,
): void {
  const waiting = [...turn.state.flows].filter(([, flow]) => flow.asking === ask).map(([stream]) => stream);
  if (waiting.length === 0) return;
  const page = answer.kind === 'answer' && answer.status === 200 ? collect(answer.body, ask.behind) : null;
  if (page?.kind === 'more') return askForNextPage(turn, waiting, ask, page.soFar);
  for (const stream of waiting) setFlow(turn, stream, { asking: null });
  const heads = page?.kind === 'whole' ? handlers.takeSnapshot(turn, page.body, waiting) : null;
  if (heads === null) {
    const message = page?.kind === 'endless' ? 'the snapshot has no last page' : why(answer);
    // From its first page on: what is in hand may be of a log that was replaced.
    for (const stream of waiting) again(turn, stream, 'snapshot', message, answer.kind === 'failure');
    return;
  }
  for (const stream of waiting) {
    const head = heads[stream];
    if (head !== undefined) caughtUp(turn, stream, head.seq, handlers);
    else if (isBeside(stream) && !isPersonal(stream)) leaveAlone(turn, stream);
    else again(turn, stream, 'snapshot', `the snapshot does not name ${stream}`);
  }
}

/** Only the snapshot can say whether there is such a stream at all. */
const isNoneOfOurs = (stream: StreamName, answer: BackendAnswer): boolean =>
  isBeside(stream) && answer.kind === 'answer' && (answer.status === 403 || answer.status === 404);

/** The backend has no such thing, or not any more: it is asked for again when a beat names it. Whoever is in has an inbox. */
const leaveAlone = (turn: Turn, stream: StreamName): void =>
  setFlow(turn, stream, { held: [], gapSince: null, want: null, wantSince: null, joined: false });

function askForNextPage(
  turn: Turn,
  waiting: readonly StreamName[],
  asked: SnapshotAsk,
  behind: PagesSoFar,
): void {
  const { beside } = asked;
  const next: SnapshotAsk = { for: 'snapshot', behind, beside };
  for (const stream of waiting)
    setFlow(turn, stream, { asking: next, heldWhenAsked: flowOf(turn.state, stream)?.held ?? [] });
  turn.emit({ do: 'ask', ask: next });
}

function caughtUp<T extends Turn>(
  turn: T,
  stream: StreamName,
  seq: number,
  handlers: StreamHandlers<T>,
): void {
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
  drain(turn, stream, handlers);
  const after = flowOf(turn.state, stream);
  if (after !== null && after.want === null)
    setFlow(turn, stream, { joined: handlers.isHeard(turn, stream), wantSince: null });
}

function again(
  turn: Turn,
  stream: StreamName,
  what: 'events' | 'snapshot',
  message: string,
  unreached = false,
): void {
  const failures = (flowOf(turn.state, stream)?.failures ?? 0) + 1;
  const rarest = isBeside(stream) ? besideAgainMs : 5000;
  const notBefore = turn.at.mono + spread(turn, Math.min(rarest, 500 * 2 ** Math.min(failures, 7)));
  setFlow(turn, stream, { failures, unreached, notBefore });
  want(turn, stream, what);
  if (failures === 1)
    turn.emit({ do: 'log', level: 'warn', event: 'stream.fetch-failed', fields: { stream, message } });
}

const why = (answer: BackendAnswer): string =>
  answer.kind === 'failure' ? answer.message : `answered ${answer.status}`;
