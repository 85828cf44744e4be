// Notes who is stepped in. What they bring with them (a token, a stream) lives in memory only, so stepping out leaves
// nothing of them behind.
import { streamParts, type StreamName } from '../../contract/streams.ts';
import { set, type SteppedIn } from './slice.ts';
import type { Turn } from './turn.ts';

export function isIn(turn: Turn, who: Omit<SteppedIn, 'activeAt'>): void {
  set(turn, { person: { ...who, activeAt: turn.at.mono } });
}

export function active(turn: Turn): void {
  const { person } = turn.state;
  if (person !== null) set(turn, { person: { ...person, activeAt: turn.at.mono } });
}

/** A person's inbox is a stream of theirs alone. */
export const isPersonal = (stream: StreamName): boolean => streamParts(stream).kind === 'user';
