// Says who wrote a message: the one who asks, or whoever was stepped in on the device when it was written.
import type { Principal } from '../../contract/permissions.ts';
import { role as roles } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import { longestLateMs } from '../identity/how-late.ts';
import { personPrincipal } from '../identity/principals.ts';

/** It counts as theirs if they were stepped in on this very device within the last days. */
export async function authorOf(
  db: Db,
  asking: Principal,
  personId: string | undefined,
  now: number,
): Promise<Principal> {
  if (personId === undefined || asking.kind !== 'device') return asking;
  const row = await db
    .selectFrom('person_sessions as s')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .select(['p.id', 'p.name', 'p.role', 'p.restaurant_id as restaurant'])
    .where('s.device_id', '=', asking.id)
    .where('s.person_id', '=', personId)
    .where('p.ended_at', 'is', null)
    .where('p.restaurant_id', '=', asking.restaurant)
    .where((either) =>
      either.or([either('s.ended_at', 'is', null), either('s.ended_at', '>=', now - longestLateMs)]),
    )
    .where('s.expires_at', '>', now - longestLateMs)
    .executeTakeFirst();
  if (!row) return asking;
  return personPrincipal({ ...row, role: roles.parse(row.role), device: asking.id });
}
