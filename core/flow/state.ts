// All the brain knows: the ledger, which survives the process, and what is only known for now.
import type { IpcAnswer } from '../../contract/ipc.ts';
import type { Fit } from '../../contract/protocol.ts';
import type { Policy } from '../../contract/policy.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { StreamName } from '../../contract/streams.ts';
import type { StatusView, View } from '../../contract/view.ts';
import type { Ringing } from '../alerts/ladder.ts';
import { newAlerting, type Alerting } from '../alerts/raise.ts';
import { newPolling, type Polling } from '../existing/polling.ts';
import { newFacts, type Facts } from '../health/health.ts';
import { emptyLedger, type Ledger } from '../journal/ledger.ts';
import { newLink, type Link } from '../link/link.ts';
import type { WindowState } from '../ports/desktop.ts';
import { newSending, type Sending } from '../outbox/send.ts';
import type { Door } from '../session/door.ts';
import type { SteppedIn } from '../session/person.ts';
import type { Session } from '../session/session.ts';
import { withPolicy, type KnownSettings } from '../settings/effective.ts';
import { newBeat, type Beat } from '../streams/beat.ts';
import type { Flow } from '../streams/flow.ts';

export type Answer = IpcAnswer<{ command?: string }>;
export type Notice = View['notices'][number];

export type State = {
  readonly ledger: Ledger;

  readonly session: Session | null;
  /** The way in and out: enrolling, revoked. */
  readonly door: Door;
  readonly person: SteppedIn | null;
  /** Orders that nobody answered for too long, as a manager's inbox tells. */
  readonly escalations: ReadonlyMap<string, string>;

  readonly link: Link;
  readonly flows: ReadonlyMap<StreamName, Flow>;
  readonly beat: Beat;
  /** Add this to the wall clock to get the backend's. */
  readonly skewMs: number;
  /** The wall clock less the monotonic one, to notice sleep and a clock that was set. */
  readonly clockOffset: number | null;
  /** How many consoles the backend serves; null as long as it has not said. */
  readonly crowd: number | null;
  readonly crowdSince: number;
  /** Frames over Pusher that made no sense, and those that the backend cannot have sent. */
  /** Whether the backend's version and this one go together, as it last said. */
  readonly fit: Fit;
  readonly malformed: number;
  readonly foreign: number;

  /** For a backend without a log: what its list has told. */
  readonly polling: Polling;

  readonly sending: Sending;

  readonly alerting: Alerting;
  readonly ringing: Ringing | null;
  /** The last sound was really played. */
  readonly audible: boolean;
  /** Orders the bell was heard for. */
  readonly sounded: ReadonlySet<string>;

  readonly facts: Facts;
  readonly status: StatusView;
  readonly notices: readonly Notice[];

  readonly settings: KnownSettings;
  readonly policy: Policy | null;
  /** The computer's own, the preferred one first. */
  readonly languages: readonly string[];
  readonly window: WindowState;
  readonly focus: View['focus'];
  readonly startedAt: number;
  /** When to look next for what is old enough to be forgotten. */
  readonly forgetAt: number;
};

export function initialState(
  policy: Policy | null,
  now: { wall: number; mono: number },
  languages: readonly string[] = [],
): State {
  return {
    ledger: emptyLedger,
    session: null,
    door: { kind: 'unknown' },
    person: null,
    escalations: new Map(),
    link: newLink,
    flows: new Map(),
    beat: newBeat,
    skewMs: 0,
    clockOffset: null,
    crowd: null,
    crowdSince: 0,
    fit: 'unknown',
    malformed: 0,
    foreign: 0,
    polling: newPolling,
    sending: newSending,
    alerting: newAlerting,
    ringing: null,
    audible: true,
    sounded: new Set(),
    facts: newFacts,
    status: {
      word: 'starting',
      since: new Date(now.wall).toISOString(),
      missing: 0,
      caughtUpAt: null,
      caughtUpTo: null,
      parts: [],
    },
    notices: [],
    settings: withPolicy(defaultSettings, policy),
    policy,
    languages,
    window: 'none',
    focus: null,
    startedAt: now.mono,
    forgetAt: 0,
  };
}
