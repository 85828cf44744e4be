// Sends the beat and reads its answer: every 10 s one exchange that is heartbeat, clock, canary and poll, and what
// "live" is measured by.
import { beatAnswer, type BeatAnswer, type BeatRequest } from '../../../contract/api.ts';
import { streamParts, type Head, type StreamName } from '../../../contract/streams.ts';
import { hearsEverything } from '../../health/status-word.ts';
import { spread, wakeAt, write, type Moment } from '../../kernel/turn.ts';
import { deviceNameIs } from '../../session/changes.ts';
import { followRealtime, noteConsoleCount, tryLinkSoon } from '../../link/change.ts';
import { isUp, linkLost } from '../../link/link.ts';
import { sendForgottenAgain, takenEntries } from '../../outbox/settle.ts';
import type { BackendAnswer } from '../../ports/backend.ts';
import {
  beatAnswered,
  beatAsked,
  beatIsOver,
  beatWithin,
  goalFetched,
  goalReached,
} from '../../streams/beat.ts';
import { isBeside, isChat } from '../../streams/beside.ts';
import { flowOf, goesTo, want } from '../../streams/flow.ts';
import type { BeatAsk } from '../../streams/questions.ts';
import { standing } from '../../streams/receive.ts';
import { skewIs } from '../../time/clock.ts';
import { followOwnStreams, leaveOwnChat } from './own-streams.ts';
import type { Turn } from './turn.ts';

const everyMs = 10_000;
const everyMsWhileNotLive = 5000;
/** A head this long ahead while Pusher says connected: it is deaf. */
const deafAfterMs = 2000;
/** A round trip slower than this says too little about the other clock. */
const skewFromRoundTripMs = 2000;

export function beatWhenDue(turn: Turn): void {
  const { beat, status } = turn.state;
  if (beat.asking !== null) return;
  if (turn.at.mono < beat.nextAt) return wakeAt(turn, beat.nextAt);
  const cursors = turn.state.ledger.cursors;
  const ask: BeatAsk = {
    for: 'beat',
    cursors,
    taken: takenEntries(turn.state.ledger.outbox),
    beat: {
      live: hearsEverything(status.word),
      // As long as nothing was played and nobody has looked it counts as heard.
      audible: turn.state.sound?.audible !== false,
      window: turn.state.window,
      person: turn.state.person?.person.id ?? null,
      cursors: Object.fromEntries([...cursors].map(([stream, head]) => [stream, head.seq])),
      ...aboutThisConsole(turn),
    } satisfies BeatRequest,
  };
  const every = hearsEverything(status.word) ? everyMs : everyMsWhileNotLive;
  beatAsked(turn, ask, turn.at.mono + every);
  turn.emit({ do: 'ask', ask });
}

const attendedForMs = 5 * 60_000;

/** A backend that speaks the first protocol would refuse the beat for it. */
function aboutThisConsole(turn: Turn): Pick<BeatRequest, 'version' | 'platform' | 'attended'> {
  const { backendSpeaks, software, touchedAt } = turn.state;
  if (backendSpeaks === null || backendSpeaks < 2) return {};
  return { ...software, attended: touchedAt !== null && turn.at.mono - touchedAt < attendedForMs };
}

export function beatCame(turn: Turn, ask: BeatAsk, sentAt: Moment, answer: BackendAnswer): void {
  if (turn.state.beat.asking !== ask) return;
  beatIsOver(turn);
  const read = answer.kind === 'answer' && answer.status === 200 ? beatAnswer.safeParse(answer.body) : null;
  if (read === null || !read.success) {
    // Not live for long: ask again sooner than the calm rhythm would.
    return beatWithin(turn, spread(turn, everyMsWhileNotLive));
  }
  noteClock(turn, sentAt, Date.parse(read.data.now));
  noteConsoleCount(turn, read.data.crowd ?? null);
  const heads = headsIn(read.data);
  // Before its channel has another name, and after it has one.
  leaveOwnChat(turn, heads);
  followRealtime(turn, { pusher: read.data.pusher, channels: read.data.channels });
  const name = read.data.device?.name;
  if (name !== undefined) noteName(turn, name);
  followOwnStreams(turn, heads);
  for (const [stream, head] of heads) compare(turn, stream, head, ask.cursors.get(stream) ?? null);
  readUntold(turn, heads);
  sendForgottenAgain(turn, ask.taken, heads);
  beatAnswered(turn, sentAt.mono, namesOurs(turn, heads) ? heads : null);
  if (!isUp(turn.state.link)) tryLinkSoon(turn);
}

