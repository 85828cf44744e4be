// Defines what is kept of an order that cannot be read, and how it lies on the disk.
import { z } from 'zod';
import { statuses, toBeUnderstood, unknownStatus } from '../../contract/order.ts';
import type { Unreadable } from '../../contract/read-order.ts';

export type KeptUnreadable = Omit<Unreadable, 'why'> & {
  /** When it was first seen so, by the backend's clock. */
  seenAt: string;
};

const timeOrNone = z.string().nullable();
export const unreadableOnDisk = z.object({
  id: z.string(),
  number: z.string(),
  status: z.enum([...statuses, unknownStatus]).nullable(),
  placedAt: timeOrNone,
  ringAt: timeOrNone,
  snoozedUntil: timeOrNone,
  seenAt: z.string(),
  toBeUnderstood: toBeUnderstood.optional(),
});
