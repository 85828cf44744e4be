// The beat: every 10 s one exchange that is heartbeat, clock, canary and poll. It is what "live" is measured by.
import { beatAnswer, type BeatRequest } from '../../contract/api.ts';
import { streamParts, type Head, type StreamName } from '../../contract/streams.ts';
import type { Ask } from '../flow/ask.ts';
import { effect, learn, spread, wakeAt, type Moment, type Turn } from '../flow/turn.ts';
import { hearsEverything } from '../health/status-word.ts';
import { followPusher, isUp, linkLost, tryLinkSoon } from '../link/link.ts';
import { sendForgottenAgain, takenEntries } from '../outbox/settle.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { flowOf, setFlow, want } from './flow.ts';
import { standing } from './receive.ts';

export type Beat = {
  nextAt: number;
  /** The very beat that is under way. */
  asking: Ask | null;
  /** When the last beat that was answered had been sent. */
  answeredAt: number | null;
  /**
   * Everything committed before this moment is applied here: when the last beat was sent whose heads have been
   * reached. "Live" is never said for longer than `liveForMs` after it.
   */
  coveredAt: number | null;
  /** The heads that are still to be reached, and since when. */
  goal: { sentAt: number; toldAt: number; fetched: boolean; heads: ReadonlyMap<StreamName, Head> } | null;
};

export const newBeat: Beat = { nextAt: 0, asking: null, answeredAt: null, coveredAt: null, goal: null };

const everyMs = 10_000;
const everyMsWhileNotLive = 5000;
/** Below the promised 15 s by what a wake-up may come late. */
export const liveForMs = 14_000;
/** A head this long ahead while Pusher says connected: it is deaf. */
const deafAfterMs = 2000;
const crowdForMs = 10 * 60 * 1000;
/** A round trip slower than this says too little about the other clock. */
const skewFromRoundTripMs = 2000;

export function beatWhenDue(turn: Turn): void {
  const { beat, session, status } = turn.state;
  if (session === null || session.existing !== null || beat.asking !== null) return;
  if (turn.at.mono < beat.nextAt) return wakeAt(turn, beat.nextAt);
  const cursors = turn.state.ledger.cursors;
  const ask: Ask = {
    for: 'beat',
    cursors,
    taken: takenEntries(turn.state.ledger.outbox),
    beat: {
      live: hearsEverything(status.word),
      audible: turn.state.audible,
      window: turn.state.window,
      person: turn.state.person?.person.id ?? null,
      cursors: Object.fromEntries([...cursors].map(([stream, head]) => [stream, head.seq])),
    } satisfies BeatRequest,
  };
  const every = hearsEverything(status.word) ? everyMs : everyMsWhileNotLive;
  learn(turn, { beat: { ...beat, asking: ask, nextAt: turn.at.mono + every } });
  effect(turn, { do: 'ask', ask });
}

/** As soon as the one that may be under way is over. */
export function beatNow(turn: Turn): void {
  learn(turn, { beat: { ...turn.state.beat, nextAt: turn.at.mono } });
}

export function beatCame(
  turn: Turn,
  ask: Ask & { for: 'beat' },
  sentAt: Moment,
  answer: BackendAnswer,
): void {
  if (turn.state.beat.asking !== ask) return;
  learn(turn, { beat: { ...turn.state.beat, asking: null } });
  const read = answer.kind === 'answer' && answer.status === 200 ? beatAnswer.safeParse(answer.body) : null;
  if (read === null || !read.success) {
    // Not live for long: ask again sooner than the calm rhythm would.
    const nextAt = Math.min(turn.state.beat.nextAt, turn.at.mono + spread(turn, everyMsWhileNotLive));
    return learn(turn, { beat: { ...turn.state.beat, nextAt } });
  }
  learnClock(turn, sentAt, Date.parse(read.data.now));
  learnCrowd(turn, read.data.crowd ?? null);
  if (read.data.pusher !== undefined) followPusher(turn, read.data.pusher);
  const heads = new Map(Object.entries(read.data.heads));
  for (const [stream, head] of heads) compare(turn, stream, head, ask.cursors.get(stream) ?? null);
  sendForgottenAgain(turn, ask.taken, heads);
  const goal = { sentAt: sentAt.mono, toldAt: turn.at.mono, fetched: false, heads };
  const covers = namesOurs(turn, heads);
  learn(turn, { beat: { ...turn.state.beat, answeredAt: sentAt.mono, ...(covers && { goal }) } });
  if (!isUp(turn.state.link)) tryLinkSoon(turn);
}

