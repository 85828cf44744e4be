// What a rule about notices reads.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { notices } from './slice.ts';

export { notices, type Notice } from './slice.ts';
export type NoticesState = StateOf<typeof notices>;
export type Turn = Kernel.Turn<NoticesState>;
