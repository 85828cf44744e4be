// What a rule that tells the time reads.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { time } from './slice.ts';

export { time } from './slice.ts';
export type TimeState = StateOf<typeof time>;
export type Turn = Kernel.Turn<TimeState>;
