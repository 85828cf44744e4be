// Says for whom a device speaks: for whoever was stepped in on it when it was pressed.
import { role as roles } from '../../contract/api.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import { clockErrorMs, longestLateMs } from './how-late.ts';
import { personPrincipal } from './principals.ts';

/**
 * An offline console sends later what was pressed while somebody was stepped in, possibly after they stepped out:
 * it counts as theirs if they were stepped in on this very device at that moment, which is one of the last
 * days.
 */
export async function asPersonThen(
  tx: Db,
  asking: Principal,
  personId: string | undefined,
  occurred: number,
  now: number,
): Promise<Principal> {
  if (personId === undefined || asking.kind !== 'device') return asking;
  if (occurred < now - longestLateMs) return asking;
  const row = await steppedInThen(tx, asking, personId, occurred);
  if (!row) return asking;
  const at = asking.role === 'office' ? { at: 'office' as const } : {};
  return personPrincipal({ ...row, role: roles.parse(row.role), device: asking.id, ...at });
}

/** Whoever was stepped in on this very device at that moment, by the sessions; undefined: they were not. */
export function steppedInThen(
  tx: Db,
  device: { id: string; restaurant: string },
  personId: string,
  occurred: number,
) {
  return tx
    .selectFrom('person_sessions as s')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .select(['p.id', 'p.name', 'p.role', 'p.restaurant_id as restaurant'])
    .where('s.device_id', '=', device.id)
    .where('s.person_id', '=', personId)
    .where('p.ended_at', 'is', null)
    .where('p.restaurant_id', '=', device.restaurant)
    .where('s.created_at', '<=', occurred + clockErrorMs)
    .where('s.expires_at', '>', occurred - clockErrorMs)
    .where((either) =>
      either.or([either('s.ended_at', 'is', null), either('s.ended_at', '>=', occurred - clockErrorMs)]),
    )
    .executeTakeFirst();
}
