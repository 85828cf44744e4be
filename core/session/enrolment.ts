// Keeps whether this device is enrolled: when it enrols by itself, what became of that, and how a session begins and ends.
import { spread, wakeAt } from '../kernel/turn.ts';
import { addNotice } from '../notices/notices.ts';
import type { Ended, Session } from './session.ts';
import { set, type EnrolmentRequest } from './slice.ts';
import type { Turn } from './turn.ts';
import { codeMark, keyInPolicy, requestInPolicy } from './policy-enrolment.ts';

/** The disk was read and there is no session. After leaving, the code it came in with does not bring it back. */
export function noSessionFound(turn: Turn, ended: Ended | null): void {
  const code = keyInPolicy(turn.state.policy);
  const newCode = code !== undefined && ended?.code !== codeMark(code);
  set(turn, {
    enrolment:
      ended === null || newCode
        ? { kind: 'none', notBefore: 0, failures: 0, again: null }
        : { kind: 'ended', how: ended.how },
  });
}

/**
 * With a code from IT the device enrols by itself, and goes on trying: nobody may be there to press anything. So it does
 * with one that somebody typed in, if that was superseded.
 */
export function enrolByItself(turn: Turn): void {
  const { enrolment, policy, session } = turn.state;
  if (session !== null || enrolment.kind !== 'none') return;
  const { failures, again } = enrolment;
  const request = again ?? requestInPolicy(policy);
  if (request === null) return;
  if (turn.at.mono < enrolment.notBefore) return wakeAt(turn, enrolment.notBefore);
  set(turn, { enrolment: { kind: 'enrolling', failures, again } });
  turn.emit({ do: 'enrol', ...request });
}

/** Ever more rarely, up to half a minute. */
const againAfterMs = (failures: number): number => Math.min(30_000, 1000 * 2 ** failures);

export function enrolFailed(turn: Turn, message: string, final: boolean): void {
  const { enrolment } = turn.state;
  const before =
    enrolment.kind === 'enrolling' || enrolment.kind === 'none' ? enrolment : { failures: 0, again: null };
  const failures = before.failures + 1;
  // A code may be made valid at the backend at any time, so even a refusal is not for ever.
  const notBefore = turn.at.mono + spread(turn, final ? 60_000 : againAfterMs(failures));
  set(turn, { enrolment: { kind: 'none', failures, notBefore, again: final ? null : before.again } });
  addNotice(turn, 'enrolment-failed', message);
  turn.emit({ do: 'log', level: 'warn', event: 'enrolment.failed', fields: { message } });
}

/** `request`: what it has just been enrolled with; null when no enrolment was asked for. */
export function enter(turn: Turn, session: Session, request: EnrolmentRequest | null): void {
  const { enrolment } = turn.state;
  const failures = enrolment.kind === 'enrolling' ? enrolment.failures : 0;
  const unproven = request === null ? null : { request, failures };
  set(turn, { session, startedAt: turn.at.mono, enrolment: { kind: 'enrolled', unproven } });
}

/** The backend has ended it, or people want to leave: what is to be done then the rules read out. */
export function end(turn: Turn, how: Ended['how']): void {
  if (turn.state.session !== null) set(turn, { enrolment: { kind: 'ended', how } });
}

/** It enrols again with the same request, ever more rarely. */
export function enrolAgain(turn: Turn, request: EnrolmentRequest, failures: number): void {
  const notBefore = turn.at.mono + spread(turn, againAfterMs(failures));
  set(turn, { enrolment: { kind: 'none', failures, notBefore, again: request } });
}

/** Somebody asked for it. */
export function enrolNow(turn: Turn): void {
  const { enrolment } = turn.state;
  if (enrolment.kind === 'none') set(turn, { enrolment: { ...enrolment, notBefore: 0 } });
}
