// What a rule about alerts reads, and what it may have done.
import type { EscalationsState } from '../escalations/turn.ts';
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { NoticesState } from '../notices/turn.ts';
import type { OrdersState } from '../orders/turn.ts';
import type { OutboxState } from '../outbox/turn.ts';
import type { BellSound } from '../ports/bell.ts';
import type { Toast } from '../ports/notifier.ts';
import type { ScreenEffect } from '../screen/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { SettingsState } from '../settings/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import type { TimeState } from '../time/turn.ts';
import type { alerts } from './slice.ts';

export { alerts, type Doorbell } from './slice.ts';
export type AlertsState = StateOf<typeof alerts>;
export type AlertsEffect =
  | Kernel.LogEffect
  | ScreenEffect
  | { do: 'toast'; toast: Toast }
  | { do: 'withdraw'; toast: string }
  /** `orders`: those it rings for; they get a receipt once it was heard. `atLeast`: as loud, whatever is set. */
  | { do: 'ring'; sound: BellSound; orders: readonly string[]; atLeast?: number }
  | { do: 'silence' }
  /** Whether the bell would be heard, without being. */
  | { do: 'look-at-sound' };
export type AlertsReads = AlertsState &
  EscalationsState &
  NoticesState &
  OutboxState &
  OrdersState &
  StreamsState &
  SessionState &
  SettingsState &
  TimeState;
export type Turn = Kernel.Turn<AlertsReads, AlertsEffect>;
