// The mention of an order: enough to find it and to call it out.
import { z } from 'zod';
import { readAs } from './tolerant.ts';
import { uuid } from './wire.ts';

export const orderMention = z.object({
  id: uuid,
  number: readAs(z.string().min(1).max(12), z.string().min(1)),
});
export type OrderMention = z.infer<typeof orderMention>;
