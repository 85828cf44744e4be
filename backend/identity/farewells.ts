// Farewells: what a console says when it is ended, so that nobody waits for beats that will not come.
import { farewellWhy, type FarewellRequest, type FarewellWhy } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';

export type Farewell = {
  at: number;
  why: FarewellWhy;
  /** Who ended it, by name. */
  person: string | null;
};

type Row = { at: number | null; why: string | null; person: string | null; beatAt: number | null };

/** As it stands; null: it said none, or has beaten since. */
export function standingFarewell({ at, why, person, beatAt }: Row): Farewell | null {
  return at === null || (beatAt !== null && beatAt > at) ? null : { at, why: farewellWhy.parse(why), person };
}

/** Somebody who is not of the restaurant is nobody here, whatever the console says. */
export async function recordFarewell(
  tx: Db,
  device: { id: string; restaurant: string },
  { why, person }: FarewellRequest,
  now: number,
): Promise<void> {
  const known =
    person == null
      ? undefined
      : await tx
          .selectFrom('people')
          .select('id')
          .where('id', '=', person)
          .where('restaurant_id', '=', device.restaurant)
          .executeTakeFirst();
  await tx
    .updateTable('devices')
    .set({ farewell_at: now, farewell_why: why, farewell_person: known?.id ?? null })
    .where('id', '=', device.id)
    .where('ended_at', 'is', null)
    .execute();
  // Whoever watches over the consoles looks now.
  await tx.updateTable('restaurants').set({ watch_at: now }).where('id', '=', device.restaurant).execute();
}