/** Of a stream whose head it does not name, or not readably, it says nothing: no "live" comes of it, and the log is read. */
function namesOurs(turn: Turn, heads: ReadonlyMap<StreamName, Head>): boolean {
  const untold = (turn.state.session?.streams ?? []).filter(
    (stream) => streamParts(stream).kind === 'restaurant' && !heads.has(stream),
  );
  for (const stream of untold) want(turn, stream, 'events');
  return untold.length === 0;
}

/** A backend that just started has heard few of its many consoles: the largest crowd of late is the one that counts. */
function learnCrowd(turn: Turn, size: number | null): void {
  const { crowd, crowdSince } = turn.state;
  const holds = crowd !== null && (size === null || size < crowd) && turn.at.mono < crowdSince + crowdForMs;
  if (!holds) learn(turn, { crowd: size, crowdSince: turn.at.mono });
}

/** Compared with what was read when the beat was sent: meanwhile pushes may have gone past the head it names. */
function compare(turn: Turn, stream: StreamName, head: Head, then: Head | null): void {
  const flow = flowOf(turn.state, stream);
  if (flow === null) return;
  const stands = standing(then, head);
  if (stands === 'gone') {
    // A snapshot that ran meanwhile has put it right already.
    const now = turn.state.ledger.cursors.get(stream) ?? null;
    if (now === then || standing(now, head) === 'gone') want(turn, stream, 'snapshot');
  } else if (stands === 'behind') setFlow(turn, stream, { knownSeq: Math.max(flow.knownSeq, head.seq) });
}

/**
 * The skew is the backend's clock in the middle of the round trip. Both clocks are read, so that a wall clock
 * that was set meanwhile does not look like a slow network.
 */
function learnClock(turn: Turn, sentAt: Moment, theirs: number): void {
  const roundTrip = turn.at.mono - sentAt.mono;
  const wallJumped = Math.abs(turn.at.wall - sentAt.wall - roundTrip) > 500;
  if (Number.isNaN(theirs) || wallJumped) return;
  if (roundTrip > skewFromRoundTripMs && turn.state.beat.answeredAt !== null) return;
  learn(turn, { skewMs: Math.round(theirs - (turn.at.wall - roundTrip / 2)) });
}

/** The heads the last beat named: reached, on their way, or, when they stay ahead, proof of a deaf link. */
export function followHeads(turn: Turn): void {
  const { beat, ledger, flows } = turn.state;
  if (beat.goal === null) return;
  const ahead = [...beat.goal.heads].filter(([stream, head]) => {
    const at = ledger.cursors.get(stream);
    const flow = flows.get(stream);
    if (flow === undefined) return false;
    // A place that is past the head is no comfort while that head has shown our log to be another one.
    const replaced = flow.want === 'snapshot' || flow.asking?.for === 'snapshot';
    return replaced || at === undefined || at.epoch !== head.epoch || at.seq < head.seq;
  });
  if (ahead.length === 0) {
    const coveredAt = Math.max(beat.coveredAt ?? 0, beat.goal.sentAt);
    return learn(turn, { beat: { ...beat, goal: null, coveredAt } });
  }
  const listening = isUp(turn.state.link) && ahead.every(([stream]) => flows.get(stream)?.joined);
  const patience = beat.goal.toldAt + deafAfterMs;
  if (listening && turn.at.mono < patience) return wakeAt(turn, patience);
  // Once per beat: a failing fetch is repeated by its own rule, and the next beat asks anew.
  if (beat.goal.fetched) return;
  learn(turn, { beat: { ...beat, goal: { ...beat.goal, fetched: true } } });
  for (const [stream] of ahead) {
    const flow = flowOf(turn.state, stream);
    if (flow !== null && flow.want === null && flow.asking === null) want(turn, stream, 'events');
  }
  const silent = ahead.some(([stream, head]) => shouldHaveCome(turn, stream, head));
  if (listening && silent) linkLost(turn, 'Pusher says connected, but events do not arrive', 'deaf');
}

/**
 * A joined stream was read to its end on this socket, so what the same log holds past our place was to be pushed. A
 * place that is only read anew, or a log that was replaced, tells nothing of the link.
 */
function shouldHaveCome(turn: Turn, stream: StreamName, head: Head): boolean {
  const at = turn.state.ledger.cursors.get(stream);
  const pushedSeq = turn.state.flows.get(stream)?.pushedSeq ?? 0;
  return at !== undefined && at.epoch === head.epoch && head.seq > Math.max(at.seq, pushedSeq);
}
