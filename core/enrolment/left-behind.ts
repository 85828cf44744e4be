// Reads what a session that cannot go on has left in its folder: for the same restaurant its journal is used again, so
// that nothing that was pressed is lost.
import { readJournal } from '../journal/journal.ts';
import { journalPath } from '../session/session.ts';
import type { Context, LeftBehind } from './context.ts';

export async function leftBehind(
  { ports: { disk, secrets }, rows }: Context,
  folder: string,
  restaurantId: string | null,
): Promise<LeftBehind> {
  const file = await disk.read(journalPath(folder));
  if (!file.ok) return { folder, restaurantId, whole: false, unsent: [] };
  const { ledger, repair } = await readJournal(file.value, secrets, rows);
  const unsent = [...ledger.outbox.values()].filter(
    (entry) => entry.takenAt === null && entry.refused === null && !entry.kept,
  );
  const numbers = unsent.map(
    // Without the keyring nobody can read what number it had.
    ({ order }) => ledger.orders.get(order)?.number ?? ledger.gone.get(order)?.number ?? '?',
  );
  const whose = restaurantId ?? ledger.restaurant?.id ?? null;
  return {
    folder,
    restaurantId: whose,
    whole: whose !== null && repair === null,
    unsent: [...new Set(numbers)],
  };
}
