// What a rule about the session reads, and what it may have done.
import type { StateOf } from '../kernel/declare-slice.ts';
import type * as Kernel from '../kernel/turn.ts';
import type { NoticesState } from '../notices/turn.ts';
import type { SettingsState } from '../settings/turn.ts';
import type { Ended, Session } from './session.ts';
import type { session, EnrolmentRequest } from './slice.ts';

export { session, type Enrolment, type SteppedIn, type EnrolmentRequest } from './slice.ts';
export type SessionState = StateOf<typeof session>;
export type SessionEffect =
  | Kernel.LogEffect
  | ({ do: 'enrol' } & EnrolmentRequest)
  /** Ends the session and wipes what is on the disk of it. */
  | { do: 'wipe'; how: Ended['how']; session: Session }
  /** Its token is worth nothing, its journal is kept: the same restaurant is about to be entered again. */
  | { do: 'leave-behind'; session: Session };
export type Turn = Kernel.Turn<SessionState & SettingsState & NoticesState, SessionEffect>;
/** Of a rule that has nothing done. */
export type SilentTurn = Kernel.Turn<SessionState>;
