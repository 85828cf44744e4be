// Declares what is known of the inbox of whoever is stepped in, what was announced of it, and what was pressed in it.
import { mapOf } from '../kernel/row.ts';
import { slice } from '../kernel/declare-slice.ts';
import { inboxPressOnDisk, type InboxPress } from './inbox-press.ts';
import type { Known } from './known.ts';
import type { InboxAsk } from './questions.ts';

export type Announcing = {
  /** Never announced again: what was there when they stepped in, and what has been since. */
  seen: ReadonlySet<string>;
  /** Nothing that is older than what was there then is news. */
  newestAtFirst: string | null;
  /** To be announced. */
  untold: readonly string[];
  /** Since when something waits for the rest that is being caught up. */
  waitingSince: number | null;
  /** When the last single ones were announced: many in a short time become one. */
  singles: readonly number[];
  /** Since when some wait to be announced together. */
  gathering: number | null;
  /** Which ones each notification that is on the desktop is about. */
  open: ReadonlyMap<string, readonly string[]>;
};

export const newAnnouncing: Announcing = {
  seen: new Set(),
  newestAtFirst: null,
  untold: [],
  waitingSince: null,
  singles: [],
  gathering: null,
  open: new Map(),
};

export type Telling = {
  /** One at a time, in the order of pressing. */
  underWay: InboxAsk | null;
  failures: number;
  notBefore: number;
};
export const newTelling: Telling = { underWay: null, failures: 0, notBefore: 0 };

export const {
  own: inbox,
  set,
  setWithin,
  keep,
} = slice('inbox', {
  session: { telling: newTelling },
  person: {
    /** null: nobody is stepped in, or the backend has no such thing. */
    inbox: null as Known | null,
    announcing: newAnnouncing,
    /** They were told that it is behind, and may have dismissed that. */
    isBehindTold: false,
  },
  keeps: {
    /** Until the backend was told and its effect has come back; also after the person has stepped out. */
    inboxPresses: mapOf<InboxPress>({ v: 1, sealed: false, unread: 'kept', shape: inboxPressOnDisk }),
  },
});

export const setAnnouncing = setWithin('announcing');
export const setTelling = setWithin('telling');
