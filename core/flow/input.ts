// Everything that can become known to the brain. `session` names the session it belongs to: what comes late from a
// former one is not heard any more.
import type { Person } from '../../contract/api.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Intent } from '../counterbell.ts';
import type { Ledger } from '../journal/ledger.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { PowerSignal, WindowState } from '../ports/desktop.ts';
import type { DiskFailure } from '../ports/disk.ts';
import type { ToastOutcome } from '../ports/notifier.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import type { KnownSettings } from '../settings/effective.ts';
import type { Wish } from '../session/door.ts';
import type { Ended, Session } from '../session/session.ts';
import type { Ask } from './ask.ts';
import type { Notice } from './state.ts';
import type { Moment } from './turn.ts';

export type Input =
  /** Time has passed: the rules are read again. */
  | { kind: 'wake' }
  | { kind: 'settings-read'; settings: KnownSettings }
  /** The disk is read, and no session was on it. */
  | { kind: 'ready'; ended: Ended | null }
  /**
   * `restaurant` as the enrolment told it; null when the session was on the disk. `wish`: what it has just been enrolled
   * with; null when no enrolment was asked for, which then cannot have been overtaken.
   */
  | {
      kind: 'entered';
      session: Session;
      ledger: Ledger;
      restaurant: Restaurant | null;
      wish: Wish | null;
    }
  | { kind: 'enrol-failed'; message: string; final: boolean }
  | { kind: 'realtime'; session: string; signal: RealtimeSignal }
  | {
      kind: 'answered';
      session: string;
      ask: Ask;
      /** `gone`: a person who was stepped in when it was asked, and is not any more. */
      as: 'device' | 'person' | 'gone';
      sentAt: Moment;
      answer: BackendAnswer;
    }
  | { kind: 'stepped-in'; session: string; person: Person; token: string; streams: readonly StreamName[] }
  | { kind: 'toasted'; toast: string; outcome: ToastOutcome }
  | { kind: 'clicked'; toast: string }
  | { kind: 'rang'; heard: boolean; orders: readonly string[] }
  | { kind: 'chosen'; choice: string }
  | { kind: 'power'; signal: PowerSignal }
  /** The disk refused a commit, or (null) took one again. */
  | { kind: 'disk'; failure: DiskFailure | null }
  /** `detail: null`: it is no longer true. */
  | { kind: 'notice'; code: Notice['code']; detail: string | null }
  | { kind: 'window'; state: WindowState }
  | { kind: 'intent'; intent: Intent };