/** It may have got another name while this console did not read the log. */
function noteName(turn: Turn, name: string): void {
  const { ledger, session } = turn.state;
  if ((ledger.deviceName ?? session?.device.name) !== name) write(turn, [deviceNameIs(name)]);
}

/** What has no channel there is none of its streams, although it says how far one goes that it is asked for. */
function headsIn({ heads, channels }: BeatAnswer): Map<StreamName, Head> {
  const withoutChat = channels !== undefined && channels.chat === undefined;
  return new Map(Object.entries(heads).filter(([stream]) => !(withoutChat && isChat(stream))));
}

/** Of a stream whose head it does not name, or not readably, it says nothing: no "live" comes of it, and the log is read. */
function namesOurs(turn: Turn, heads: ReadonlyMap<StreamName, Head>): boolean {
  const untold = (turn.state.session?.streams ?? []).filter(
    (stream) => streamParts(stream).kind === 'restaurant' && !heads.has(stream),
  );
  for (const stream of untold) want(turn, stream, 'events');
  return untold.length === 0;
}

/** A person's stream that is neither pushed nor named would stand still, and look as if nobody had told them anything. */
function readUntold(turn: Turn, heads: ReadonlyMap<StreamName, Head>): void {
  const { person, link } = turn.state;
  for (const stream of person?.streams ?? [])
    if (!heads.has(stream) && !link.heard.has(stream)) want(turn, stream, 'events');
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
  } else if (stands === 'behind') {
    if (isBeside(stream) && isOverdue(turn, stream, head)) want(turn, stream, 'events');
    goesTo(turn, stream, head.seq);
  }
}

/** What nothing waits for: it is fetched when nobody pushes it, or has not since the beat before. */
function isOverdue(turn: Turn, stream: StreamName, head: Head): boolean {
  const flow = flowOf(turn.state, stream);
  const isBehind = (turn.state.ledger.cursors.get(stream)?.seq ?? 0) < head.seq;
  const isPushed = isUp(turn.state.link) && flow?.joined === true && flow.knownSeq < head.seq;
  return isBehind && flow?.asking === null && !isPushed;
}

/**
 * The skew is the backend's clock in the middle of the round trip. Both clocks are read, so that a wall clock
 * that was set meanwhile does not look like a slow network.
 */
function noteClock(turn: Turn, sentAt: Moment, theirs: number): void {
  const roundTrip = turn.at.mono - sentAt.mono;
  const wallJumped = Math.abs(turn.at.wall - sentAt.wall - roundTrip) > 500;
  if (Number.isNaN(theirs) || wallJumped) return;
  if (roundTrip > skewFromRoundTripMs && turn.state.clockTold) return;
  skewIs(turn, Math.round(theirs - (turn.at.wall - roundTrip / 2)));
}

/** The heads the last beat named: reached, on their way, or, when they stay ahead, proof of a deaf link. */
export function followHeads(turn: Turn): void {
  const { beat, ledger, flows } = turn.state;
  if (beat.goal === null) return;
  const ahead = [...beat.goal.heads].filter(([stream, head]) => {
    const at = ledger.cursors.get(stream);
    const flow = flows.get(stream);
    if (flow === undefined || isBeside(stream)) return false;
    // A place that is past the head is no comfort while that head has shown our log to be another one.
    const replaced = flow.want === 'snapshot' || flow.asking?.for === 'snapshot';
    return replaced || at === undefined || at.epoch !== head.epoch || at.seq < head.seq;
  });
  if (ahead.length === 0) return goalReached(turn);
  const listening = isUp(turn.state.link) && ahead.every(([stream]) => flows.get(stream)?.joined);
  const patience = beat.goal.toldAt + deafAfterMs;
  if (listening && turn.at.mono < patience) return wakeAt(turn, patience);
  // Once per beat: a failing fetch is repeated by its own rule, and the next beat asks anew.
  if (beat.goal.fetched) return;
  goalFetched(turn);
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
