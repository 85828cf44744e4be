// What a rule about chats reads, and what it may have done.
import type { AlertsState } from '../alerts/turn.ts';
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { OrdersState } from '../orders/turn.ts';
import type { BellSound } from '../ports/bell.ts';
import type { Toast } from '../ports/notifier.ts';
import type { ScreenEffect, ScreenState } from '../screen/turn.ts';
import type { SessionState } from '../session/turn.ts';
import type { SettingsState } from '../settings/turn.ts';
import type { StreamsState } from '../streams/turn.ts';
import type { TimeState } from '../time/turn.ts';
import type { ChatReadAsk, ChatWriteAsk } from './questions.ts';
import type { chat } from './slice.ts';

export { chat } from './slice.ts';
export type ChatState = StateOf<typeof chat>;
export type ChatReads = ChatState &
  AlertsState &
  OrdersState &
  StreamsState &
  SessionState &
  SettingsState &
  ScreenState &
  TimeState;
export type ChatEffect =
  | Kernel.LogEffect
  | ScreenEffect
  | { do: 'ask'; ask: ChatWriteAsk | ChatReadAsk }
  | { do: 'toast'; toast: Toast }
  | { do: 'withdraw'; toast: string }
  | { do: 'ring'; sound: BellSound; orders: readonly string[]; atLeast?: number }
  /** The journal is written anew, without what is in its past only. */
  | { do: 'compact' };
export type Turn = Kernel.Turn<ChatReads, ChatEffect>;
/** Of a rule that has nothing done. */
export type SilentTurn = Kernel.Turn<ChatReads>;
