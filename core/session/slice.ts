// Declares what is known of the device's enrolment and session, and of the person who is stepped in.
import { z } from 'zod';
import type { Membership, Person } from '../../contract/api.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { StreamName } from '../../contract/streams.ts';
import { oneOf, theOne } from '../kernel/row.ts';
import { slice } from '../kernel/declare-slice.ts';
import type { Ended, Session } from './session.ts';

/** What it takes to enrol; with an empty `code` the order system in the policy, which enrols nobody, is used. */
export type EnrolmentRequest = { url: string; fingerprint: string | null; code: string; deviceName: string };

export type Enrolment =
  /** The disk is being read: nobody knows yet whether there is a session. */
  | { kind: 'unknown' }
  /** `again`: what the enrolment that was superseded had been asked for with. */
  | { kind: 'none'; notBefore: number; failures: number; again: EnrolmentRequest | null }
  | { kind: 'enrolling'; failures: number; again: EnrolmentRequest | null }
  /** `unproven`: just enrolled, and the backend has not taken the token yet. */
  | { kind: 'enrolled'; unproven: { request: EnrolmentRequest; failures: number } | null }
  /** People made it leave, or the backend did: it comes back only with a new code. */
  | { kind: 'ended'; how: Ended['how'] };

export type SteppedIn = {
  person: Person;
  token: string;
  streams: readonly StreamName[];
  /** Where they have a role, this restaurant first; empty with a backend that does not tell. */
  restaurants: readonly Membership[];
  /** When somebody last did something here. */
  activeAt: number;
};

export const {
  own: session,
  set,
  keep,
} = slice('session', {
  process: {
    enrolment: { kind: 'unknown' } as Enrolment,
    /** Of this program, as it tells the backend. */
    software: null as { version: string; platform: string } | null,
  },
  session: {
    session: null as Session | null,
    /** When it was entered. */
    startedAt: 0,
  },
  person: { person: null as SteppedIn | null },
  keeps: {
    /** As managers call the device since it enrolled. */
    deviceName: oneOf<string>({
      v: 1,
      sealed: false,
      unread: 'stale-until-refetched',
      shape: z.string(),
    }),
    restaurant: oneOf<Restaurant>({
      v: 1,
      sealed: false,
      // A restaurant of yesterday is better than none.
      unread: 'stale-until-refetched',
      shape: z.object({ id: z.string(), name: z.string(), currency: z.string(), timeZone: z.string() }),
      before: { restaurant: (change: { restaurant: Restaurant }) => [theOne, change.restaurant] },
    }),
  },
});
