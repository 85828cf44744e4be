// Writes proof of what became of an order on this device (stored, shown, sounded …), which is sent after everything
// more urgent.
import type { Receipt } from '../../contract/api.ts';
import { uuid } from '../../contract/wire.ts';
import type { Change } from '../kernel/ledger.ts';
import { abilitiesOf } from '../session/abilities.ts';
import { backendNow } from '../time/clock.ts';
import { keep } from './slice.ts';
import type { SilentTurn } from './turn.ts';

/** One receipt per order and stage, however often a stage is reached. */
export function receiptFor(turn: SilentTurn, order: string, stage: Receipt['stage']): Change[] {
  const id = `${stage}:${order}`;
  const { session } = turn.state;
  // Proof is for those who ask for it.
  if (session === null || !abilitiesOf(session).takesReceipts) return [];
  if (turn.state.ledger.receipts.has(id)) return [];
  // One that cannot be read may have an id of any shape, and a backend takes proof of its own orders only.
  if (!uuid.safeParse(order).success) return [];
  const at = new Date(backendNow(turn)).toISOString();
  // Machines store, show and sound; only acknowledging is somebody's deed.
  const person = stage === 'acknowledged' ? turn.state.person?.person.id : undefined;
  const receipt: Receipt = { order, stage, at, ...(person === undefined ? {} : { person }) };
  return [(draft) => keep.receipts.put(draft, id, { id, receipt })];
}

/** Sent, or of a kind that nobody takes. */
export const receiptOver =
  (id: string): Change =>
  (draft) =>
    keep.receipts.put(draft, id, null);
