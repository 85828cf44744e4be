// Keys of programs: a sales channel's, which places orders, and an administrator's.
import { randomUUID } from 'node:crypto';
import { rights as knownRights, type Right } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { isRestaurant, noRestaurant } from './restaurant-exists.ts';
import { hashToken, newToken } from './secrets.ts';

export type NewKey = {
  name: string;
  key?: string | undefined;
  /** What a sales channel's may do beyond placing orders. */
  rights?: readonly Right[] | undefined;
} & ({ kind: 'channel'; restaurant: string } | { kind: 'admin'; restaurant: string | null });

export type KeyRow = {
  id: string;
  restaurant: string | null;
  kind: string;
  name: string;
  rights: Right[];
  createdAt: number;
  endedAt: number | null;
};

/** The key itself is told once, here; the database keeps its hash. */
export async function addKey(
  tx: Db,
  wanted: NewKey,
  now: number,
): Promise<Result<{ id: string; key: string }>> {
  if (wanted.restaurant !== null && !(await isRestaurant(tx, wanted.restaurant)))
    return noRestaurant(wanted.restaurant);
  const { rights = [] } = wanted;
  if (wanted.kind === 'admin' && rights.length > 0)
    return refused('invalid', 'Rights go with a sales channel’s key: an administrator’s has them all.', {
      field: 'rights',
    });
  const key = wanted.key ?? newToken(wanted.kind);
  const id = randomUUID();
  const added = await tx
    .insertInto('api_keys')
    .values({
      id,
      restaurant_id: wanted.restaurant,
      kind: wanted.kind,
      name: wanted.name,
      hash: hashToken(key),
      rights: rights.join(' '),
      created_at: now,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return refused('invalid', 'This key was given out before. Choose another.', { field: 'key' });
  return done({ id, key });
}

/** A right that this version does not know is none. */
export const readRights = (kept: string): Right[] =>
  knownRights.filter((right) => kept.split(' ').includes(right));

/** null: those which are good for every restaurant. */
export async function listKeys(db: Db, restaurant: string | null): Promise<KeyRow[]> {
  const rows = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('restaurant_id', restaurant === null ? 'is' : '=', restaurant)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    restaurant: row.restaurant_id,
    kind: row.kind,
    name: row.name,
    rights: readRights(row.rights),
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }));
}

export async function revokeKey(
  tx: Db,
  restaurant: string | null,
  id: string,
  now: number,
): Promise<boolean> {
  const ended = await tx
    .updateTable('api_keys')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('restaurant_id', restaurant === null ? 'is' : '=', restaurant)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}
