// Refuses a restaurant that is not there to belong to.
import type { Db } from '../db/schema.ts';
import { refused, type Refusal } from '../http/refusal.ts';

export async function isRestaurant(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('restaurants')
    .select('id')
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export function noRestaurant(id: string): Refusal {
  return refused('not-found', `There is no restaurant "${id}".`, { field: 'restaurant' });
}
