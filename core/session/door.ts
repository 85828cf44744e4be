// The way into a restaurant and out of it, as the rules see it.
import type { Policy } from '../../contract/policy.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { effect, learn, spread, wakeAt, write, type Turn } from '../flow/turn.ts';
import type { Ledger } from '../journal/ledger.ts';
import { newAlerting } from '../alerts/raise.ts';
import { unsureAfterStart } from '../existing/commands.ts';
import { newPolling } from '../existing/polling.ts';
import { newFacts } from '../health/health.ts';
import { addNotice, dropNotices } from '../health/notices.ts';
import { sendingAfterStart } from '../outbox/send.ts';
import { newBeat } from '../streams/beat.ts';
import { newFlow, want } from '../streams/flow.ts';
import { crc32, toUtf8 } from '../journal/bytes.ts';
import { personalAlerts } from './person.ts';
import type { Ended, Session } from './session.ts';

export type Door =
  /** The disk is being read: nobody knows yet whether there is a session. */
  | { kind: 'unknown' }
  | { kind: 'shut'; notBefore: number; failures: number }
  | { kind: 'enrolling'; failures: number }
  | { kind: 'open' }
  /** People made it leave, or the backend did: it comes back only with a new code. */
  | { kind: 'ended'; how: Ended['how'] };

/** The disk was read and there is no session. After leaving, the code it came in with does not bring it back. */
export function openDoor(turn: Turn, ended: Ended | null): void {
  const code = wayInOf(turn.state.policy);
  const newCode = code !== undefined && ended?.code !== codeMark(code);
  learn(turn, {
    door:
      ended === null || newCode
        ? { kind: 'shut', notBefore: 0, failures: 0 }
        : { kind: 'ended', how: ended.how },
  });
}

/** What a policy lets a device in with: a code, or the key to an existing backend. */
export const wayInOf = (policy: Policy | null): string | undefined =>
  policy?.enrolment?.code ?? policy?.backend?.existing?.token;

/** Enough to know a code again, too little to use it. */
export const codeMark = (code: string): string => crc32(toUtf8(code));

/** With a code from IT the device enrols by itself, and goes on trying: nobody may be there to press anything. */
export function enrolByPolicy(turn: Turn): void {
  const { door, policy, session } = turn.state;
  if (session !== null || door.kind !== 'shut') return;
  if (policy?.backend === undefined) return;
  if (policy.enrolment === undefined && policy.backend.existing === undefined) return;
  if (turn.at.mono < door.notBefore) return wakeAt(turn, door.notBefore);
  learn(turn, { door: { kind: 'enrolling', failures: door.failures } });
  effect(turn, {
    do: 'enrol',
    url: policy.backend.url,
    fingerprint: policy.backend.fingerprint ?? null,
    code: policy.enrolment?.code ?? '',
    deviceName: policy.enrolment?.deviceName ?? '',
  });
}

export function enrolFailed(turn: Turn, message: string, final: boolean): void {
  const { door } = turn.state;
  const failures = (door.kind === 'enrolling' || door.kind === 'shut' ? door.failures : 0) + 1;
  // A code may be made valid at the backend at any time, so even a refusal is not for ever.
  const delay = final ? 60_000 : Math.min(30_000, 1000 * 2 ** failures);
  learn(turn, { door: { kind: 'shut', failures, notBefore: turn.at.mono + spread(turn, delay) } });
  addNotice(turn, 'enrolment-failed', message);
  effect(turn, { do: 'log', level: 'warn', event: 'enrolment.failed', fields: { message } });
}

type Entering = { session: Session; ledger: Ledger; restaurant: Restaurant | null };

/** A session begins, or goes on after a restart: read what was missed, over HTTP, before Pusher is even there. */
export function entered(turn: Turn, { session, ledger, restaurant }: Entering): void {
  turn.state = { ...turn.state, ledger };
  if (restaurant !== null) write(turn, [{ kind: 'restaurant', restaurant }]);
  write(turn, personalAlerts(turn));
  learn(turn, {
    session,
    door: { kind: 'open' },
    facts: newFacts,
    beat: newBeat,
    polling: newPolling,
    alerting: newAlerting,
    sending: sendingAfterStart(ledger.outbox),
    flows: new Map(session.streams.map((stream) => [stream, newFlow])),
    startedAt: turn.at.mono,
  });
  if (session.existing !== null) unsureAfterStart(turn);
  dropNotices(turn, 'enrolment-failed');
  for (const stream of session.streams) want(turn, stream, 'events');
  effect(turn, {
    do: 'log',
    level: 'info',
    event: 'session.entered',
    fields: { restaurant: session.restaurantId },
  });
}
