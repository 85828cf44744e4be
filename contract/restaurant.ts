// A restaurant and what its managers may set about it.
import { z } from 'zod';
import { chatMode } from './chat.ts';
import { ifReadable, listUpTo, orElse, readAs } from './tolerant.ts';
import { currency, isoTime, shortText, timeZone } from './wire.ts';

const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'is a time such as 09:30' });

/** Closing before opening means past midnight. */
export const openingSpan = z.object({ opens: clock, closes: clock });
/** Monday first. */
const week = z.array(z.array(openingSpan).max(4)).length(7);

export const openingHours = z.object({
  week,
  exceptions: z
    .array(
      z.object({
        date: z.iso.date(),
        spans: z.array(openingSpan).max(4),
        why: z.string().max(80).optional(),
      }),
    )
    .max(366),
});
export type OpeningHours = z.infer<typeof openingHours>;

export const usualReasons = ['Closed', 'Too busy', 'Sold out', 'Outside the delivery area'];

/**
 * What is read here decides how things are shown and whether a quiet order may sound, never whether an order rings: so
 * whatever cannot be read has a value that keeps the console going.
 */
export const restaurantSettings = z.object({
  name: shortText,
  timeZone: orElse(timeZone, 'UTC'),
  currency: orElse(currency, 'EUR'),
  /** null: always open, which is also the safe thing to believe. */
  openingHours: orElse(openingHours.nullable(), null),
  prepMinutes: orElse(z.number().int().min(1).max(240), 20),
  rejectReasons: orElse(listUpTo(shortText, 20, 1), usualReasons),
  /** Channels whose orders are accepted without anybody pressing a button. */
  autoAccept: orElse(listUpTo(z.string().min(1).max(40), 50), []),
  pause: orElse(
    z.object({ until: isoTime, reason: readAs(z.string().max(200), z.string()) }).nullable(),
    null,
  ),
  escalation: orElse(
    z.object({
      afterSeconds: z.number().int().min(60).max(3600),
      webhook: z.url({ protocol: /^https?$/ }).nullable(),
    }),
    { afterSeconds: 180, webhook: null },
  ),
  /** Each new order is told on the managers' own streams as well, for apps that listen to nothing else. */
  orderNewToManagers: ifReadable(z.boolean()),
  /** Whether staff and customers write to each other; without it staff begin. */
  chat: ifReadable(chatMode),
});
export type RestaurantSettings = z.infer<typeof restaurantSettings>;

export const restaurant = z.object({
  id: readAs(z.string().min(1).max(64), z.string().min(1)),
  ...restaurantSettings.shape,
  /** False while the backend knows that nobody would hear an order. */
  accepting: orElse(z.boolean(), true),
});
export type Restaurant = z.infer<typeof restaurant>;
