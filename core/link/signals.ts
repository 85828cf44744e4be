// Notes what the Pusher client tells of the link.
import type { StreamName } from '../../contract/streams.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { isBeside } from '../streams/beside.ts';
import { unjoin } from '../streams/flow.ts';
import { beatSoon, enterPhase, linkLost, streamAt } from './link.ts';
import { isStorm } from './schedule.ts';
import { setLink } from './slice.ts';
import type { Turn } from './turn.ts';

/** A link that is back asks for a beat unless one was answered as lately as this. */
const beatAgainAfterMs = 3000;

/** Tells whose subscription stands from now on: what came before it is still to be read. */
export function heardFromLink(
  turn: Turn,
  signal: Exclude<RealtimeSignal, { kind: 'event' }>,
): StreamName | null {
  if (signal.kind === 'subscribed') return subscriptionStands(turn, signal.channel);
  heard(turn, signal);
  return null;
}

function heard(turn: Turn, signal: Exclude<RealtimeSignal, { kind: 'event' | 'subscribed' }>): void {
  const { link } = turn.state;
  switch (signal.kind) {
    case 'connecting':
      return noteAttempt(turn);
    case 'connected':
      return enterPhase(turn, 'up', { cause: null });
    case 'disconnected':
      // The echo of our own disconnect says nothing new; any other is an incident.
      if (!signal.asked) linkLost(turn, lossWords(signal), 'lost');
      return;
    case 'unavailable':
      return linkLost(turn, lossWords(signal), 'lost');
    case 'refused': {
      const stream = streamAt(turn, signal.channel);
      if (stream === null) return;
      const tries = (link.channels.get(stream)?.tries ?? 0) + 1;
      const channels = new Map(link.channels).set(stream, { state: 'refused', at: turn.at.mono, tries });
      const heardOn = new Set(link.heard);
      heardOn.delete(stream);
      return setLink(turn, {
        channels,
        heard: heardOn,
        cause: isBeside(stream) ? link.cause : `${signal.channel} was refused: ${signal.message}`,
      });
    }
    case 'signed-in':
      return;
    case 'sign-in-refused':
      // Without it revoking cannot cut this connection at once; the beat's 401 still ends it.
      return turn.emit({
        do: 'log',
        level: 'warn',
        event: 'link.sign-in-refused',
        fields: { message: signal.message },
      });
    default:
      return signal satisfies never;
  }
}

function noteAttempt(turn: Turn): void {
  const attempts = [...turn.state.link.attempts, turn.at.mono].slice(-20);
  setLink(turn, { attempts });
  // Some close codes make the client come back at once, without limit.
  if (isStorm(attempts, turn.at.mono)) linkLost(turn, 'too many connections in a row', 'lost');
}

/** Bound and buffering since before it was asked for. */
function subscriptionStands(turn: Turn, channel: string): StreamName | null {
  const stream = streamAt(turn, channel);
  if (stream === null || turn.state.link.phase !== 'up') return null;
  const heardOn = new Set(turn.state.link.heard).add(stream);
  setLink(turn, isBeside(stream) ? { heard: heardOn } : { heard: heardOn, failures: 0, cause: null });
  unjoin(turn, stream);
  // "Live" needs a beat's word as well, and none may have got through while the link was away.
  const { answeredAt } = turn.state.beat;
  if (answeredAt === null || turn.at.mono - answeredAt > beatAgainAfterMs) beatSoon(turn);
  return stream;
}

const lossWords = (signal: { code: number | null; message: string | null }): string =>
  [signal.message ?? 'the connection was lost', signal.code === null ? '' : `(${signal.code})`]
    .join(' ')
    .trim();
