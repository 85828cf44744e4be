// Chooses the follower that fits the session's backend, and hands on to it what happens.
import type { StreamName } from '../../contract/streams.ts';
import type { Follower } from '../followers/follower.ts';
import { listed } from '../followers/listed/follower.ts';
import { sequenced } from '../followers/sequenced/follower.ts';
import { heardFromLink } from '../link/signals.ts';
import type { CommandAsk } from '../outbox/questions.ts';
import { sendOutbox } from '../outbox/send.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { RealtimeSignal } from '../ports/realtime.ts';
import { backendKindOf, type BackendKind, type WithBackend } from '../session/backend-kind.ts';
import { proven, provesLink } from '../session/proof.ts';
import type { Turn } from './turn.ts';

const followers: Readonly<Record<BackendKind, Follower<Turn>>> = { sequenced, listed };

export const followerOf = (session: WithBackend): Follower<Turn> => followers[backendKindOf(session)];

/** null: without a session there is nothing to follow. */
export const followerIn = ({ state: { session } }: Pick<Turn, 'state'>): Follower<Turn> | null =>
  session === null ? null : followerOf(session);

export const readBackend = (turn: Turn): void => followerIn(turn)?.read(turn);
export const checkBackend = (turn: Turn): void => followerIn(turn)?.check(turn);

/** What may have been missed is asked for as soon as the rules are read. */
export const catchUp = (turn: Turn, stream: StreamName, what: 'events' | 'snapshot' = 'events'): void =>
  followerIn(turn)?.catchUp(turn, stream, what);

export function heard(turn: Turn, signal: RealtimeSignal): void {
  if (provesLink(signal)) proven(turn);
  if (signal.kind === 'event') return followerIn(turn)?.pushed(turn, signal);
  const stream = heardFromLink(turn, signal);
  if (stream !== null) catchUp(turn, stream);
}

export function sendPresses(turn: Turn): void {
  const follower = followerIn(turn);
  if (follower !== null) sendOutbox(turn, (order) => follower.knows(turn, order));
}

export const pressCame = (turn: Turn, ask: CommandAsk, answer: BackendAnswer): void =>
  followerIn(turn)?.pressCame(turn, ask, answer);
