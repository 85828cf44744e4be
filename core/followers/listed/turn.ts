// What a rule about a backend without a log reads, and what it may have done.
import type { AlertsEffect, AlertsState } from '../../alerts/turn.ts';
import type { EscalationsState } from '../../escalations/turn.ts';
import type { StateOf } from '../../kernel/declare-slice.ts';
import type * as Kernel from '../../kernel/turn.ts';
import type { OrdersState } from '../../orders/turn.ts';
import type { OutboxEffect, OutboxState } from '../../outbox/turn.ts';
import type { SessionState } from '../../session/turn.ts';
import type { SettingsState } from '../../settings/turn.ts';
import type { StreamsState } from '../../streams/turn.ts';
import type { TimeState } from '../../time/turn.ts';
import type { ListAsk, OrderAsk } from './questions.ts';
import type { listed } from './slice.ts';

export { listed } from './slice.ts';
export type ListedState = StateOf<typeof listed>;
export type ListedEffect = AlertsEffect | OutboxEffect | { do: 'ask'; ask: ListAsk | OrderAsk };
export type Turn = Kernel.Turn<
  ListedState &
    AlertsState &
    EscalationsState &
    OutboxState &
    OrdersState &
    StreamsState &
    SessionState &
    SettingsState &
    TimeState,
  ListedEffect
>;
