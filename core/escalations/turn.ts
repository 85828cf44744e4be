// What a rule about escalations reads.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { escalations } from './slice.ts';

export { escalations } from './slice.ts';
export type EscalationsState = StateOf<typeof escalations>;
export type Turn = Kernel.Turn<EscalationsState>;
