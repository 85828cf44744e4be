// Names a restaurant's managers, who are told what somebody has to know.
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';

/** By restaurant, the ids of its managers and administrators, always in the same order. */
export async function managersOf(
  store: Pick<Store, 'kind'>,
  db: Db,
  restaurants: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const managers = new Map<string, string[]>(restaurants.map((restaurant) => [restaurant, []]));
  if (restaurants.length === 0) return managers;
  const rows = await db
    .selectFrom('people')
    .select(['id', 'restaurant_id'])
    .where(among(store, 'restaurant_id', restaurants))
    .where('role', 'in', ['manager', 'admin'])
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  for (const { id, restaurant_id } of rows) managers.get(restaurant_id)?.push(id);
  return managers;
}
