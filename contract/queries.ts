// What the window may ask of the backend through the console: shown, then forgotten, never part of the ledger.
import { z } from 'zod';
import { deviceKinds, farewellWhys, receiptStages } from './api.ts';
import { chatMessageView } from './chat-view.ts';
import { act, shownOrder } from './order.ts';
import { notificationView } from './view.ts';
import { isoTime } from './wire.ts';

/** Why there is no answer; the screen has words for each. */
export const queryWhys = [
  'offline', // nothing reached the backend, or nothing came back
  'not-allowed', // it does not show this to whoever asks, or cannot be asked this at all
  'gone', // there is nothing of it any more
  'failed', // it answered with something that is of no use here
] as const;
export type QueryWhy = (typeof queryWhys)[number];
export type QueryAnswer<T> = { ok: true; value: T } | { ok: false; why: QueryWhy };

/** Where in the window it is asked: a newer question from the same place takes the place of the one before it. */
export const place = z.string().min(1).max(60);

/** Another restaurant of whoever is stepped in; null, or not said: this console's own. */
const restaurant = z.string().min(1).max(64).nullish();

const answerOf = <V extends z.ZodType>(value: V) =>
  z.union([
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), why: z.enum(queryWhys) }),
  ]);
const query = <A extends z.ZodType, V extends z.ZodType>(asked: A, value: V) => ({
  request: z.strictObject({ place, asked }),
  response: answerOf(value),
});

/** All that was done to an order, and what devices and the customer's page told of it. */
export const orderTimeline = z.strictObject({
  acts: z.array(act),
  receipts: z.array(
    z.strictObject({ stage: z.enum(receiptStages), at: isoTime, device: z.string().nullable() }),
  ),
});
export type OrderTimeline = z.infer<typeof orderTimeline>;

/** An order that was looked up: whole, or as little as could be read of it. */
export const foundOrder = z.union([
  z.strictObject({ kind: z.literal('order'), order: shownOrder }),
  z.strictObject({
    kind: z.literal('unreadable'),
    id: z.string(),
    number: z.string(),
    placedAt: isoTime.nullable(),
  }),
]);
export type FoundOrder = z.infer<typeof foundOrder>;

/** Newest first. `before` asks for the page behind this one; null on the last. */
export const historyPage = z.strictObject({ orders: z.array(foundOrder), before: z.string().nullable() });
export type HistoryPage = z.infer<typeof historyPage>;

export const historySearch = z.strictObject({
  /** Words of number, name or telephone; empty: every order. */
  text: z.string().trim().max(100),
  /** A day by the restaurant's clock; null: whenever it was. */
  day: z.iso.date().nullable(),
  before: z.string().max(100).nullable(),
  restaurant,
});
export type HistorySearch = z.infer<typeof historySearch>;

/** Newest first; `before` asks for the page behind this one, null on the last. */
export const inboxPage = z.strictObject({
  notifications: z.array(notificationView),
  before: z.string().nullable(),
});
export type InboxPage = z.infer<typeof inboxPage>;
/** Messages of a chat from before those that the console has, the oldest first. `more`: there are older ones still. */
export const olderMessages = z.strictObject({ messages: z.array(chatMessageView), more: z.boolean() });
export type OlderMessages = z.infer<typeof olderMessages>;

/** What only a newer version of a console tells, and of which nothing is known otherwise, is null. */
export const shownDevice = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(deviceKinds),
  enrolledAt: isoTime,
  seenAt: isoTime.nullable(),
  live: z.boolean(),
  audible: z.boolean(),
  attended: z.boolean().nullable(),
  person: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
  version: z.string().nullable(),
  protocol: z.number().nullable(),
  platform: z.string().nullable(),
  /** It said that it ends, and nothing since. */
  closed: z
    .strictObject({ at: isoTime, why: z.enum(farewellWhys), person: z.string().nullable() })
    .nullable(),
});
export type ShownDevice = z.infer<typeof shownDevice>;
export const shownDevices = z.strictObject({ devices: z.array(shownDevice) });
export type ShownDevices = z.infer<typeof shownDevices>;

/** The phones that are called when nobody answers an order. */
export const shownPhones = z.strictObject({
  phones: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      person: z.strictObject({ id: z.string(), name: z.string() }),
      addedAt: isoTime,
      reachedAt: isoTime.nullable(),
    }),
  ),
});
export type ShownPhone = z.infer<typeof shownPhones>['phones'][number];

export const queries = {
  'order.timeline': query(z.strictObject({ order: z.string().min(1).max(200), restaurant }), orderTimeline),
  'orders.history': query(historySearch, historyPage),
  /** A person's older notifications. */
  'inbox.page': query(z.strictObject({ before: z.string().max(100).nullable(), restaurant }), inboxPage),
  'chat.older': query(
    z.strictObject({ chat: z.string().min(1).max(64), before: z.string().max(64) }),
    olderMessages,
  ),
  'devices.list': query(z.strictObject({ restaurant }), shownDevices),
  'phones.list': query(z.strictObject({}), shownPhones),
} as const;

export type QueryName = keyof typeof queries;
export type Asked<N extends QueryName> = z.infer<(typeof queries)[N]['request']>['asked'];
type Answered<N extends QueryName> = z.infer<(typeof queries)[N]['response']>;
export type Value<N extends QueryName> = Extract<Answered<N>, { ok: true }>['value'];
