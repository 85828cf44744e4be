// What a rule about the inbox reads, and what it may have done.
import type { AlertsEffect, AlertsReads } from '../alerts/turn.ts';
import type { StateOf } from '../kernel/declare-slice.ts';
import type { HealthState } from '../health/turn.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { NoticesState } from '../notices/turn.ts';
import type { InboxAsk } from './questions.ts';
import type { inbox } from './slice.ts';

export { inbox } from './slice.ts';
export type InboxState = StateOf<typeof inbox>;
export type InboxReads = InboxState & AlertsReads;
export type InboxEffect =
  | AlertsEffect
  | { do: 'ask'; ask: InboxAsk }
  /** The journal is written anew, without what is in its past only. */
  | { do: 'compact' };
export type Turn = Kernel.Turn<InboxReads, InboxEffect>;
/** Where somebody is told of it. */
export type BehindTurn = Kernel.Turn<InboxReads & HealthState & NoticesState>;
/** Of a rule that has nothing done. */
export type SilentTurn = Kernel.Turn<InboxReads>;
