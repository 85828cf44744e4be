// What a rule about health reads, and what it may have done.
import type { AlertsState } from '../alerts/turn.ts';
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { LinkState } from '../link/turn.ts';
import type { NoticesState } from '../notices/turn.ts';
import type { OutboxState } from '../outbox/turn.ts';
import type { ScreenEffect } from '../screen/turn.ts';
import type { OrdersState } from '../orders/turn.ts';
import type { SettingsState } from '../settings/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import type { TimeState } from '../time/turn.ts';
import type { health } from './slice.ts';

export { health } from './slice.ts';
export type HealthState = StateOf<typeof health>;
type Reads = HealthState & OrdersState & LinkState & StreamsState & SessionState & TimeState;
export type Turn = Kernel.Turn<Reads, Kernel.LogEffect>;
/** Where somebody is told of it. */
export type TellingTurn = Kernel.Turn<Reads & NoticesState & AlertsState, Kernel.LogEffect>;
/** Where it matters who heard the bell. */
export type HeardTurn = Kernel.Turn<HealthState & NoticesState & AlertsState & SessionState & TimeState>;
export type HealthEffect =
  /** The bell is tried: for no order, and over none. */
  { do: 'ring-check' };
export type OpeningTurn = Kernel.Turn<
  Reads & NoticesState & AlertsState & OutboxState & SettingsState,
  Kernel.LogEffect | ScreenEffect | HealthEffect
>;
