// Says what each kind of backend can do, to whoever asks or tells it something. How it is followed: `core/followers/`.
import type { Verb } from '../../contract/order.ts';
import { backendKindOf, type BackendKind, type WithBackend } from './backend-kind.ts';

/** `kept`: it counts on this device alone, as an overlay that lives as long as its order is listed. */
export type HowTaken = 'sent' | 'kept' | 'not-possible';

export type Abilities = {
  /** Signs for Pusher who a device is. */
  readonly signsDevicesIn: boolean;
  /** Wants proof of what became of an order here. */
  readonly takesReceipts: boolean;
  /** Answers more questions than those that it takes to follow it. */
  readonly answersQueries: boolean;
  /** The most that can be said of it while everything works. */
  readonly bestWord: 'live' | 'checked';
  readonly howTaken: Readonly<Record<Verb, HowTaken>>;
};

const abilities: Readonly<Record<BackendKind, Abilities>> = {
  sequenced: {
    signsDevicesIn: true,
    takesReceipts: true,
    answersQueries: true,
    bestWord: 'live',
    howTaken: {
      ready: 'sent',
      accept: 'sent',
      'stop-bell': 'sent',
      understood: 'sent',
      tick: 'sent',
      delay: 'sent',
      reject: 'sent',
      recall: 'sent',
      collect: 'sent',
      cancel: 'sent',
    },
  },
  listed: {
    signsDevicesIn: false,
    takesReceipts: false,
    answersQueries: false,
    bestWord: 'checked',
    howTaken: {
      ready: 'sent',
      accept: 'kept',
      'stop-bell': 'kept',
      understood: 'kept',
      tick: 'kept',
      delay: 'kept',
      reject: 'not-possible',
      recall: 'not-possible',
      collect: 'not-possible',
      cancel: 'not-possible',
    },
  },
};

export const abilitiesOf = (session: WithBackend): Abilities => abilities[backendKindOf(session)];
