// Says who did it: the one who asks, or whoever was stepped in on the device when it was pressed.
import type { Actor } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import { cutText } from '../../contract/wire.ts';
import { role as roles } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import { personPrincipal } from '../identity/principals.ts';
import { longestLateMs } from './occurred.ts';

export function actorOf(principal: Principal): Actor {
  const kind = principal.kind === 'key' ? 'system' : principal.kind;
  return { kind, id: principal.id, name: cutText(principal.name, 80) };
}

/**
 * An offline console sends later what was pressed while somebody was stepped in, possibly after they stepped out:
 * it counts as theirs if they were stepped in on this very device at that moment, which is one of the order's life and
 * of the last days.
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
  const row = await tx
    .selectFrom('person_sessions as s')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .select(['p.id', 'p.name', 'p.role', 'p.restaurant_id as restaurant'])
    .where('s.device_id', '=', asking.id)
    .where('s.person_id', '=', personId)
    .where('p.ended_at', 'is', null)
    .where('p.restaurant_id', '=', asking.restaurant)
    .where('s.created_at', '<=', occurred)
    .where('s.expires_at', '>', occurred)
    .where((either) => either.or([either('s.ended_at', 'is', null), either('s.ended_at', '>=', occurred)]))
    .executeTakeFirst();
  if (!row) return asking;
  const at = asking.role === 'office' ? { at: 'office' as const } : {};
  return personPrincipal({ ...row, role: roles.parse(row.role), device: asking.id, ...at });
}
