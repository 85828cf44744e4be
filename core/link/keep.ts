// Decides when to connect and to subscribe. The Pusher client under it has habits of its own (slow retries, endless
// ones, none at all); it is never left to them.
import type { StreamName } from '../../contract/streams.ts';
import { wakeAt } from '../kernel/turn.ts';
import { isBeside } from '../streams/beside.ts';
import { channelFor, enterPhase, linkLost } from './link.ts';
import { retryDelayMs } from './schedule.ts';
import { newLink, set, setLink, type Subscription } from './slice.ts';
import type { Turn } from './turn.ts';

const connectingAtMostMs = 6000;
const subscribingAtMostMs = 5000;
/** A subscription that is never answered is asked for this often before the whole link is made anew. */
const subscribeTries = 3;
/** What stands beside the orders is tried as often, and then rarely: it comes by the beat meanwhile. */
const besideAgainMs = 60_000;

/** Reads one rule per phase. */
export function keepLink(turn: Turn): void {
  const { link, session } = turn.state;
  if (session === null) {
    if (link.phase === 'none') return;
    turn.emit({ do: 'realtime', act: 'close' });
    return set(turn, { link: newLink });
  }
  switch (link.phase) {
    case 'none':
      turn.emit({ do: 'realtime', act: 'open' });
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
  enterPhase(turn, 'connecting');
  turn.emit({ do: 'realtime', act: 'connect' });
  wakeAt(turn, turn.at.mono + connectingAtMostMs);
}

function keepSubscriptions(turn: Turn): void {
  for (const stream of turn.state.flows.keys()) {
    const { link } = turn.state;
    if (link.phase !== 'up') return;
    if (link.heard.has(stream)) continue;
    const asked = link.channels.get(stream);
    const patience = patienceWith(turn, stream, asked);
    if (asked !== undefined && turn.at.mono < asked.at + patience) {
      wakeAt(turn, asked.at + patience);
      continue;
    }
    const tries = asked === undefined ? 0 : asked.tries + (asked.state === 'asked' ? 1 : 0);
    if (asked?.state === 'asked' && tries >= subscribeTries && !isBeside(stream)) {
      linkLost(turn, `the subscription of ${stream} is never answered`, 'lost');
      return wakeAt(turn, turn.state.link.nextTry);
    }
    const channels = new Map(link.channels).set(stream, { state: 'asked', at: turn.at.mono, tries });
    setLink(turn, { channels });
    turn.emit({ do: 'realtime', act: 'subscribe', channel: channelFor(turn, stream) });
    wakeAt(turn, turn.at.mono + subscribingAtMostMs);
  }
}

function patienceWith(turn: Turn, stream: StreamName, asked: Subscription | undefined): number {
  if (isBeside(stream) && (asked?.tries ?? 0) >= subscribeTries - 1) return besideAgainMs;
  return asked?.state === 'refused'
    ? retryDelayMs(asked.tries, 0.5, turn.state.consoleCount)
    : subscribingAtMostMs;
}
