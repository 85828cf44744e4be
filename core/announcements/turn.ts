// What a rule about announcements reads.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import type { TimeState } from '../time/turn.ts';
import type { announcements } from './slice.ts';

export { announcements } from './slice.ts';
export type AnnouncementsState = StateOf<typeof announcements>;
export type Turn = Kernel.Turn<AnnouncementsState & StreamsState & TimeState>;
