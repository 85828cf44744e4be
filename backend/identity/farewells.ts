// Farewells: what a console says when it is ended, so that nobody waits for beats that will not come.
import { farewellWhy, type FarewellRequest, type FarewellWhy } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import { steppedInThen } from './person-then.ts';

export type Farewell = {
  at: number;
  why: FarewellWhy;
  /** Who ended it, by name. */
  person: string | null;
};

type Row = {
  at: number | null;
  why: string | null;
  person: string | null;
  beatAt: number | null;
};

/** As it stands; null: it said none, or has beaten since. */
export function standingFarewell({ at, why, person, beatAt }: Row): Farewell | null {
  if (at === null || hasBeatenSince({ at, beatAt })) return null;
  return { at, why: farewellWhy.parse(why), person };
}

const hasBeatenSince = ({ at, beatAt }: { at: number; beatAt: number | null }) =>
  beatAt !== null && beatAt > at;

/** It is nobody's who was not stepped in on this very device, whatever the device says. */
export async function recordFarewell(
  tx: Db,
  device: { id: string; restaurant: string },
  { why, person }: FarewellRequest,
  now: number,
): Promise<void> {
  const closed = person == null ? undefined : await steppedInThen(tx, device, person, now);
  await tx
    .updateTable('devices')
    .set({
      farewell_at: now,
      farewell_why: why,
      farewell_person: closed?.id ?? null,
    })
    .where('id', '=', device.id)
    .where('ended_at', 'is', null)
    .execute();
  // Whoever watches over the consoles looks now.
  await tx.updateTable('restaurants').set({ watch_at: now }).where('id', '=', device.restaurant).execute();
}
