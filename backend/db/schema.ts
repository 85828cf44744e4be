// The tables, as Kysely sees them. Times are milliseconds since 1970, JSON is text, yes/no is 1/0: the same on
// SQLite and PostgreSQL.
import type { Generated, GeneratedAlways, Kysely } from 'kysely';
import type { AnnouncementTables } from './schema-announcements.ts';
import type { ChatTables } from './schema-chat.ts';
import type { IdentityTables } from './schema-identity.ts';
import type { PeopleTables } from './schema-people.ts';
import type { PushTables } from './schema-push.ts';

export type LogTables = {
  /** Facts about the database itself: its epoch, the embedded Pusher's credentials, secrets. */
  meta: { key: string; value: string };
  streams: {
    name: string;
    epoch: string;
    /** The seq of the newest event. */
    seq: number;
    last_id: string | null;
    /** The id of the event before the newest. */
    prev_id: string | null;
    /** Where this epoch began: no event at or below it belongs to it. */
    epoch_from: number;
    /** Up to here Pusher has taken the events. */
    published_seq: number;
    /** The last number called out in the restaurant whose stream it is. */
    numbered: Generated<number>;
    /** The relay that may publish now, until when. */
    lease_owner: string | null;
    lease_until: number;
  };
  events: { stream: string; seq: number; id: string; type: string; at: number; body: string };
  /** Events that were written down with the change they tell of, and have no place in their stream yet. */
  later_events: {
    /** Their order. */
    n: GeneratedAlways<number>;
    stream: string;
    id: string;
    /** The event as it was given to the log. */
    event: string;
  };
  orders: {
    id: string;
    restaurant_id: string;
    number: string;
    status: string;
    channel: string;
    /** The id of the sales channel's key. */
    placed_by: string | null;
    placed_at: number;
    ring_at: number;
    closed_at: number | null;
    /** 1 while it belongs on the screen: not closed, or still to be understood. */
    open: number;
    acts: number;
    /** What it is found by, in one spelling: `search-words.ts`. */
    search: string;
    /** 1 while it names its customer. */
    personal: number;
    /** Where it stands in the index; null: nowhere yet. */
    page: number | null;
    /** The order as the contract has it. */
    body: string;
  };
  acts: { order_id: string; n: number; at: number; body: string };
  receipts: {
    order_id: string;
    device_id: string;
    stage: string;
    at: number;
    person_id: string | null;
  };
  /** Idempotency keys, written in the transaction of the effect. */
  commands: {
    scope: string;
    key: string;
    hash: string;
    at: number;
    order_id: string;
    answer: string;
  };
  /** The index of what orders are found by: so many orders of a restaurant, one after another in time. */
  search_pages: {
    id: number;
    /** The pages of a book lie together in the index. */
    book: number;
    restaurant_id: string;
    /** When the oldest and the newest of them were placed. */
    from_at: number;
    to_at: number;
    /** Each as `PLACED_AT.ID`, with a space between them. */
    orders: string;
  };
  /** Which orders of a page have such a run of letters, by their places on the page: `,3,17,`. */
  search_grams: { book: number; gram: string; page: number; hits: string };
  /** What is to happen to an order later: tell its customer, ring, assume it collected. */
  due: { order_id: string; kind: string; at: number };
};

export type Schema = LogTables & IdentityTables & AnnouncementTables & ChatTables & PeopleTables & PushTables;

/** A place to ask: the reading side of the store, or the transaction at hand. */
export type Db = Kysely<Schema>;
