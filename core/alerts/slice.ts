// Declares what is known of alerts that were raised, of the bell that rings for them, and of doorbells that nobody has
// explained yet.
import type { OutputChoice } from '../../contract/settings/values.ts';
import type { HealthView } from '../../contract/health.ts';
import { mapOf } from '../kernel/row.ts';
import { slice } from '../kernel/declare-slice.ts';
import { alertOnDisk, type Alert } from './alert.ts';
import type { Ringing } from './ladder.ts';

export type Alerting = {
  /** Notifications this process asked for and has not taken back. */
  open: ReadonlySet<string>;
  /** All it ever asked for: what is `intended` and not among them was cut short by a crash. */
  asked: ReadonlySet<string>;
  /** When the last single ones were raised: many in a short time become one. */
  singles: readonly number[];
  /** Since when something waits for the whole picture. */
  waitingSince: number | null;
  /** Since when some wait to be raised together. */
  gathering: number | null;
};

const newAlerting: Alerting = {
  open: new Set(),
  asked: new Set(),
  singles: [],
  waitingSince: null,
  gathering: null,
};

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

/** When it is to be looked whether the bell would be heard. */
export type SoundLook = {
  /** null: nothing asks for it. */
  at: number | null;
  /** One is under way; `again`: loudspeakers came or went since. */
  asked: boolean;
  again: boolean;
  /** So many sounds and looks in a row found that it is not. */
  misses: number;
  /** The loudspeaker it was for; undefined: there was none yet. */
  output: OutputChoice | null | undefined;
};

export const {
  own: alerts,
  set,
  setWithin,
  keep,
} = slice('alerts', {
  process: {
    /** Whether the bell can be heard here; null: nothing was played yet, and nobody has looked. */
    sound: null as HealthView['sound'],
    soundLook: { at: null, asked: false, again: false, misses: 0, output: undefined } as SoundLook,
  },
  session: {
    alerting: newAlerting,
    ringing: null as Ringing | null,
    /** Orders the bell was heard for. */
    sounded: new Set() as ReadonlySet<string>,
    /** A doorbell that no list has explained yet: when it rang, and the alert it raised if that took too long. */
    doorbell: null as Doorbell | null,
  },
  keeps: {
    alerts: mapOf<Alert>({
      v: 1,
      sealed: false,
      unread: 'kept',
      shape: alertOnDisk,
      before: {
        alert: (change: { alert: Alert }) => [change.alert.id, change.alert],
        'alert-gone': (change: { id: string }) => [change.id, null],
      },
    }),
  },
});

export const setAlerting = setWithin('alerting');
export const setLook = setWithin('soundLook');
