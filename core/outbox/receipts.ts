// Proof of what became of an order on this device (stored, shown, sounded …): sent after everything more urgent.
import { z } from 'zod';
import { receiptStages, type Receipt } from '../../contract/api.ts';
import { uuid } from '../../contract/wire.ts';
import { backendNow, type Turn } from '../flow/turn.ts';
import type { Change } from '../journal/ledger.ts';

export type KeptReceipt = { id: string; receipt: Receipt };

export const receiptOnDisk = z.object({
  id: z.string(),
  receipt: z.object({ order: z.string(), stage: z.enum(receiptStages), at: z.string() }),
});

/** One receipt per order and stage, however often a stage is reached. */
export function receiptFor(turn: Turn, order: string, stage: Receipt['stage']): Change[] {
  const id = `${stage}:${order}`;
  // Proof is for those who ask for it: an order system that was there before does not.
  if (turn.state.ledger.receipts.has(id) || turn.state.session?.existing != null) return [];
  // One that cannot be read may have an id of any shape, and a backend takes proof of its own orders only.
  if (!uuid.safeParse(order).success) return [];
  const at = new Date(backendNow(turn)).toISOString();
  // Machines store, show and sound; only acknowledging is somebody's deed.
  const person = stage === 'acknowledged' ? turn.state.person?.person.id : undefined;
  const receipt: Receipt = { order, stage, at, ...(person === undefined ? {} : { person }) };
  return [{ kind: 'receipt', receipt: { id, receipt } }];
}
