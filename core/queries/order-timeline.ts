// Asks for all that was done to one order, and which devices and pages told of it.
import { z } from 'zod';
import { timeline } from '../../contract/api.ts';
import type { Asked, Value } from '../../contract/queries.ts';
import { orElse } from '../../contract/tolerant.ts';
import { uuid } from '../../contract/wire.ts';
import type { Query } from './query.ts';

/** Nobody did so much to one order: it is not looked at one by one. */
const far = 10_000;
const few = z.unknown().refine((list) => !Array.isArray(list) || list.length <= far);
const bounded = z.object({ acts: few, receipts: few });

/** Without the deeds it is no timeline; receipts are only proof. */
const readable = z.object({
  acts: timeline.shape.acts,
  receipts: orElse(timeline.shape.receipts, []),
});

export const orderTimeline: Query<Asked<'order.timeline'>, Value<'order.timeline'>> = {
  whose: 'device',
  timeoutMs: 8000,
  at: ({ restaurant }) => restaurant,
  // An order that cannot be read may have an id of any shape, and no backend keeps a timeline under it.
  path: ({ order }) => (uuid.safeParse(order).success ? `/orders/${order}/timeline` : null),
  read: (body) => (bounded.safeParse(body).success ? (readable.safeParse(body).data ?? null) : null),
};
