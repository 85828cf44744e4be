// What a rule about other consoles reads.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { NoticesState } from '../notices/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { consoles } from './slice.ts';

export { consoles } from './slice.ts';
export type ConsolesState = StateOf<typeof consoles>;
export type Turn = Kernel.Turn<ConsolesState & SessionState & NoticesState>;
