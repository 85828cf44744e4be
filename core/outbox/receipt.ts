// Defines proof of what became of an order on this device, as it lies on the disk.
import { z } from 'zod';
import { receiptStages, type Receipt } from '../../contract/api.ts';

export type KeptReceipt = { id: string; receipt: Receipt };

export const receiptOnDisk = z.object({
  id: z.string(),
  receipt: z.object({ order: z.string(), stage: z.enum(receiptStages), at: z.string() }),
});
