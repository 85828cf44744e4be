// A backend that was there before: where its list of open orders is, how one is marked ready, and what it calls things.
import { z } from 'zod';
import { pusherAddress } from './api.ts';
import { status } from './order.ts';
import { strictly } from './tolerant.ts';
import { currency, shortText, timeZone } from './wire.ts';

const path = z.string().regex(/^\/\S{0,300}$/, { error: 'is a path that begins with /' });
/** Where a field is in an order of theirs: names joined by dots, such as customer.name. */
const field = z.string().min(1).max(200);

export const existingBackend = strictly(
  z.object({
    restaurant: z.object({ id: z.string().min(1).max(64), name: shortText, currency }),
    /** What lets this console in. */
    token: z.string().min(1).max(2000),
    /** The header it travels in, with `:token` in its value. */
    header: z
      .object({ name: z.string().regex(/^[A-Za-z0-9-]{1,60}$/), value: z.string().max(200) })
      .default({ name: 'Authorization', value: 'Bearer :token' }),
    /**
     * Answers every open order; `field` where the list is inside an object. Of a list in pages, `next` says where the
     * next one is, and `count` how many orders all pages have.
     */
    list: z.object({
      path,
      field: field.optional(),
      next: field.optional(),
      count: field.optional(),
    }),
    /** Answers one order: asked for what the list does not name any more, to learn why. */
    order: z.object({ path, field: field.optional() }).optional(),
    /** `:id` stands for the order's id. */
    ready: z.object({
      method: z.enum(['POST', 'PUT', 'PATCH']),
      path,
      body: z.record(z.string(), z.unknown()).default({}),
    }),
    authorize: z.object({ path, style: z.enum(['form', 'json']) }),
    pusher: pusherAddress,
    channel: z.string().min(1).max(164),
    /** Events on it that mean a new order; every other one only means: look again. */
    newOrderEvents: z.array(z.string().min(1).max(100)).default(['order.new']),
    fields: z
      .object({
        id: field.default('id'),
        number: field.default('number'),
        status: field.default('status'),
        /** Written with a zone, by a wall clock (see `timeZone`), or as seconds or milliseconds since 1970. */
        placedAt: field.default('created_at'),
        /** When a scheduled order rings; without it, or before that time, it rings at once. */
        ringAt: field.default('ring_at'),
        promisedAt: field.default('promised_at'),
        /** Where it came from: web, phone, a partner's name. */
        channel: field.default('channel'),
        fulfilment: field.default('fulfilment'),
        table: field.default('table'),
        address: field.default('address'),
        customer: field.default('customer_name'),
        phone: field.default('customer_phone'),
        note: field.default('note'),
        /** In minor units, unless `total` is written with a decimal point. */
        total: field.default('total'),
        /** Yes, true or 1, or a word such as "paid": paid. Anything else, and nothing: to collect. */
        paid: field.default('paid'),
        items: field.default('items'),
        itemName: field.default('name'),
        itemQuantity: field.default('quantity'),
        /** Lists of words or of things with a `name`, or one text with commas. */
        itemModifiers: field.default('modifiers'),
        itemAllergens: field.default('allergens'),
        itemNote: field.default('note'),
      })
      .prefault({}),
    /** Their statuses in our words; what is not named here is `new`. */
    statuses: z.record(z.string(), status).default({}),
    /** Their words for how an order leaves, where they are not the usual ones. */
    fulfilments: z.record(z.string(), z.enum(['pick-up', 'delivery', 'dine-in'])).default({}),
    /** Whose wall clock their times are by when no zone is written in them. Not given: this device's. */
    timeZone: timeZone.optional(),
  }),
);
export type ExistingBackend = z.infer<typeof existingBackend>;
