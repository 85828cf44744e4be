// What a rule about the book reads.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { orders } from './slice.ts';

export { orders } from './slice.ts';
export type OrdersState = StateOf<typeof orders>;
export type OrdersLedger = OrdersState['ledger'];
export type Turn = Kernel.Turn<OrdersState>;
