// What a rule about health reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { LinkState } from '../link/turn.ts';
import type { OrdersState } from '../orders/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import type { TimeState } from '../time/turn.ts';
import type { health } from './slice.ts';

export { health } from './slice.ts';
export type HealthState = StateOf<typeof health>;
export type Turn = Kernel.Turn<
  HealthState & OrdersState & LinkState & StreamsState & SessionState & TimeState,
  Kernel.LogEffect
>;
