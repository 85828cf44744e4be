// What a rule about leaving the program reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type { LogEffect } from '../kernel/turn.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { leaving } from './slice.ts';

export { leaving, type ExitCode } from './slice.ts';
export type LeavingState = StateOf<typeof leaving>;
export type LeavingEffect =
  | LogEffect
  /** Ends the program, as a person or a command line wanted. */
  | { do: 'quit'; by: 'person' | 'verb' }
  | { do: 'seek-exit-code' }
  | { do: 'close-window' }
  | { do: 'full-screen' }
  | { do: 'kiosk'; on: boolean };
export type Turn = Kernel.Turn<LeavingState, LeavingEffect>;
