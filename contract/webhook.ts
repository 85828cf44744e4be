// The outgoing webhook as an administrator sees it: where it goes, what it is signed with, what came of it.
import { z } from 'zod';
import { wordOf } from './tolerant.ts';
import { isoTime } from './wire.ts';

export const deliveryOutcomes = ['waiting', 'delivered', 'refused', 'given-up', 'withdrawn'] as const;

export const webhook = z.object({
  url: z.string().nullable(),
  /** HMAC-SHA256 key; the receiver compares `counterbell-signature` with its own. */
  secret: z.string(),
  /** The newest first. */
  deliveries: z.array(
    z.object({
      id: z.string(),
      what: wordOf(['raised', 'cancelled'], 'raised'),
      url: z.string(),
      at: isoTime,
      attempts: z.number().int(),
      outcome: wordOf(deliveryOutcomes, 'waiting'),
      /** What the last try met: an HTTP status or a sentence. */
      last: z.string().nullable(),
      nextAt: isoTime.nullable(),
    }),
  ),
});
export type Webhook = z.infer<typeof webhook>;
