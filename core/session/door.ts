// The way into a restaurant and out of it, as the rules see it.
import type { Policy } from '../../contract/policy.ts';
import { effect, learn, spread, wakeAt, write, type Turn } from '../flow/turn.ts';
import type { Input } from '../flow/input.ts';
import { newAlerting } from '../alerts/raise.ts';
import { unsureAfterStart } from '../existing/commands.ts';
import { newPolling } from '../existing/polling.ts';
import { newFacts } from '../health/health.ts';
import { addNotice, dropNotices } from '../health/notices.ts';
import { sendingAfterStart } from '../outbox/send.ts';
import { newBeat } from '../streams/beat.ts';
import { newFlow, want } from '../streams/flow.ts';
import type { Ledger } from '../journal/ledger.ts';
import { crc32, toUtf8 } from '../journal/bytes.ts';
import { personalAlerts } from './person.ts';
import type { Ended } from './session.ts';

/** What it takes to enrol; with an empty `code` the order system in the policy, which enrols nobody, is used. */
export type Wish = { url: string; fingerprint: string | null; code: string; deviceName: string };

export type Door =
  /** The disk is being read: nobody knows yet whether there is a session. */
  | { kind: 'unknown' }
  /** `again`: what the enrolment that was overtaken had been asked for with. */
  | { kind: 'shut'; notBefore: number; failures: number; again: Wish | null }
  | { kind: 'enrolling'; failures: number; again: Wish | null }
  /** `unproven`: just enrolled, and the backend has not taken the token yet. */
  | { kind: 'open'; unproven: { wish: Wish; failures: number } | null }
  /** People made it leave, or the backend did: it comes back only with a new code. */
  | { kind: 'ended'; how: Ended['how'] };

/** The disk was read and there is no session. After leaving, the code it came in with does not bring it back. */
export function openDoor(turn: Turn, ended: Ended | null): void {
  const code = wayInOf(turn.state.policy);
  const newCode = code !== undefined && ended?.code !== codeMark(code);
  learn(turn, {
    door:
      ended === null || newCode
        ? { kind: 'shut', notBefore: 0, failures: 0, again: null }
        : { kind: 'ended', how: ended.how },
  });
}

/** What a policy lets a device in with: a code, or the key to an existing backend. */
export const wayInOf = (policy: Policy | null): string | undefined =>
  policy?.enrolment?.code ?? policy?.backend?.existing?.token;

/** Enough to know a code again, too little to use it. */
export const codeMark = (code: string): string => crc32(toUtf8(code));

function wishOf(policy: Policy | null): Wish | null {
  if (policy?.backend === undefined) return null;
  if (policy.enrolment === undefined && policy.backend.existing === undefined) return null;
  return {
    url: policy.backend.url,
    fingerprint: policy.backend.fingerprint ?? null,
    code: policy.enrolment?.code ?? '',
    deviceName: policy.enrolment?.deviceName ?? '',
  };
}

/**
 * With a code from IT the device enrols by itself, and goes on trying: nobody may be there to press anything. So it does
 * with one that somebody typed in, if that was overtaken.
 */
export function enrolByItself(turn: Turn): void {
  const { door, policy, session } = turn.state;
  if (session !== null || door.kind !== 'shut') return;
  const { failures, again } = door;
  const wish = again ?? wishOf(policy);
  if (wish === null) return;
  if (turn.at.mono < door.notBefore) return wakeAt(turn, door.notBefore);
  learn(turn, { door: { kind: 'enrolling', failures, again } });
  effect(turn, { do: 'enrol', ...wish });
}

/** Ever more rarely, up to half a minute. */
export const againAfterMs = (failures: number): number => Math.min(30_000, 1000 * 2 ** failures);

export function enrolFailed(turn: Turn, message: string, final: boolean): void {
  const { door } = turn.state;
  const before = door.kind === 'enrolling' || door.kind === 'shut' ? door : { failures: 0, again: null };
  const failures = before.failures + 1;
  // A code may be made valid at the backend at any time, so even a refusal is not for ever.
  const notBefore = turn.at.mono + spread(turn, final ? 60_000 : againAfterMs(failures));
  learn(turn, { door: { kind: 'shut', failures, notBefore, again: final ? null : before.again } });
  addNotice(turn, 'enrolment-failed', message);
  effect(turn, { do: 'log', level: 'warn', event: 'enrolment.failed', fields: { message } });
}

const hasUnread = ({ orders, unreadable }: Ledger): boolean =>
  unreadable.size > 0 || [...orders.values()].some(({ status }) => status === 'unknown');

type Entering = Omit<Input & { kind: 'entered' }, 'kind'>;

/** A session begins, or goes on after a restart: read what was missed, over HTTP, before Pusher is even there. */
export function entered(turn: Turn, { session, ledger, restaurant, wish }: Entering): void {
  const { door } = turn.state;
  const failures = door.kind === 'enrolling' ? door.failures : 0;
  turn.state = { ...turn.state, ledger };
  if (restaurant !== null) write(turn, [{ kind: 'restaurant', restaurant }]);
  write(turn, personalAlerts(turn));
  learn(turn, {
    session,
    door: { kind: 'open', unproven: wish === null ? null : { wish, failures } },
    facts: newFacts,
    fit: 'unknown',
    beat: newBeat,
    polling: newPolling,
    alerting: newAlerting,
    sending: sendingAfterStart(ledger.outbox),
    flows: new Map(session.streams.map((stream) => [stream, newFlow])),
    startedAt: turn.at.mono,
  });
  if (session.existing !== null) unsureAfterStart(turn);
  dropNotices(turn, 'enrolment-failed');
  // What an earlier version could not read this one may.
  const what = hasUnread(ledger) ? 'snapshot' : 'events';
  for (const stream of session.streams) want(turn, stream, what);
  effect(turn, {
    do: 'log',
    level: 'info',
    event: 'session.entered',
    fields: { restaurant: session.restaurantId },
  });
}
