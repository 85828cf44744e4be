// What a rule about streams reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { EventsAsk, SnapshotAsk } from './questions.ts';
import type { streams } from './slice.ts';

export { newBeat, newFlow, streams, type Beat, type Flow } from './slice.ts';
export type StreamsState = StateOf<typeof streams>;
export type StreamsEffect = Kernel.LogEffect | { do: 'ask'; ask: EventsAsk | SnapshotAsk };
export type Turn = Kernel.Turn<StreamsState & SessionState, StreamsEffect>;
/** Of a rule that has nothing done. */
export type SilentTurn = Kernel.Turn<StreamsState & SessionState>;
