// What a rule about a backend without a log reads, and what it may have done.
import type { AlertsEffect, AlertsReads } from '../../alerts/turn.ts';
import type { StateOf } from '../../kernel/declare-slice.ts';
import type * as Kernel from '../../kernel/turn.ts';
import type { OutboxEffect } from '../../outbox/turn.ts';
import type { ListAsk, OrderAsk } from './questions.ts';
import type { listed } from './slice.ts';

export { listed } from './slice.ts';
export type ListedState = StateOf<typeof listed>;
export type ListedEffect = AlertsEffect | OutboxEffect | { do: 'ask'; ask: ListAsk | OrderAsk };
export type Turn = Kernel.Turn<ListedState & AlertsReads, ListedEffect>;
