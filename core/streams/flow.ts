// How far one stream's following has come: what is held back, what is wanted, what is being asked.
import type { AnyEvent } from '../../contract/events.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { Ask } from '../flow/ask.ts';
import { isExisting, readSoon } from '../existing/polling.ts';
import type { State } from '../flow/state.ts';
import { learn, withNews, type Turn } from '../flow/turn.ts';

export type Flow = {
  /** Events that came too early, by seq. */
  held: readonly AnyEvent[];
  /** Since when something is missing before them. */
  gapSince: number | null;
  /** `events`: after the cursor. `snapshot`: everything anew, because the log does not hold our place. */
  want: null | 'events' | 'snapshot';
  wantSince: number | null;
  /** The very question that is under way: an answer to any other is stale. */
  asking: Ask | null;
  /** What was held when it was asked: the answer has to have come as far as all of these. */
  heldWhenAsked: readonly AnyEvent[];
  failures: number;
  notBefore: number;
  /** Read to its end after the present subscription began; only then does a push follow what was read. */
  joined: boolean;
  /** The highest seq that came over the present socket: what it brought it is not deaf for. */
  pushedSeq: number;
  /** The highest seq somebody told us of. */
  knownSeq: number;
};

export const newFlow: Flow = {
  held: [],
  gapSince: null,
  want: null,
  wantSince: null,
  asking: null,
  heldWhenAsked: [],
  failures: 0,
  notBefore: 0,
  joined: false,
  pushedSeq: 0,
  knownSeq: 0,
};

/** An event that overtook another one is given this long before the backend is asked. */
export const holdMs = 150;
/** What is held beyond this is dropped; the fetch that is due anyway brings it. */
export const heldAtMost = 500;

export const flowOf = (state: State, stream: StreamName): Flow | null => state.flows.get(stream) ?? null;

export function setFlow(turn: Turn, stream: StreamName, news: Partial<Flow>): void {
  const before = turn.state.flows.get(stream);
  if (before === undefined) return;
  learn(turn, { flows: new Map(turn.state.flows).set(stream, withNews(before, news)) });
}

/** Asks for what is missing as soon as the rules are read. A snapshot that is wanted stays wanted. */
export function want(turn: Turn, stream: StreamName, what: 'events' | 'snapshot'): void {
  if (isExisting(turn)) return readSoon(turn);
  const flow = flowOf(turn.state, stream);
  if (flow === null) return;
  const wanted = flow.want === 'snapshot' || !turn.state.ledger.cursors.has(stream) ? 'snapshot' : what;
  setFlow(turn, stream, { want: wanted, wantSince: flow.wantSince ?? turn.at.mono });
}

/** Something is known to be missing, or not known not to be. */
export const behind = (flow: Flow): boolean => flow.want !== null || flow.asking !== null;

/** How many events the backend has that are not applied here, as far as anybody said. */
export function missing(state: State): number {
  let sum = 0;
  for (const [stream, flow] of state.flows)
    sum += Math.max(0, flow.knownSeq - (state.ledger.cursors.get(stream)?.seq ?? 0));
  return sum;
}
