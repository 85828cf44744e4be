// Counts what is kept in the database, so that a refusal can be seen to have changed nothing.
import { until } from './shop.ts';
import type { Store } from '../../../backend/db/store.ts';

/** What was asked for before may still be on its way to those whom it is for. */
const nothingOnItsWay = (store: Store) =>
  until('everybody to be told what they are to be told', async () => {
    for (const table of ['later_events', 'notifications_to_all'] as const) {
      const row = await store.read.selectFrom(table).selectAll().limit(1).executeTakeFirst();
      if (row !== undefined) return false;
    }
    return true;
  });

export async function traces(store: Store): Promise<string> {
  await nothingOnItsWay(store);
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
    'announcements',
    'notifications',
    'notification_recipients',
    'notification_choices',
    'chat_messages',
    'push_registrations',
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
