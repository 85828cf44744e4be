// Counts what is kept in the database, so that a refusal can be seen to have changed nothing.
import type { Store } from '../../../backend/db/store.ts';

export async function traces(store: Store): Promise<string> {
  const counts: Record<string, unknown> = {};
  const tables = [
    'events',
    'orders',
    'acts',
    'receipts',
    'chats',
    'chat_messages',
    'chat_reads',
    'people',
    'codes',
    'api_keys',
    'restaurants',
  ] as const;
  for (const table of tables) {
    const row = await store.read
      .selectFrom(table)
      .select((of) => of.fn.countAll().as('n'))
      .executeTakeFirst();
    counts[table] = Number(row?.n);
  }
  return JSON.stringify(counts);
}
