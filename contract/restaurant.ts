// A restaurant and what its managers may set about it.
import { z } from 'zod';
import { currency, isoTime, shortText } from './wire.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'is a time such as 09:30' });
const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
export const timeZone = z
  .string()
  .refine((zone) => zones.has(zone), { error: 'is not a time zone such as Europe/Berlin' });

/** Closing before opening means past midnight. */
export const openingSpan = z.strictObject({ opens: clock, closes: clock });
/** Monday first. */
const week = z.array(z.array(openingSpan).max(4)).length(7);

export const openingHours = z.strictObject({
  week,
  exceptions: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        spans: z.array(openingSpan).max(4),
        why: z.string().max(80).optional(),
      }),
    )
    .max(366),
});
export type OpeningHours = z.infer<typeof openingHours>;

export const restaurantSettings = z.strictObject({
  name: shortText,
  timeZone,
  currency,
  /** null: always open. */
  openingHours: openingHours.nullable(),
  prepMinutes: z.number().int().min(1).max(240),
  rejectReasons: z.array(shortText).min(1).max(20),
  /** Channels whose orders are accepted without anybody pressing a button. */
  autoAccept: z.array(z.string().min(1).max(40)).max(50),
  pause: z.strictObject({ until: isoTime, reason: z.string().max(200) }).nullable(),
  escalation: z.strictObject({
    afterSeconds: z.number().int().min(60).max(3600),
    webhook: z.url({ protocol: /^https?$/ }).nullable(),
  }),
});
export type RestaurantSettings = z.infer<typeof restaurantSettings>;

export const restaurant = z.strictObject({
  id: z.string().min(1).max(64),
  ...restaurantSettings.shape,
  /** False while the backend knows that nobody would hear an order. */
  accepting: z.boolean(),
});
export type Restaurant = z.infer<typeof restaurant>;
