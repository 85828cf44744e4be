// A follower keeps the console's book in step with one kind of backend: it says what is read when, what a push means, and
// how a press gets there. What such a backend can do beside that is in `session/abilities.ts`.
import type { StreamName } from '../../contract/streams.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CommandAsk } from '../outbox/questions.ts';
import type { BackendAnswer, BackendRequest } from '../ports/backend.ts';
import type { AuthorizeRequest, RealtimeSignal } from '../ports/realtime.ts';
import type { Session } from '../session/session.ts';

export type Follower<Turn extends { readonly state: unknown }> = {
  /** A session begins, or goes on after a restart: what an earlier process left may be uncertain. */
  readonly begin: (turn: Turn) => void;
  /** A rule: asks for what is due and for what is missing, before orders are settled and rung for. */
  readonly read: (turn: Turn) => void;
  /** A rule: asks whether everything is here, after presses were sent. */
  readonly check: (turn: Turn) => void;
  /** Something may have been missed: it is asked for as soon as the rules are read. */
  readonly catchUp: (turn: Turn, stream: StreamName, what: 'events' | 'snapshot') => void;
  /** Something came over Pusher. */
  readonly pushed: (turn: Turn, event: RealtimeSignal & { kind: 'event' }) => void;
  /** The backend answered, whatever was asked: what every answer of this kind says. */
  readonly answered: (turn: Turn, answer: BackendAnswer) => void;
  /** The backend can be told by now what was pressed on this order. */
  readonly knows: (turn: Turn, order: string) => boolean;
  readonly pressRequest: (
    entry: Entry,
    to: { session: Session; token: string },
    state: Turn['state'],
  ) => BackendRequest;
  /** A press that may have arrived can be sent again, and takes effect once. */
  readonly repeatsPresses: boolean;
  readonly pressCame: (turn: Turn, ask: CommandAsk, answer: BackendAnswer) => void;
  /** How the signature that Pusher wants is asked for; null: the backend makes none for that. */
  readonly authorizeRequest: (
    request: AuthorizeRequest,
    to: { session: Session; token: string },
  ) => BackendRequest | null;
  /** What a self-test asks it; null: it has no such thing. */
  readonly selfTest: {
    /** Answered to anybody, and with its time. */
    readonly alive: BackendRequest | null;
    readonly signIn: (to: { session: Session; token: string }) => BackendRequest;
    /** Has it send an event of this name through log and Pusher to this device. */
    readonly testEvent: ((token: string, test: string) => BackendRequest) | null;
  };
};
