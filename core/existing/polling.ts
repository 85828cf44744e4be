// What is known of a backend without a log between two readings of its list.
import type { Ask } from '../flow/ask.ts';
import { learn, type Turn } from '../flow/turn.ts';
import { noDoubts, type Doubts } from './reconcile.ts';

export type Doorbell = {
  /** The first, the last and how many there were: the list has to have been asked for after all of them. */
  at: number;
  latest: number;
  count: number;
  /** It was raised without knowing the order. */
  toast: string | null;
  /** When a list was read that had been asked for after the last of them. */
  readAt: number | null;
  /** Somebody stopped its bell, for as long as any other; or the list is given a moment to tell what it was. */
  quietUntil: number;
};

export type Polling = {
  asking: Ask | null;
  /** When a list was asked for last. */
  askedAt: number;
  nextAt: number;
  failures: number;
  doubts: Doubts;
  /** When each order came into the book. */
  arrived: ReadonlyMap<string, number>;
  /** Their ids by ours, of what is in the book; what is not here has not been listed since the start. */
  theirs: ReadonlyMap<string, string>;
  /** The one that is being asked for because the list does not name it any more. */
  looking: Ask | null;
  /** Absent ones of which asking told nothing: then the next list decides. */
  untold: ReadonlySet<string>;
  /** Entries of the last list that had not even an id: in the next one as well, they ring. */
  nameless: ReadonlySet<string>;
  /** A doorbell that no list has explained yet: when it rang, and the alert it raised if that took too long. */
  doorbell: Doorbell | null;
};

export const newPolling: Polling = {
  asking: null,
  askedAt: Number.NEGATIVE_INFINITY,
  nextAt: 0,
  failures: 0,
  doubts: noDoubts,
  arrived: new Map(),
  theirs: new Map(),
  looking: null,
  untold: new Set(),
  nameless: new Set(),
  doorbell: null,
};

export const set = (turn: Turn, news: Partial<Polling>): void =>
  learn(turn, { polling: { ...turn.state.polling, ...news } });

export const isExisting = (turn: Pick<Turn, 'state'>): boolean => turn.state.session?.existing != null;

export function readSoon(turn: Turn): void {
  set(turn, { nextAt: Math.min(turn.state.polling.nextAt, turn.at.mono) });
}
