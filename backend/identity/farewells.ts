// Farewells: what a console says when it is ended, so that nobody waits for beats that will not come.
import { farewellWhy, type FarewellRequest, type FarewellWhy } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import { clockErrorMs } from './how-late.ts';
import { steppedInThen } from './person-then.ts';

export type Farewell = {
  at: number;
  why: FarewellWhy;
  /** Who ended it, by name. */
  person: string | null;
  /** It was closed only minutes before as well, and came back. */
  again: boolean;
};

type Row = {
  at: number | null;
  why: string | null;
  person: string | null;
  before: number | null;
  beatAt: number | null;
};

/** What is closed again within this time is being tried out, or is broken. */
const closedAgainMs = 5 * 60_000;

/** As it stands; null: it said none, or has beaten since. */
export function standingFarewell({ at, why, person, before, beatAt }: Row): Farewell | null {
  if (at === null || hasBeatenSince({ at, beatAt })) return null;
  return { at, why: farewellWhy.parse(why), person, again: before !== null && at - before < closedAgainMs };
}

const hasBeatenSince = ({ at, beatAt }: { at: number; beatAt: number | null }) =>
  beatAt !== null && beatAt > at;

/** It is nobody's who was not stepped in on this very device, whatever the device says. */
export async function recordFarewell(
  tx: Db,
  device: { id: string; restaurant: string },
  { why, person, sentAt }: FarewellRequest,
  now: number,
): Promise<void> {
  // Whoever watches over the consoles looks now. It takes the two rows in this order too: in the other they would wait for
  // one another.
  await tx.updateTable('restaurants').set({ watch_at: now }).where('id', '=', device.restaurant).execute();
  const last = await tx
    .selectFrom('devices as d')
    .leftJoin('beats as b', 'b.device_id', 'd.id')
    .select(['d.farewell_at as at', 'd.farewell_why as why', 'd.closed_before as before', 'b.at as beatAt'])
    .where('d.id', '=', device.id)
    .executeTakeFirst();
  // One that was long on its way is as old as it is: a console that is back by now has beaten since.
  const at = sentAt === undefined ? now : Math.min(now, Date.parse(sentAt) + clockErrorMs);
  if (last === undefined || hasBeatenSince({ at, beatAt: last.beatAt })) return;
  const cameBack = last.at !== null && hasBeatenSince({ at: last.at, beatAt: last.beatAt });
  const closed = person == null ? undefined : await steppedInThen(tx, device, person, at);
  await tx
    .updateTable('devices')
    .set({
      farewell_at: at,
      farewell_why: why,
      farewell_person: closed?.id ?? null,
      closed_before: cameBack && last.why === 'quit' ? last.at : last.before,
    })
    .where('id', '=', device.id)
    .where('ended_at', 'is', null)
    .execute();
}
