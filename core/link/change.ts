// Changes the link for what happens elsewhere: another Pusher, a backend that answers again, a stream that is nobody's.
import { channelOf, sameChannels, type StreamName } from '../../contract/streams.ts';
import { realtimeIs, type ToldRealtime } from '../session/changes.ts';
import { samePusher } from './address.ts';
import { channelFor, linkLost } from './link.ts';
import { isStorm, nudgeDelayMs } from './schedule.ts';
import { newLink, set, setLink } from './slice.ts';
import type { Turn } from './turn.ts';

/** A stream that is nobody's here any more. */
export function unlisten(turn: Turn, stream: StreamName): void {
  const channels = new Map(turn.state.link.channels);
  const heard = new Set(turn.state.link.heard);
  channels.delete(stream);
  heard.delete(stream);
  setLink(turn, { channels, heard });
  turn.emit({ do: 'realtime', act: 'unsubscribe', channel: channelFor(turn, stream) });
}

/** The backend answers again: chances are that Pusher does, too. */
export function tryLinkSoon(turn: Turn): void {
  const { link } = turn.state;
  // The first try comes soon by itself; hurried on by a beat, it would be where everybody else's is.
  if (link.phase !== 'down' || link.failures < 2 || isStorm(link.attempts, turn.at.mono)) return;
  const nudge = nudgeDelayMs(turn.chance.fraction(), turn.state.consoleCount);
  setLink(turn, { nextTry: Math.min(link.nextTry, turn.at.mono + nudge) });
}

/** Somebody asked, the machine woke up or the network changed: no waiting, and no trust in a link that looks alive. */
export function tryLinkNow(turn: Turn): void {
  const { link } = turn.state;
  if (link.phase === 'down') return setLink(turn, { nextTry: turn.at.mono, failures: 0 });
  if (link.phase === 'connecting') return linkAnew(turn);
  if (link.phase === 'up') turn.emit({ do: 'realtime', act: 'check' });
}

/** What is there may look alive, or an attempt hang until its time-out: both are given up for a new one. */
export function linkAnew(turn: Turn): void {
  linkLost(turn, 'tried again at once', 'lost');
  setLink(turn, { nextTry: turn.at.mono });
}

/** Another key, cluster, host or name of a channel: the next start learns of it from its first beat, as this one did. */
export function followRealtime(turn: Turn, told: ToldRealtime): void {
  const { session, flows, link } = turn.state;
  if (session === null) return;
  const { pusher = session.pusher, channels = session.channels } = told;
  if (samePusher(session.pusher, pusher) && sameChannels(session.channels, channels)) return;
  const moved = !samePusher(session.pusher, pusher);
  const renamed = [...flows.keys()].some(
    (stream) => channelFor(turn, stream) !== channelOf(stream, channels),
  );
  if (moved || renamed)
    linkLost(turn, moved ? 'Pusher is somewhere else now' : 'channels are called otherwise now', 'lost');
  realtimeIs(turn, { pusher, channels });
  if (!moved && !renamed) return;
  set(turn, { link: { ...newLink, attempts: link.attempts } });
  const { key: _, ...where } = pusher;
  turn.emit({ do: 'log', level: 'info', event: 'link.moved', fields: where });
}

const countHoldsForMs = 10 * 60 * 1000;

/** A backend that just started has heard few of its many consoles: the largest number of late is the one that counts. */
export function noteConsoleCount(turn: Turn, count: number | null): void {
  const { consoleCount, consoleCountSince } = turn.state;
  const isSmaller = consoleCount !== null && (count === null || count < consoleCount);
  const holds = isSmaller && turn.at.mono < consoleCountSince + countHoldsForMs;
  if (!holds) set(turn, { consoleCount: count, consoleCountSince: turn.at.mono });
}
