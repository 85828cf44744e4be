// Notes what the beats have told: when the last was answered, and until when everything is here, which "live" is
// measured by. When a beat is sent, and what is made of its answer, is decided above.
import type { Head, StreamName } from '../../contract/streams.ts';
import type { BeatAsk } from './questions.ts';
import { setBeat } from './slice.ts';
import type { SilentTurn } from './turn.ts';

/** Below the promised 15 s by what a wake-up may come late. */
export const liveForMs = 14_000;

export const beatAsked = (turn: SilentTurn, asking: BeatAsk, nextAt: number): void =>
  setBeat(turn, { asking, nextAt });

export const beatIsOver = (turn: SilentTurn): void => setBeat(turn, { asking: null });

/** As soon as the one that may be under way is over. */
export const beatNow = (turn: SilentTurn): void => setBeat(turn, { nextAt: turn.at.mono });

export const beatWithin = (turn: SilentTurn, ms: number): void =>
  setBeat(turn, { nextAt: Math.min(turn.state.beat.nextAt, turn.at.mono + ms) });

/** `heads`: what is to be reached until everything up to then is here; null: it named none of ours. */
export function beatAnswered(
  turn: SilentTurn,
  sentAt: number,
  heads: ReadonlyMap<StreamName, Head> | null,
): void {
  const goal = heads === null ? {} : { goal: { sentAt, toldAt: turn.at.mono, fetched: false, heads } };
  setBeat(turn, { answeredAt: sentAt, ...goal });
}

/** The heads that the last beat named are asked for: once per beat. */
export function goalFetched(turn: SilentTurn): void {
  const { goal } = turn.state.beat;
  if (goal !== null) setBeat(turn, { goal: { ...goal, fetched: true } });
}

export function goalReached(turn: SilentTurn): void {
  const { goal, coveredAt } = turn.state.beat;
  if (goal !== null) setBeat(turn, { goal: null, coveredAt: Math.max(coveredAt ?? 0, goal.sentAt) });
}

/** All that there is was read when it was asked for at that moment. */
export const allReadAt = (turn: SilentTurn, sentAt: number): void =>
  setBeat(turn, { answeredAt: sentAt, coveredAt: sentAt });

/** What was told before says nothing of now. */
export const beatAnew = (turn: SilentTurn): void =>
  setBeat(turn, { asking: null, nextAt: turn.at.mono, coveredAt: null, goal: null });
