// An order as every part of the system sees it, and the table of what may be done to it.
import { z } from 'zod';
import {
  ifReadable,
  listOfReadable,
  listUpTo,
  orElse,
  readAs,
  strictly,
  textUpTo,
  wordOf,
} from './tolerant.ts';
import { isoTime, longText, money, newLongText, newShortText, shortText, uuid, visible } from './wire.ts';

export const statuses = ['new', 'accepted', 'ready', 'collected', 'rejected', 'cancelled'] as const;
export const status = z.enum(statuses);
export type Status = z.infer<typeof status>;

/** A status that this version does not know is an open one, and is shown by its word. It is never sent. */
export const unknownStatus = 'unknown';
export type ReadStatus = Status | typeof unknownStatus;

export const closedStatuses: readonly ReadStatus[] = ['collected', 'rejected', 'cancelled'];

const fulfilmentIn = <Text extends z.ZodType<string>>(short: Text, long: Text) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pick-up') }),
    z.object({ kind: z.literal('delivery'), address: long.optional(), courier: short.optional() }),
    z.object({ kind: z.literal('dine-in'), table: short }),
  ]);

const other = z
  .object({ kind: z.string().min(1) })
  .transform(({ kind }) => ({ kind: 'other' as const, word: kind }));
/** A kind that this version does not know is shown by its word, and nothing is claimed of it. */
const orOther = <Out, In>(kinds: z.ZodType<Out, In>) =>
  readAs<Out | z.output<typeof other>, In>(kinds, kinds.or(other));

const sentFulfilment = fulfilmentIn(shortText, longText);
export const fulfilment = orOther(sentFulfilment);
export type Fulfilment = z.infer<typeof fulfilment>;

const sentPayment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('paid') }),
  z.object({ kind: z.literal('collect'), amount: z.number().int().min(0).max(100_000_000) }),
]);
export const payment = orOther(sentPayment);
export type Payment = z.infer<typeof payment>;

export const customer = z.object({
  name: shortText,
  phone: textUpTo(32).optional(),
  userId: textUpTo(80).optional(),
});

export const item = z.object({
  id: z.string().min(1).max(40),
  name: shortText,
  quantity: z.number().int().min(1).max(999),
  modifiers: listUpTo(shortText, 30),
  allergens: listUpTo(textUpTo(30), 20),
  note: longText.optional(),
  ticked: orElse(z.boolean(), false),
});
export type Item = z.infer<typeof item>;

/** Who did something: a person who stepped in, the device alone, the sales channel, the customer, the backend itself. */
export const actor = z.object({
  kind: wordOf(['person', 'device', 'channel', 'customer', 'system'], 'system'),
  id: textUpTo(80).optional(),
  name: readAs(z.string().max(80), z.string()),
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
export const act = z.object({
  what: z.enum([...verbs, 'placed', 'told', 'due', 'assumed']),
  at: isoTime,
  by: actor,
  reason: readAs(z.string().max(500), z.string()).optional(),
});
export type Act = z.infer<typeof act>;

/** A deed of a kind that this version does not know is left out: what came of it stands on the order. */
const acts = readAs(z.array(act).max(60), listOfReadable(act));

/** A time that nothing safe hangs on; read as none when it is none. */
const timeOrNone = orElse(isoTime.nullable(), null);

/**
 * Cancelled or changed after it was accepted, and nobody has said "Understood" yet. Whatever else a newer backend wants
 * understood is a change.
 */
export const toBeUnderstood = wordOf(['cancelled', 'changed'], 'changed').nullable();

const fields = {
  id: uuid,
  /** What staff call out. */
  number: readAs(z.string().min(1).max(12), z.string().min(1)),
  /** Where it came from: web, phone, counter, or a partner's name. */
  channel: readAs(z.string().min(1).max(40), z.string()),
  fulfilment,
  payment,
  customer: customer.optional(),
  items: listUpTo(item, 200, 1),
  note: longText.optional(),
  total: money,
  placedAt: isoTime,
  /** When it rings: at once, or when a scheduled order becomes due. */
  ringAt: isoTime,
  /** When the customer was told it would be ready. */
  promisedAt: timeOrNone,
  /** Ready, and the customer hears of it then; null when there is nothing to tell. */
  tellAt: timeOrNone,
  /** When the customer's channel got `order.ready`. */
  toldAt: timeOrNone,
  /** The bell for this order was stopped until then; an order still new rings again. */
  snoozedUntil: timeOrNone,
  toBeUnderstood,
  /** What the customer's page has told: it is open, or it got `order.ready`. Absent: nothing. */
  customerPage: ifReadable(z.enum(['open', 'received'])),
  /** Collected only because 45 minutes passed. */
  assumed: orElse(z.boolean(), false),
  acts,
};

/** The order as it is read. */
const readFields = z.object({
  ...fields,
  status: z.enum([...statuses, unknownStatus]),
  /** The backend's word when the status is unknown. */
  statusWord: z.string().optional(),
});

/** As a console shows it. What it adds is never sent, and never taken from anybody: it would silence the order. */
export const shownOrder = readFields.extend({
  /** Although its status does not say so, somebody has answered it: it does not ring. */
  answered: z.boolean().optional(),
});
export type Order = z.infer<typeof shownOrder>;

const known: ReadonlySet<unknown> = new Set(statuses);

/** What came with a word that was unknown then may be known by now, for it is kept over an update. */
function withKnownStatus(wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null || !('status' in wire)) return wire;
  const { status: said } = wire;
  if (known.has(said) || typeof said !== 'string' || said === '') return wire;
  const word = said === unknownStatus && 'statusWord' in wire ? wire.statusWord : said;
  return known.has(word)
    ? { ...wire, status: word, statusWord: undefined }
    : { ...wire, status: unknownStatus, statusWord: word };
}

export const order = readAs<Order, Order>(
  z.object({ ...fields, status }),
  z.preprocess(withKnownStatus, readFields),
);

/** On the screen, and in the snapshot: not closed, or somebody still has to say "Understood". */
export const isOpenOrder = ({ status, toBeUnderstood }: Pick<Order, 'status' | 'toBeUnderstood'>): boolean =>
  !closedStatuses.includes(status) || toBeUnderstood !== null;

/** What a sales channel posts. Whatever it leaves out gets the restaurant's default. */
export const newOrder = strictly(
  z.object({
    number: visible(z.string().trim().min(1).max(12)).optional(),
    channel: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9 ._-]{0,39}$/i, { error: 'is 1 to 40 letters, digits, spaces, dots or dashes' })
      .optional(),
    fulfilment: fulfilmentIn(newShortText, newLongText).optional(),
    payment: sentPayment.optional(),
    customer: z
      .object({
        name: newShortText,
        phone: visible(z.string().trim().min(3).max(32)).optional(),
        userId: z.string().trim().min(1).max(80).optional(),
      })
      .optional(),
    items: z
      .array(
        z.object({
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
    total: money.optional(),
    /** For a scheduled order: when the customer wants it. */
    promisedAt: isoTime.optional(),
    /** For a scheduled order: when the kitchen should hear of it; otherwise promisedAt less the preparation time. */
    ringAt: isoTime.optional(),
  }),
);
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
