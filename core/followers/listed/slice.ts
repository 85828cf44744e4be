// Declares what is known of a backend without a log between two readings of its list.
import { slice } from '../../kernel/declare-slice.ts';
import type { ListAsk, OrderAsk } from './questions.ts';
import { noDoubts, type Doubts } from './reconcile.ts';

export type Polling = {
  asking: ListAsk | null;
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
  looking: OrderAsk | null;
  /** Absent ones of which asking told nothing: then the next list decides. */
  untold: ReadonlySet<string>;
  /** Entries of the last list that had not even an id: in the next one as well, they ring. */
  nameless: ReadonlySet<string>;
};

const newPolling: Polling = {
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
};

export const { own: listed, setWithin } = slice('listed', { session: { polling: newPolling } });

export const setPolling = setWithin('polling');
