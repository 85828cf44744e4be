// Reads what the managers of a restaurant were called for and nobody has taken care of yet.
import type { z } from 'zod';
import { escalation } from '../../contract/events.ts';
import type { Db } from '../db/schema.ts';

export async function openEscalations(db: Db, restaurant: string): Promise<z.infer<typeof escalation>[]> {
  const rows = await db
    .selectFrom('escalations')
    .select(['kind', 'order_id', 'order_number', 'since'])
    .where('restaurant_id', '=', restaurant)
    .where('cancelled_at', 'is', null)
    .orderBy('raised_at')
    .execute();
  return rows.map(({ kind, order_id, order_number, since }) =>
    escalation.parse({
      kind,
      ...(order_id === null ? {} : { order: { id: order_id, number: order_number ?? '?' } }),
      since: new Date(since).toISOString(),
    }),
  );
}
