// Enrolment codes: made by administrators, used by consoles, until they run out, expire or are withdrawn.
import { randomUUID } from 'node:crypto';
import { deviceKind, type DeviceKind } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { isRestaurant, noRestaurant } from './restaurant-exists.ts';
import { hashCode, newCode } from './secrets.ts';

export type NewCode = {
  restaurant: string;
  label?: string | undefined;
  /** null: any number of times. */
  maxUses: number | null;
  /** null: never. */
  expiresAt: number | null;
  /** What a device becomes that enrols with it; not said: a counter. */
  kind?: DeviceKind | undefined;
  /** Chosen instead of made up, for a demonstration or a fleet's image. */
  code?: string | undefined;
};

export type CodeRow = {
  id: string;
  restaurant: string;
  label: string;
  kind: DeviceKind;
  uses: number;
  maxUses: number | null;
  expiresAt: number | null;
  createdAt: number;
  endedAt: number | null;
};

/** The code itself is told once, here; the database keeps its hash. */
export async function addCode(
  tx: Db,
  wanted: NewCode,
  now: number,
): Promise<Result<{ id: string; code: string }>> {
  if (!(await isRestaurant(tx, wanted.restaurant))) return noRestaurant(wanted.restaurant);
  const code = wanted.code ?? newCode();
  const id = randomUUID();
  const added = await tx
    .insertInto('codes')
    .values({
      id,
      restaurant_id: wanted.restaurant,
      label: wanted.label ?? '',
      kind: wanted.kind ?? 'counter',
      hash: hashCode(code),
      uses: 0,
      max_uses: wanted.maxUses,
      expires_at: wanted.expiresAt,
      created_at: now,
      ended_at: null,
    })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return refused('invalid', 'This code was given out before. Choose another.', { field: 'code' });
  return done({ id, code });
}

export async function listCodes(db: Db, restaurant: string): Promise<CodeRow[]> {
  const rows = await db
    .selectFrom('codes')
    .selectAll()
    .where('restaurant_id', '=', restaurant)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    restaurant: row.restaurant_id,
    label: row.label,
    kind: deviceKind.parse(row.kind),
    uses: row.uses,
    maxUses: row.max_uses,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }));
}

export async function revokeCode(tx: Db, restaurant: string, id: string, now: number): Promise<boolean> {
  const ended = await tx
    .updateTable('codes')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('restaurant_id', '=', restaurant)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

export type UsableCode = { id: string; restaurant: string; kind: DeviceKind };

/**
 * An answer that got lost on its way is asked for again: by the same install, with the same code, soon after it was
 * asked for first, and before its token was ever used. Asking again does not begin that time anew.
 */
const againMs = 10 * 60_000;

async function answerGotLost(tx: Db, code: UsableCode, installId: string, now: number): Promise<boolean> {
  const asked = await tx
    .selectFrom('devices as d')
    .leftJoin('beats as b', 'b.device_id', 'd.id')
    .select((of) => [
      of.fn.min('d.created_at').as('first'),
      of.fn.countAll().filterWhere('d.ended_at', 'is', null).as('living'),
      of.fn.count('b.device_id').as('heard'),
    ])
    .where('d.restaurant_id', '=', code.restaurant)
    .where('d.install_id', '=', installId)
    .where('d.code_id', '=', code.id)
    .executeTakeFirst();
  if (!asked || Number(asked.living) === 0 || Number(asked.heard) > 0) return false;
  return Number(asked.first) > now - againMs;
}

/** Takes one use of a code. Two consoles can't both take the last one. */
export async function takeCode(
  tx: Db,
  code: string,
  installId: string,
  now: number,
): Promise<Result<UsableCode>> {
  const hash = hashCode(code);
  const row = await tx
    .selectFrom('codes as c')
    .innerJoin('restaurants as r', 'r.id', 'c.restaurant_id')
    .select([
      'c.id',
      'c.restaurant_id as restaurant',
      'c.kind',
      'c.expires_at',
      'c.ended_at',
      'r.ended_at as closed_at',
    ])
    .where('c.hash', '=', hash)
    .executeTakeFirst();
  if (!row || row.closed_at !== null)
    return refused('code-unknown', 'No restaurant has this code. Check it letter by letter.', {
      field: 'code',
    });
  if (row.ended_at !== null)
    return refused('code-expired', 'This code was withdrawn. Ask for a new one.', { field: 'code' });
  if (row.expires_at !== null && row.expires_at <= now)
    return refused('code-expired', 'This code has expired. Ask for a new one.', { field: 'code' });

  const usable = { id: row.id, restaurant: row.restaurant, kind: deviceKind.parse(row.kind) };
  if (await answerGotLost(tx, usable, installId, now)) return done(usable);

  const taken = await tx
    .updateTable('codes')
    .set((eb) => ({ uses: eb('uses', '+', 1) }))
    .where('id', '=', row.id)
    .where('ended_at', 'is', null)
    .where((eb) => eb.or([eb('max_uses', 'is', null), eb('uses', '<', eb.ref('max_uses'))]))
    .returning('id')
    .executeTakeFirst();
  // The last use may just have gone to this very install, which asked twice in one moment.
  if (!taken && !(await answerGotLost(tx, usable, installId, now)))
    return refused('code-used-up', 'This code was used as often as it may be. Ask for a new one.', {
      field: 'code',
    });
  return done(usable);
}
