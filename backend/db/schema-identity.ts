// The tables of restaurants, devices, people, codes, keys and escalations. Secrets are kept as hashes only; nothing
// is deleted that somebody's deed may still refer to: it gets an end.

import type { Generated } from 'kysely';

type Ending = { created_at: number; ended_at: number | null };

export type IdentityTables = {
  restaurants: Ending & {
    id: string;
    /** Its settings as the contract has them. */
    body: string;
    /** 0 while nobody would hear an order. */
    accepting: number;
    pin_salt: string;
    /** When escalation is to look at it next. */
    watch_at: number;
    /** The webhook address that calls fail at, once its managers were told; null: none. */
    webhook_failing: Generated<string | null>;
  };
  people: Ending & {
    id: string;
    restaurant_id: string;
    name: string;
    role: string;
    /** In lower case. */
    email: string | null;
    pin_hash: string | null;
    password_hash: string | null;
    /** Shared by the rows of one human, each of which is a role in one restaurant; null: there is only this one. */
    account_id: Generated<string | null>;
  };
  codes: Ending & {
    id: string;
    restaurant_id: string;
    label: string;
    hash: string;
    uses: number;
    /** null: any number of times. */
    max_uses: number | null;
    /** null: never. */
    expires_at: number | null;
    /** 'counter' or 'office': what a device becomes that enrols with it. */
    kind: Generated<string>;
  };
  /** One row per enrolment: the id is the device session's. */
  devices: Ending & {
    id: string;
    restaurant_id: string;
    /** Says nothing for sure: an image of a computer carries it to every copy. One restaurant's, and no other's. */
    install_id: string;
    /** Tells those apart that beat under one install at the same time: 0 for the first. */
    copy: Generated<number>;
    /** Since when another enrolment of its install waits for it to fall silent. */
    doubted_at: Generated<number | null>;
    name: string;
    token_hash: string;
    leave_hash: string;
    code_id: string | null;
    /** 'left', 'replaced' or 'revoked' */
    ended_why: string | null;
    /** 'counter' or 'office' */
    kind: Generated<string>;
    /** Since when it is missed: it was there, and fell silent in opening hours. */
    gone_at: Generated<number | null>;
    /** When it said that it ends; it stands until the next beat. */
    farewell_at: Generated<number | null>;
    /** 'quit', 'shutdown' or 'update' */
    farewell_why: Generated<string | null>;
    /** Who of the restaurant ended it; null: not known. */
    farewell_person: Generated<string | null>;
    /** When somebody closed it the time before, and it came back. */
    closed_before: Generated<number | null>;
  };
  /** The newest beat of each device; apart from it, because it changes every few seconds. */
  beats: {
    device_id: string;
    restaurant_id: string;
    at: number;
    live: number;
    audible: number;
    /** When it last was live and audible at once; 0: never, as always with an office. */
    heard_at: number;
    window: string;
    person_id: string | null;
    /** As it told them; null: an earlier version, which told none. */
    protocol: number | null;
    version: string | null;
    platform: string | null;
    /** Somebody touched it not long before. */
    attended: Generated<number>;
  };
  person_sessions: Ending & {
    id: string;
    person_id: string;
    /** null: signed in without a device. */
    device_id: string | null;
    token_hash: string;
    expires_at: number;
    /** Where somebody signed in with a password, hashed with who it was; null for a PIN. */
    place: Generated<string | null>;
    /** The session somebody stepped in with, from which they look into this restaurant; null: this is one. */
    parent_id: Generated<string | null>;
  };
  api_keys: Ending & {
    id: string;
    /** null: good for every restaurant. */
    restaurant_id: string | null;
    /** 'channel' or 'admin' */
    kind: string;
    name: string;
    hash: string;
    /** What it may do beyond what each of its kind may, with spaces between. */
    rights: Generated<string>;
  };
  /** Mistaken tries per install, restaurant, person, account and address. */
  guesses: { subject: string; failures: number; at: number };
  /** Pusher users whose connections have to be ended, until the Pusher service has confirmed it. */
  terminations: { user_id: string; next_at: number; failures: number; rounds: number };
  escalations: {
    id: string;
    restaurant_id: string;
    kind: string;
    /** null: about the restaurant as a whole. */
    order_id: string | null;
    order_number: string | null;
    since: number;
    raised_at: number;
    cancelled_at: number | null;
  };
  /** Outgoing webhook calls, and what came of them. */
  deliveries: {
    id: string;
    restaurant_id: string;
    escalation_id: string;
    /** 'raised' or 'cancelled' */
    what: string;
    url: string;
    body: string;
    created_at: number;
    attempts: number;
    /** null: nothing more to do. */
    next_at: number | null;
    /** 'waiting', 'delivered', 'refused', 'given-up' or 'withdrawn' */
    outcome: string;
    /** What the last try met: an HTTP status or a sentence. */
    last: string | null;
    done_at: number | null;
  };
};
