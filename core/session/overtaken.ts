// An enrolment that was overtaken: of several requests under way the backend keeps the last that arrives, and the answer
// that came back may be an earlier one's. Its token never worked, so nobody revoked anything: the device enrols again.
import { effect, learn, spread, type Turn } from '../flow/turn.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { againAfterMs } from './door.ts';
import { forgetSession, revoked } from './leave.ts';

/** The backend has ended this session. Only one that it never took for its own may come back by itself. */
export function sentAway(turn: Turn): void {
  const { door, session } = turn.state;
  if (session === null || door.kind !== 'open' || door.unproven === null) return revoked(turn);
  const { wish } = door.unproven;
  const failures = door.unproven.failures + 1;
  effect(turn, { do: 'log', level: 'warn', event: 'enrolment.overtaken', fields: { failures } });
  // Late answers to the dead token must not be taken for the next session's, which may live in the same folder.
  effect(turn, { do: 'drop-connections' });
  effect(turn, { do: 'leave-behind', session });
  forgetSession(turn);
  const notBefore = turn.at.mono + spread(turn, againAfterMs(failures));
  learn(turn, { door: { kind: 'shut', failures, notBefore, again: wish } });
}

/** Its token was taken: from now on whoever ends the session means it. */
export function proven(turn: Turn): void {
  const { door } = turn.state;
  if (door.kind === 'open' && door.unproven !== null) learn(turn, { door: { ...door, unproven: null } });
}

/** A backend in trouble, and what stands before one, answer without having looked at the token. */
export const provesToken = (answer: BackendAnswer): boolean =>
  answer.kind === 'answer' && answer.status < 500 && answer.status !== 401;

/** Both are signed by the backend, for a token that it takes. */
export const provesLink = (signal: RealtimeSignal): boolean =>
  signal.kind === 'signed-in' || (signal.kind === 'subscribed' && signal.channel.startsWith('private-'));
