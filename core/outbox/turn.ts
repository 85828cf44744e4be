// What a rule about the outbox reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { OrdersState } from '../orders/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { SettingsState } from '../settings/turn.ts';
import type { StreamsEffect, StreamsState } from '../streams/turn.ts';
import type { TimeState } from '../time/turn.ts';
import type { CommandAsk, ReceiptsAsk } from './questions.ts';
import type { outbox } from './slice.ts';

export { outbox, type Sending } from './slice.ts';
export type OutboxState = StateOf<typeof outbox>;
export type OutboxEffect = StreamsEffect | { do: 'ask'; ask: CommandAsk | ReceiptsAsk };
export type Seen = OutboxState & OrdersState & StreamsState & SessionState & SettingsState & TimeState;
export type Turn = Kernel.Turn<Seen, OutboxEffect>;
/** Of a rule that has nothing done. */
export type SilentTurn = Kernel.Turn<Seen>;
