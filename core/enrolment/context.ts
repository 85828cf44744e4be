// Holds what starting, enrolling and leaving share: the ports, the brain they tell, and what is under way between them.
import type { Membership, Person } from '../../contract/api.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { Journal } from '../kernel/journal.ts';
import type { Notice } from '../notices/turn.ts';
import type { Ports } from '../ports/ports.ts';
import type { Entering } from '../rules/enter.ts';
import type { AllRows } from '../rules/turn.ts';
import type { Ended } from '../session/session.ts';
import type { SessionState } from '../session/turn.ts';
import type { KnownSettings } from '../settings/effective.ts';
import type { Setup } from './setup.ts';

export type EnrolmentInput =
  | { kind: 'settings-read'; settings: KnownSettings }
  /** The disk is read, and no session was on it. */
  | { kind: 'ready'; ended: Ended | null }
  | { kind: 'enrol-failed'; message: string; final: boolean }
  | {
      kind: 'stepped-in';
      session: string;
      person: Person;
      token: string;
      streams: readonly StreamName[];
      restaurants?: readonly Membership[] | undefined;
    }
  /** `detail: null`: it is no longer true. */
  | { kind: 'notice'; code: Notice['code']; detail: string | null };
export type EnteredInput = { kind: 'entered' } & Entering;

/** What is known of a session that cannot go on. */
export type LeftBehind = {
  folder: string;
  /** As the session said, or otherwise its journal; null: nobody knows any more. */
  restaurantId: string | null;
  /** It is known whose it is, and nothing of it is missing. */
  whole: boolean;
  /** The numbers of the orders something was pressed on that the backend has not heard of. */
  unsent: readonly string[];
};

export type Context = {
  ports: Ports;
  setup: Setup;
  rows: AllRows;
  brain: {
    state(): Pick<SessionState, 'session' | 'enrolment' | 'person'>;
    dispatch(input: EnrolmentInput): Promise<unknown>;
    enter(journal: Journal, input: EnteredInput): Promise<unknown>;
  };
  /** As the settings' file says. */
  installId: string;
  /** Of a session that cannot go on: its journal waits for the same restaurant to be entered again. */
  reuse: LeftBehind | null;
  /** Under way. What is enrolled anew waits for it, or it would be swept away with the former session. */
  wiping: Promise<unknown>;
  /** Under way at the screen: two enrolments at once would supersede each other. */
  typedIn: Promise<unknown>;
};

export const contextOf = (ports: Ports, setup: Setup, rows: AllRows, brain: Context['brain']): Context => ({
  ports,
  setup,
  rows,
  brain,
  installId: '',
  reuse: null,
  wiping: Promise.resolve(),
  typedIn: Promise.resolve(),
});

export const tell = ({ brain }: Context, code: Notice['code'], detail: string): Promise<unknown> =>
  brain.dispatch({ kind: 'notice', code, detail });
