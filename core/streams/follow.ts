// Takes what comes over Pusher: each event is applied, dropped, or held until what is before it has come.
import { isWhole, parsePushed, type AnyEvent } from '../../contract/events.ts';
import { streamOf, type StreamName } from '../../contract/streams.ts';
import { wakeAt } from '../kernel/turn.ts';
import type { StreamHandlers } from './handlers.ts';
import { flowOf, want } from './flow.ts';
import { receive } from './receive.ts';
import { type Flow, set, setFlow } from './slice.ts';
import type { Turn } from './turn.ts';

/** An event that overtook another one is given this long before the backend is asked. */
const holdMs = 150;
/** What is held beyond this is dropped; the fetch that is due anyway brings it. */
const heldAtMost = 500;

type Known = AnyEvent;

export type Pushed = { channel: string; name: string; data: unknown };

export function pushed<T extends Turn>(
  turn: T,
  { channel, name, data }: Pushed,
  handlers: StreamHandlers<T>,
): void {
  const { session } = turn.state;
  const stream = session === null ? null : streamOf(channel, session.channels);
  const flow = stream === null ? null : flowOf(turn.state, stream);
  if (stream === null || flow === null) return; // a channel that is none of ours, or not any more
  const read = parsePushed(name, data);
  if ('beside' in read) return;
  if (!read.ok)
    return 'foreign' in read ? foreign(turn, channel, read.why) : malformed(turn, channel, read.why);
  if (read.event.stream !== stream) return malformed(turn, channel, `stream: is ${read.event.stream}`);
  setFlow(turn, stream, { pushedSeq: Math.max(flow.pushedSeq, read.event.seq) });
  hold(turn, stream, flow, read.event);
  drain(turn, stream, handlers);
}

/** Everything goes through the held ones, so that there is one way in; most leave again at once. */
function hold(turn: Turn, stream: StreamName, flow: Flow, event: Known): void {
  const verdict = receive(turn.state.ledger.cursors.get(stream) ?? null, event);
  if (verdict === 'old') return;
  const others = flow.held.filter((held) => held.id !== event.id);
  const held = [...others, event].toSorted((a, b) => a.seq - b.seq).slice(0, heldAtMost);
  setFlow(turn, stream, { held, knownSeq: Math.max(flow.knownSeq, verdict === 'fork' ? 0 : event.seq) });
}

/** Applies every held event that is next; starts the clock for those that are not. */
export function drain<T extends Turn>(turn: T, stream: StreamName, handlers: StreamHandlers<T>): void {
  const flow = flowOf(turn.state, stream);
  if (flow === null) return;
  // A snapshot under way replaces the book: what is applied now would be lost under it.
  if (flow.want === 'snapshot' || flow.asking?.for === 'snapshot') return;
  let last = turn.state.ledger.cursors.get(stream) ?? null;
  const next: Known[] = [];
  const left: Known[] = [];
  let fork = false;
  for (const event of flow.held) {
    const verdict = receive(last, event);
    if (verdict === 'next' && !onlyFetched(event)) {
      next.push(event);
      last = { epoch: event.epoch, seq: event.seq, id: event.id };
      continue;
    }
    if (verdict === 'old') continue;
    if (verdict === 'fork' || onlyFetched(event)) fork = true;
    left.push(event);
  }
  handlers.apply(turn, stream, next);
  setFlow(turn, stream, { held: left, gapSince: left.length === 0 ? null : (flow.gapSince ?? turn.at.mono) });
  if (fork) want(turn, stream, 'events');
}

/**
 * What the backend itself has to say: a reference, which the log has whole, and the end of a device's session, which
 * destroys what cannot be had again and is therefore not believed to whoever can publish on Pusher.
 */
const onlyFetched = (event: Known): boolean => !isWhole(event) || event.type === 'device.revoked';

/** After 150 ms the event that is missing before the held ones is not late but lost: the backend is asked. */
export function closeGaps(turn: Turn): void {
  for (const [stream, flow] of turn.state.flows) {
    if (flow.gapSince === null || flow.want !== null || flow.asking !== null) continue;
    const due = flow.gapSince + holdMs;
    if (turn.at.mono >= due) want(turn, stream, 'events');
    else wakeAt(turn, due);
  }
}

function foreign(turn: Turn, channel: string, why: string): void {
  const { foreign: before } = turn.state;
  set(turn, { foreign: before + 1 });
  // Logged once: whoever forges one event forges many.
  if (before === 0)
    turn.emit({ do: 'log', level: 'warn', event: 'stream.foreign-event', fields: { channel, why } });
}

function malformed(turn: Turn, channel: string, why: string): void {
  const { malformed: before } = turn.state;
  set(turn, { malformed: before + 1 });
  // Logged once: whoever sends one malformed event sends many.
  if (before === 0)
    turn.emit({ do: 'log', level: 'warn', event: 'stream.malformed-event', fields: { channel, why } });
}
