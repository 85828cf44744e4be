// What a rule about the link reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import type { link } from './slice.ts';

export { link, newLink, type Link } from './slice.ts';
export type LinkState = StateOf<typeof link>;
export type RealtimeEffect =
  | { do: 'realtime'; act: 'open' | 'connect' | 'disconnect' | 'check' | 'close' }
  | { do: 'realtime'; act: 'subscribe' | 'unsubscribe'; channel: string };
export type LinkEffect = Kernel.LogEffect | RealtimeEffect;
export type Turn = Kernel.Turn<LinkState & StreamsState & SessionState, LinkEffect>;
