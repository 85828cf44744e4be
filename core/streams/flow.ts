// Notes which streams are followed, what is wanted of each, and what is known to be missing.
import type { StreamName } from '../../contract/streams.ts';
import { isBeside, mainStreams } from './beside.ts';
import { type Flow, newFlow, set, setFlow } from './slice.ts';
import type { StreamsState, SilentTurn } from './turn.ts';

export const flowOf = ({ flows }: Pick<StreamsState, 'flows'>, stream: StreamName): Flow | null =>
  flows.get(stream) ?? null;

/** Beside those that are followed already; tells which of them were not. */
export function follow(turn: SilentTurn, streams: readonly StreamName[]): StreamName[] {
  const flows = new Map(turn.state.flows);
  const others = streams.filter((stream) => !flows.has(stream));
  for (const stream of others) flows.set(stream, newFlow);
  set(turn, { flows });
  return others;
}

export function unfollow(turn: SilentTurn, streams: readonly StreamName[]): void {
  const flows = new Map(turn.state.flows);
  for (const stream of streams) flows.delete(stream);
  set(turn, { flows });
}

/** Asks for what is missing as soon as the rules are read. A snapshot that is wanted stays wanted. */
export function want(turn: SilentTurn, stream: StreamName, what: 'events' | 'snapshot'): void {
  const flow = flowOf(turn.state, stream);
  if (flow === null) return;
  const wanted = flow.want === 'snapshot' || !turn.state.ledger.cursors.has(stream) ? 'snapshot' : what;
  setFlow(turn, stream, { want: wanted, wantSince: flow.wantSince ?? turn.at.mono });
}

/** What failed to be asked failed on a network of before. */
export const askAtOnce = (turn: SilentTurn, stream: StreamName): void =>
  setFlow(turn, stream, { failures: 0, notBefore: 0 });

/** The backend answers again. One that fails by itself alone keeps its own pace. */
export function askBesideSoon(turn: SilentTurn): void {
  for (const [stream, { failures, unreached }] of turn.state.flows)
    if (isBeside(stream) && unreached && failures > 0) askAtOnce(turn, stream);
}

/** The socket is gone, or was deaf: every stream has to be joined anew. */
export function unjoinAll(turn: SilentTurn): void {
  for (const stream of turn.state.flows.keys()) setFlow(turn, stream, { joined: false, pushedSeq: 0 });
}

/** Its subscription stands, and what came before that is still to be read. */
export const unjoin = (turn: SilentTurn, stream: StreamName): void =>
  setFlow(turn, stream, { joined: false });

/** Somebody has told that the log goes at least so far. */
export function goesTo(turn: SilentTurn, stream: StreamName, seq: number): void {
  const flow = flowOf(turn.state, stream);
  if (flow !== null) setFlow(turn, stream, { knownSeq: Math.max(flow.knownSeq, seq) });
}

/** Something is known to be missing, or not known not to be. */
export const behind = (flow: Flow): boolean => flow.want !== null || flow.asking !== null;

export const isCatchingUp = ({ flows }: Pick<StreamsState, 'flows'>): boolean =>
  mainStreams(flows).some((stream) => behind(flows.get(stream) as Flow));

/** All that orders depend on was read to its end since it is subscribed. */
export const isJoined = ({ flows }: Pick<StreamsState, 'flows'>): boolean =>
  mainStreams(flows).every((stream) => flows.get(stream)?.joined === true);

/** How many events of orders and people the backend has that are not applied here, as far as anybody said. */
export function missing(state: StreamsState): number {
  let sum = 0;
  for (const [stream, flow] of state.flows)
    if (!isBeside(stream)) sum += Math.max(0, flow.knownSeq - (state.ledger.cursors.get(stream)?.seq ?? 0));
  return sum;
}
