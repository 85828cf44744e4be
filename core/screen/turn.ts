// What a rule about the window reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { screen } from './slice.ts';

export { screen } from './slice.ts';
export type ScreenState = StateOf<typeof screen>;
export type ScreenEffect =
  | { do: 'show'; how: 'focus' | 'inactive' }
  | { do: 'flash'; on: boolean }
  /** Or let fall asleep again. */
  | { do: 'keep-awake'; on: boolean };
export type Turn = Kernel.Turn<ScreenState, ScreenEffect>;
