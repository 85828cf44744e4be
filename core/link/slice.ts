// Declares what is known of the link to Pusher, and of how many consoles share the backend.
import type { StreamName } from '../../contract/streams.ts';
import { slice } from '../kernel/declare-slice.ts';

export type Link = {
  phase: 'none' | 'down' | 'connecting' | 'up';
  /** Since when it is in this phase. */
  since: number;
  /** Attempts in a row after which nothing was heard. */
  failures: number;
  /** down: when to try again. */
  nextTry: number;
  channels: ReadonlyMap<StreamName, Subscription>;
  /** Streams whose channel is subscribed on the present socket. */
  heard: ReadonlySet<StreamName>;
  /** When attempts began, lately: too many are a storm. */
  attempts: readonly number[];
  cause: string | null;
};
export type Subscription = { state: 'asked' | 'refused'; at: number; tries: number };

export const newLink: Link = {
  phase: 'none',
  since: 0,
  failures: 0,
  nextTry: 0,
  channels: new Map(),
  heard: new Set(),
  attempts: [],
  cause: null,
};

export const {
  own: link,
  set,
  setWithin,
} = slice('link', {
  process: {
    link: newLink,
    /** How many consoles the backend serves; null as long as it has not said. */
    consoleCount: null as number | null,
    consoleCountSince: 0,
  },
});

export const setLink = setWithin('link');
