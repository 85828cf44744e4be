// Tells whether the link is up and on which channels it is heard, and notes how it is lost.
import { channelOf, type StreamName } from '../../contract/streams.ts';
import { spread } from '../kernel/turn.ts';
import { beatWithin } from '../streams/beat.ts';
import { mainStreams } from '../streams/beside.ts';
import { unjoinAll } from '../streams/flow.ts';
import { beatDelayMs, isStorm, retryDelayMs, stormPauseMs } from './schedule.ts';
import { setLink, type Link } from './slice.ts';
import type { LinkState, Turn } from './turn.ts';
import type { StreamsState } from '../streams/turn.ts';

export const isUp = (link: Link): boolean => link.phase === 'up';

/** Up, and every stream that orders depend on is heard on it. */
export const isListening = (turn: { readonly state: LinkState & StreamsState }): boolean =>
  isUp(turn.state.link) && mainStreams(turn.state.flows).every((stream) => turn.state.link.heard.has(stream));

export const enterPhase = (turn: Turn, phase: Link['phase'], news: Partial<Link> = {}): void =>
  setLink(turn, { phase, since: turn.at.mono, channels: new Map(), heard: new Set(), ...news });

/** `deaf`: it pretended to be up. Either way the streams have to be joined anew. */
export function linkLost(turn: Turn, cause: string, how: 'lost' | 'deaf'): void {
  const { link } = turn.state;
  if (link.phase === 'none') return;
  unjoinAll(turn);
  if (link.phase === 'down') return;
  // Not at every attempt that fails: a beat that is answered hurries the next one on, and one that is refused at once would
  // have both chase each other.
  if (link.phase === 'up' || link.failures === 0) beatSoon(turn);
  const failures = link.failures + 1;
  const delay = isStorm(link.attempts, turn.at.mono)
    ? spread(turn, stormPauseMs)
    : retryDelayMs(failures, turn.chance.fraction(), turn.state.consoleCount);
  enterPhase(turn, 'down', { failures, nextTry: turn.at.mono + delay, cause });
  // Also ends the client's own tries, which know neither our schedule nor the thousand others'.
  turn.emit({ do: 'realtime', act: 'disconnect' });
  turn.emit({ do: 'log', level: 'warn', event: 'link.lost', fields: { how, cause, failures } });
}

/** Whether orders still come without the link, or again with it, is worth knowing at once. */
export const beatSoon = (turn: Turn): void =>
  beatWithin(turn, beatDelayMs(turn.chance.fraction(), turn.state.consoleCount));

export const channelFor = (turn: Turn, stream: StreamName): string =>
  channelOf(stream, turn.state.session?.channels);

export function streamAt(turn: Turn, channel: string): StreamName | null {
  for (const stream of turn.state.flows.keys()) if (channelFor(turn, stream) === channel) return stream;
  return null;
}
