// Notes that the backend has taken this session's token. Until then an enrolment may have been superseded by a later
// one, and who ends the session need not mean it.
import type { BackendAnswer } from '../ports/backend.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { set } from './slice.ts';
import type { Turn } from './turn.ts';

/** Its token was taken: from now on whoever ends the session means it. */
export function proven(turn: Turn): void {
  const { enrolment } = turn.state;
  if (enrolment.kind === 'enrolled' && enrolment.unproven !== null)
    set(turn, { enrolment: { ...enrolment, unproven: null } });
}

/** A backend in trouble, and what stands before one, answer without having looked at the token. */
export const provesToken = (answer: BackendAnswer): boolean =>
  answer.kind === 'answer' && answer.status < 500 && answer.status !== 401;

/** Both are signed by the backend, for a token that it takes. */
export const provesLink = (signal: RealtimeSignal): boolean =>
  signal.kind === 'signed-in' || (signal.kind === 'subscribed' && signal.channel.startsWith('private-'));
