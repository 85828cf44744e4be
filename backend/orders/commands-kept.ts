// Idempotency keys: what was answered under a key is answered again; the same key for something else is refused.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { act } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import { ProblemError } from '../http/problem.ts';

/** What is needed to answer again; the order itself is answered as it is by then. */
const answer = z.object({ epoch: z.string(), seq: z.number(), already: act.nullable() });
export type KeptAnswer = z.infer<typeof answer>;

export type Key = { scope: string; key: string; hash: string };

/**
 * Staff share one scope per restaurant: what was pressed with one sign-in and is sent with the next is still the
 * same command.
 */
export function keyOf(principal: Principal, key: string | null, asked: unknown): Key | null {
  if (key === null) return null;
  const scope =
    principal.kind === 'channel' || principal.kind === 'key'
      ? `key:${principal.id}`
      : `restaurant:${principal.restaurant}`;
  return { scope, key, hash: createHash('sha256').update(JSON.stringify(asked)).digest('base64url') };
}

export async function answeredBefore(
  tx: Db,
  key: Key | null,
): Promise<{ orderId: string; answer: KeptAnswer } | null> {
  if (key === null) return null;
  const row = await tx
    .selectFrom('commands')
    .select(['hash', 'order_id', 'answer'])
    .where('scope', '=', key.scope)
    .where('key', '=', key.key)
    .executeTakeFirst();
  if (!row) return null;
  if (row.hash !== key.hash)
    throw new ProblemError(
      'key-reused',
      'This Idempotency-Key came before with another request. Use a new key for a new request.',
      { field: 'Idempotency-Key' },
    );
  return { orderId: row.order_id, answer: answer.parse(JSON.parse(row.answer)) };
}

export async function keepAnswer(
  tx: Db,
  key: Key | null,
  orderId: string,
  kept: KeptAnswer,
  now: number,
): Promise<void> {
  if (key !== null) await keepingAnswer(tx, key, orderId, kept, now).execute();
}

export function keepingAnswer(tx: Db, key: Key, orderId: string, kept: KeptAnswer, now: number) {
  return tx
    .insertInto('commands')
    .values({ ...key, at: now, order_id: orderId, answer: JSON.stringify(kept) });
}
