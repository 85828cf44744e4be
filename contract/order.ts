// An order as every part of the system sees it, and the table of what may be done to it.
import { z } from 'zod';
import {
  currency,
  isoTime,
  longText,
  money,
  newLongText,
  newShortText,
  shortText,
  uuid,
  visible,
} from './wire.ts';

export const statuses = ['new', 'accepted', 'ready', 'collected', 'rejected', 'cancelled'] as const;
export const status = z.enum(statuses);
export type Status = z.infer<typeof status>;

export const closedStatuses: readonly Status[] = ['collected', 'rejected', 'cancelled'];

const fulfilmentIn = <Short extends z.ZodType<string>, Long extends z.ZodType<string>>(
  short: Short,
  long: Long,
) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pick-up') }),
    z.strictObject({ kind: z.literal('delivery'), address: long.optional(), courier: short.optional() }),
    z.strictObject({ kind: z.literal('dine-in'), table: short }),
  ]);
export const fulfilment = fulfilmentIn(shortText, longText);
export type Fulfilment = z.infer<typeof fulfilment>;

export const payment = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('paid') }),
  z.strictObject({ kind: z.literal('collect'), amount: z.number().int().min(0).max(100_000_000) }),
]);

export const customer = z.strictObject({
  name: shortText,
  phone: z.string().trim().min(3).max(32).optional(),
  userId: z.string().trim().min(1).max(80).optional(),
});

export const item = z.strictObject({
  id: z.string().min(1).max(40),
  name: shortText,
  quantity: z.number().int().min(1).max(999),
  modifiers: z.array(shortText).max(30),
  allergens: z.array(z.string().trim().min(1).max(30)).max(20),
  note: longText.optional(),
  ticked: z.boolean(),
});
export type Item = z.infer<typeof item>;

/** Who did something: a person who stepped in, the device alone, the sales channel, the customer, the backend itself. */
export const actor = z.strictObject({
  kind: z.enum(['person', 'device', 'channel', 'customer', 'system']),
  id: z.string().max(80).optional(),
  name: z.string().max(80),
});
export type Actor = z.infer<typeof actor>;

export const verbs = [
  'accept',
  'reject',
  'ready',
  'recall',
  'collect',
  'cancel',
  'delay',
  'stop-bell',
  'understood',
  'tick',
] as const;
export const verb = z.enum(verbs);
export type Verb = z.infer<typeof verb>;

/** One line of "who did what when"; the last one of each kind is kept on the order, all of them in its timeline. */
export const act = z.strictObject({
  what: z.enum([...verbs, 'placed', 'told', 'due', 'assumed']),
  at: isoTime,
  by: actor,
  reason: z.string().max(500).optional(),
});
export type Act = z.infer<typeof act>;

export const order = z.strictObject({
  id: uuid,
  /** What staff call out. */
  number: z.string().min(1).max(12),
  status,
  /** Where it came from: web, phone, counter, or a partner's name. */
  channel: z.string().min(1).max(40),
  fulfilment,
  payment,
  customer: customer.optional(),
  items: z.array(item).min(1).max(200),
  note: longText.optional(),
  total: money,
  placedAt: isoTime,
  /** When it rings: at once, or when a scheduled order becomes due. */
  ringAt: isoTime,
  /** When the customer was told it would be ready. */
  promisedAt: isoTime.nullable(),
  /** Ready, and the customer hears of it then; null when there is nothing to tell. */
  tellAt: isoTime.nullable(),
  /** When the customer's channel got `order.ready`. */
  toldAt: isoTime.nullable(),
  /** The bell for this order was stopped until then; an order still new rings again. */
  snoozedUntil: isoTime.nullable(),
  /** Cancelled or changed after it was accepted, and nobody has said "Understood" yet. */
  toBeUnderstood: z.enum(['cancelled', 'changed']).nullable(),
  /** What the customer's page has told: it is open, or it got `order.ready`. Absent: nothing. */
  customerPage: z.enum(['open', 'received']).optional(),
  /** Collected only because 45 minutes passed. */
  assumed: z.boolean(),
  acts: z.array(act).max(60),
});
export type Order = z.infer<typeof order>;

/** What a sales channel posts. Whatever it leaves out gets the restaurant's default. */
export const newOrder = z.strictObject({
  number: visible(z.string().trim().min(1).max(12)).optional(),
  channel: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9 ._-]{0,39}$/i, { error: 'is 1 to 40 letters, digits, spaces, dots or dashes' })
    .optional(),
  fulfilment: fulfilmentIn(newShortText, newLongText).optional(),
  payment: payment.optional(),
  customer: z
    .strictObject({
      name: newShortText,
      phone: visible(z.string().trim().min(3).max(32)).optional(),
      userId: customer.shape.userId,
    })
    .optional(),
  items: z
    .array(
      z.strictObject({
        id: visible(z.string().trim().min(1).max(40)).optional(),
        name: newShortText,
        quantity: z.number().int().min(1).max(999).default(1),
        price: z.number().int().min(0).max(100_000_000).optional(),
        modifiers: z.array(newShortText).max(30).default([]),
        allergens: z
          .array(visible(z.string().trim().min(1).max(30)))
          .max(20)
          .default([]),
        note: newLongText.optional(),
      }),
    )
    .min(1)
    .max(200),
  note: newLongText.optional(),
  total: z.strictObject({ amount: z.number().int().min(0).max(100_000_000), currency }).optional(),
  /** For a scheduled order: when the customer wants it. */
  promisedAt: isoTime.optional(),
  /** For a scheduled order: when the kitchen should hear of it; otherwise promisedAt less the preparation time. */
  ringAt: isoTime.optional(),
});
export type NewOrder = z.infer<typeof newOrder>;

/**
 * The state machine: from which statuses a verb may start, and where it leads (null: the status stays).
 * `ready` from `new` accepts on the way: a counter that hands over at once presses one button.
 * `recall` of an order that was only assumed to be collected leads back to ready.
 */
export const transitions = {
  accept: { from: ['new'], to: 'accepted' },
  reject: { from: ['new'], to: 'rejected' },
  ready: { from: ['new', 'accepted'], to: 'ready' },
  recall: { from: ['ready', 'collected'], to: 'accepted' },
  collect: { from: ['ready'], to: 'collected' },
  cancel: { from: ['new', 'accepted', 'ready'], to: 'cancelled' },
  delay: { from: ['new', 'accepted'], to: null },
  'stop-bell': { from: ['new'], to: null },
  understood: { from: ['new', 'accepted', 'ready', 'cancelled'], to: null },
  tick: { from: ['new', 'accepted', 'ready'], to: null },
} as const satisfies Record<Verb, { from: readonly Status[]; to: Status | null }>;
