// The link supervisor: which attempt to connect, subscribe and sign in is made when. The Pusher client under it
// has habits of its own (slow retries, endless ones, none at all); it is never left to them.
import type { PusherAddress } from '../../contract/api.ts';
import { channelOf, type StreamName } from '../../contract/streams.ts';
import { effect, learn, spread, wakeAt, type Turn } from '../flow/turn.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { setFlow, want } from '../streams/flow.ts';
import { samePusher } from './address.ts';
import { beatDelayMs, isStorm, nudgeDelayMs, retryDelayMs, stormPauseMs } from './schedule.ts';

export type Link = {
  phase: 'none' | 'down' | 'connecting' | 'up';
  /** Since when it is in this phase. */
  since: number;
  /** Attempts in a row after which nothing was heard. */
  failures: number;
  /** down: when to try again. */
  nextTry: number;
  channels: ReadonlyMap<StreamName, Subscription>;
  /** Streams whose channel is subscribed on the present socket. */
  heard: ReadonlySet<StreamName>;
  /** When attempts began, lately: too many are a storm. */
  attempts: readonly number[];
  cause: string | null;
};
export type Subscription = { state: 'asked' | 'refused'; at: number; tries: number };

export const newLink: Link = {
  phase: 'none',
  since: 0,
  failures: 0,
  nextTry: 0,
  channels: new Map(),
  heard: new Set(),
  attempts: [],
  cause: null,
};

const connectingAtMostMs = 6000;
const subscribingAtMostMs = 5000;
/** A link that is back asks for a beat unless one was answered as lately as this. */
const beatAgainAfterMs = 3000;
/** A subscription that is never answered is asked for this often before the whole link is made anew. */
const subscribeTries = 3;

export const isUp = (link: Link): boolean => link.phase === 'up';

/** Up, and every stream of ours is heard on it. */
export const isListening = (turn: Pick<Turn, 'state'>): boolean =>
  isUp(turn.state.link) && [...turn.state.flows.keys()].every((stream) => turn.state.link.heard.has(stream));

const set = (turn: Turn, news: Partial<Link>) => learn(turn, { link: { ...turn.state.link, ...news } });
const enter = (turn: Turn, phase: Link['phase'], news: Partial<Link> = {}) =>
  set(turn, { phase, since: turn.at.mono, channels: new Map(), heard: new Set(), ...news });

export function heardFromLink(turn: Turn, signal: Exclude<RealtimeSignal, { kind: 'event' }>): void {
  const { link } = turn.state;
  switch (signal.kind) {
    case 'connecting':
      return noteAttempt(turn);
    case 'connected':
      return enter(turn, 'up', { cause: null });
    case 'disconnected':
      // The echo of our own disconnect says nothing new; any other is an incident.
      if (!signal.asked) linkLost(turn, lossWords(signal), 'lost');
      return;
    case 'unavailable':
      return linkLost(turn, lossWords(signal), 'lost');
    case 'subscribed':
      return subscriptionStands(turn, signal.channel);
    case 'refused': {
      const stream = streamAt(turn, signal.channel);
      if (stream === null) return;
      const tries = (link.channels.get(stream)?.tries ?? 0) + 1;
      const channels = new Map(link.channels).set(stream, { state: 'refused', at: turn.at.mono, tries });
      const heard = new Set(link.heard);
      heard.delete(stream);
      return set(turn, { channels, heard, cause: `${signal.channel} was refused: ${signal.message}` });
    }
    case 'signed-in':
      return;
    case 'sign-in-refused':
      // Without it revoking cannot cut this connection at once; the beat's 401 still ends it.
      return effect(turn, {
        do: 'log',
        level: 'warn',
        event: 'link.sign-in-refused',
        fields: { message: signal.message },
      });
    default:
      return signal satisfies never;
  }
}

/** `deaf`: it pretended to be up. Either way the streams have to be joined anew. */
export function linkLost(turn: Turn, cause: string, how: 'lost' | 'deaf'): void {
  const { link, flows } = turn.state;
  if (link.phase === 'none') return;
  for (const stream of flows.keys()) setFlow(turn, stream, { joined: false, pushedSeq: 0 });
  if (link.phase === 'down') return;
  beatSoon(turn);
  const failures = link.failures + 1;
  const delay = isStorm(link.attempts, turn.at.mono)
    ? spread(turn, stormPauseMs)
    : retryDelayMs(failures, turn.chance.fraction(), turn.state.crowd);
  enter(turn, 'down', { failures, nextTry: turn.at.mono + delay, cause });
  // Also ends the client's own tries, which know neither our schedule nor the thousand others'.
  effect(turn, { do: 'realtime', act: 'disconnect' });
  effect(turn, { do: 'log', level: 'warn', event: 'link.lost', fields: { how, cause, failures } });
}

/** Whether orders still come without the link, or again with it, is worth knowing at once. */
function beatSoon(turn: Turn): void {
  const { beat } = turn.state;
  const nextAt = Math.min(beat.nextAt, turn.at.mono + beatDelayMs(turn.chance.fraction(), turn.state.crowd));
  learn(turn, { beat: { ...beat, nextAt } });
}

