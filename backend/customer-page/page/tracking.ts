// What a customer's page knows of one order: the log's receive rule, and when to ring. Pure: state in, state and effects out.
import {
  parseEvent,
  parsePushed,
  trackedOrder,
  type AnyEvent,
  type TrackedOrder,
} from '../../../contract/events.ts';
import type { Head } from '../../../contract/streams.ts';

export type Tracking = {
  order: TrackedOrder;
  head: Head;
  /** The ready that was rung for; one order may be called back to the kitchen and be ready again. */
  rungFor: string | null;
};

export type Effect =
  /** Something is missing: read the log behind the cursor. */
  | { kind: 'fetch' }
  | { kind: 'ring' }
  /** Tell the backend that this page got the news. */
  | { kind: 'received'; order: string };

export type Step = { state: Tracking; effects: Effect[] };

export function opened(order: TrackedOrder, head: Head): Step {
  // A page opened on an order that is ready already shows it and rings: somebody who reloads wants to know, too.
  const ready = order.status === 'ready';
  return {
    state: { order, head, rungFor: ready ? (head.id ?? 'opened') : null },
    effects: ready ? [{ kind: 'ring' }, { kind: 'received', order: order.id }] : [],
  };
}

/** One event that came over Pusher under that name, which need not be the backend's doing. */
export function pushed(state: Tracking, name: string, wire: unknown): Step {
  return parsePushed(name, wire).ok ? heard(state, wire) : { state, effects: [] };
}

/** One event of the log. */
export function heard(state: Tracking, wire: unknown): Step {
  const read = parseEvent(wire);
  if (!read.ok) return { state, effects: [] };
  const { event } = read;
  if (event.epoch !== state.head.epoch) return { state, effects: [{ kind: 'fetch' }] };
  if (event.seq <= state.head.seq) return { state, effects: [] };
  if (event.seq !== state.head.seq + 1 || event.prev !== state.head.id) {
    return { state, effects: [{ kind: 'fetch' }] };
  }
  const head = { epoch: event.epoch, seq: event.seq, id: event.id };
  const order = orderIn(event, state.order);
  if (order === null) return { state: { ...state, head }, effects: [] };
  const rings = event.type === 'order.ready' && state.rungFor !== event.id;
  return {
    state: { order, head, rungFor: rings ? event.id : state.rungFor },
    effects: rings ? [{ kind: 'ring' }, { kind: 'received', order: order.id }] : [],
  };
}

/** null: the event says nothing of this order that could be read. */
function orderIn(event: AnyEvent, known: TrackedOrder): TrackedOrder | null {
  const read = trackedOrder.safeParse('order' in event ? event.order : undefined);
  if (read.success) return read.data.id === known.id ? read.data : null;
  // This much its type says by itself, in the stream that is about nothing but this order.
  return event.type === 'order.ready' ? { ...known, status: 'ready' } : null;
}

/** The log was cut or restored: what counts is the order as it is now. */
export function replaced(state: Tracking, order: TrackedOrder, head: Head): Step {
  const turnedReady = order.status === 'ready' && state.order.status !== 'ready';
  return {
    state: { order, head, rungFor: turnedReady ? (head.id ?? 'replaced') : state.rungFor },
    effects: turnedReady ? [{ kind: 'ring' }, { kind: 'received', order: order.id }] : [],
  };
}
