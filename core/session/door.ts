// The way into a restaurant and out of it, as the rules see it.
import { spread, wakeAt } from '../kernel/turn.ts';
import { addNotice } from '../notices/notices.ts';
import type { Ended, Session } from './session.ts';
import { set, type Wish } from './slice.ts';
import type { Turn } from './turn.ts';
import { codeMark, wayInOf, wishOf } from './way-in.ts';

/** The disk was read and there is no session. After leaving, the code it came in with does not bring it back. */
export function openDoor(turn: Turn, ended: Ended | null): void {
  const code = wayInOf(turn.state.policy);
  const newCode = code !== undefined && ended?.code !== codeMark(code);
  set(turn, {
    door:
      ended === null || newCode
        ? { kind: 'shut', notBefore: 0, failures: 0, again: null }
        : { kind: 'ended', how: ended.how },
  });
}

/**
 * With a code from IT the device enrols by itself, and goes on trying: nobody may be there to press anything. So it does
 * with one that somebody typed in, if that was superseded.
 */
export function enrolByItself(turn: Turn): void {
  const { door, policy, session } = turn.state;
  if (session !== null || door.kind !== 'shut') return;
  const { failures, again } = door;
  const wish = again ?? wishOf(policy);
  if (wish === null) return;
  if (turn.at.mono < door.notBefore) return wakeAt(turn, door.notBefore);
  set(turn, { door: { kind: 'enrolling', failures, again } });
  turn.emit({ do: 'enrol', ...wish });
}

/** Ever more rarely, up to half a minute. */
const againAfterMs = (failures: number): number => Math.min(30_000, 1000 * 2 ** failures);

export function enrolFailed(turn: Turn, message: string, final: boolean): void {
  const { door } = turn.state;
  const before = door.kind === 'enrolling' || door.kind === 'shut' ? door : { failures: 0, again: null };
  const failures = before.failures + 1;
  // A code may be made valid at the backend at any time, so even a refusal is not for ever.
  const notBefore = turn.at.mono + spread(turn, final ? 60_000 : againAfterMs(failures));
  set(turn, { door: { kind: 'shut', failures, notBefore, again: final ? null : before.again } });
  addNotice(turn, 'enrolment-failed', message);
  turn.emit({ do: 'log', level: 'warn', event: 'enrolment.failed', fields: { message } });
}

/** `wish`: what it has just been enrolled with; null when no enrolment was asked for. */
export function enter(turn: Turn, session: Session, wish: Wish | null): void {
  const { door } = turn.state;
  const failures = door.kind === 'enrolling' ? door.failures : 0;
  const unproven = wish === null ? null : { wish, failures };
  set(turn, { session, startedAt: turn.at.mono, door: { kind: 'open', unproven } });
}

/** The backend has ended it, or people want to leave: what is to be done then the rules read out. */
export function end(turn: Turn, how: Ended['how']): void {
  if (turn.state.session !== null) set(turn, { door: { kind: 'ended', how } });
}

/** It is entered again with the same wish, ever more rarely. */
export function enterAgain(turn: Turn, wish: Wish, failures: number): void {
  const notBefore = turn.at.mono + spread(turn, againAfterMs(failures));
  set(turn, { door: { kind: 'shut', failures, notBefore, again: wish } });
}

/** Somebody asked for it. */
export function enrolNow(turn: Turn): void {
  const { door } = turn.state;
  if (door.kind === 'shut') set(turn, { door: { ...door, notBefore: 0 } });
}