/** Reads one rule per phase. */
export function keepLink(turn: Turn): void {
  const { link, session } = turn.state;
  if (session === null) {
    if (link.phase === 'none') return;
    effect(turn, { do: 'realtime', act: 'close' });
    return learn(turn, { link: newLink });
  }
  switch (link.phase) {
    case 'none':
      effect(turn, { do: 'realtime', act: 'open' });
      return attempt(turn);
    case 'down':
      if (turn.at.mono >= link.nextTry) return attempt(turn);
      return wakeAt(turn, link.nextTry);
    case 'connecting': {
      const until = link.since + connectingAtMostMs;
      if (turn.at.mono < until) return wakeAt(turn, until);
      linkLost(turn, 'the connection was not made in time', 'lost');
      return wakeAt(turn, turn.state.link.nextTry);
    }
    case 'up':
      return keepSubscriptions(turn);
    default:
      return link.phase satisfies never;
  }
}

function attempt(turn: Turn): void {
  enter(turn, 'connecting');
  effect(turn, { do: 'realtime', act: 'connect' });
  wakeAt(turn, turn.at.mono + connectingAtMostMs);
}

function noteAttempt(turn: Turn): void {
  const attempts = [...turn.state.link.attempts, turn.at.mono].slice(-20);
  set(turn, { attempts });
  // Some close codes make the client come back at once, without limit.
  if (isStorm(attempts, turn.at.mono)) linkLost(turn, 'too many connections in a row', 'lost');
}

function keepSubscriptions(turn: Turn): void {
  for (const stream of turn.state.flows.keys()) {
    const { link } = turn.state;
    if (link.phase !== 'up') return;
    if (link.heard.has(stream)) continue;
    const asked = link.channels.get(stream);
    const patience =
      asked?.state === 'refused' ? retryDelayMs(asked.tries, 0.5, turn.state.crowd) : subscribingAtMostMs;
    if (asked !== undefined && turn.at.mono < asked.at + patience) {
      wakeAt(turn, asked.at + patience);
      continue;
    }
    const tries = asked === undefined ? 0 : asked.tries + (asked.state === 'asked' ? 1 : 0);
    if (asked?.state === 'asked' && tries >= subscribeTries) {
      linkLost(turn, `the subscription of ${stream} is never answered`, 'lost');
      return wakeAt(turn, turn.state.link.nextTry);
    }
    const channels = new Map(link.channels).set(stream, { state: 'asked', at: turn.at.mono, tries });
    set(turn, { channels });
    effect(turn, { do: 'realtime', act: 'subscribe', channel: channelFor(turn, stream) });
    wakeAt(turn, turn.at.mono + subscribingAtMostMs);
  }
}

/** Bound and buffering since before it was asked for; now what came before it is fetched. */
function subscriptionStands(turn: Turn, channel: string): void {
  const stream = streamAt(turn, channel);
  if (stream === null || turn.state.link.phase !== 'up') return;
  set(turn, { heard: new Set(turn.state.link.heard).add(stream), failures: 0, cause: null });
  setFlow(turn, stream, { joined: false });
  want(turn, stream, 'events');
  // "Live" needs a beat's word as well, and none may have got through while the link was away.
  const { answeredAt } = turn.state.beat;
  if (answeredAt === null || turn.at.mono - answeredAt > beatAgainAfterMs) beatSoon(turn);
}

/** A stream that is nobody's here any more. */
export function unlisten(turn: Turn, stream: StreamName): void {
  const channels = new Map(turn.state.link.channels);
  const heard = new Set(turn.state.link.heard);
  channels.delete(stream);
  heard.delete(stream);
  set(turn, { channels, heard });
  effect(turn, { do: 'realtime', act: 'unsubscribe', channel: channelFor(turn, stream) });
}

/** The backend answers again: chances are that Pusher does, too. */
export function tryLinkSoon(turn: Turn): void {
  const { link } = turn.state;
  // The first try comes soon by itself; hurried on by a beat, it would be where everybody else's is.
  if (link.phase !== 'down' || link.failures < 2 || isStorm(link.attempts, turn.at.mono)) return;
  const nudge = nudgeDelayMs(turn.chance.fraction(), turn.state.crowd);
  set(turn, { nextTry: Math.min(link.nextTry, turn.at.mono + nudge) });
}

/** Somebody asked, the machine woke up or the network changed: no waiting, and no trust in a link that looks alive. */
export function tryLinkNow(turn: Turn): void {
  const { link } = turn.state;
  if (link.phase === 'down') return set(turn, { nextTry: turn.at.mono, failures: 0 });
  if (link.phase === 'connecting') return linkAnew(turn);
  if (link.phase === 'up') effect(turn, { do: 'realtime', act: 'check' });
}

/** What is there may look alive, or an attempt hang until its time-out: both are given up for a new one. */
export function linkAnew(turn: Turn): void {
  linkLost(turn, 'tried again at once', 'lost');
  set(turn, { nextTry: turn.at.mono });
}

/** Another key, cluster or host: the next start learns of it from its first beat, as this one did. */
export function followPusher(turn: Turn, pusher: PusherAddress): void {
  const { session } = turn.state;
  if (session === null || samePusher(session.pusher, pusher)) return;
  linkLost(turn, 'Pusher is somewhere else now', 'lost');
  learn(turn, { session: { ...session, pusher }, link: { ...newLink, attempts: turn.state.link.attempts } });
  const { key: _, ...where } = pusher;
  effect(turn, { do: 'log', level: 'info', event: 'link.moved', fields: where });
}

const channelFor = (turn: Turn, stream: StreamName): string =>
  channelOf(stream, turn.state.session?.channels);

function streamAt(turn: Turn, channel: string): StreamName | null {
  for (const stream of turn.state.flows.keys()) if (channelFor(turn, stream) === channel) return stream;
  return null;
}

const lossWords = (signal: { code: number | null; message: string | null }): string =>
  [signal.message ?? 'the connection was lost', signal.code === null ? '' : `(${signal.code})`]
    .join(' ')
    .trim();
