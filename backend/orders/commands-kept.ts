// Idempotency keys: what was answered under a key is answered again; the same key for something else is refused.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Db, LogTables } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
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

export type KeptBefore = { orderId: string; answer: KeptAnswer };
type Row = Pick<LogTables['commands'], 'scope' | 'key' | 'hash' | 'order_id' | 'answer'>;

export async function answeredBefore(store: Store, tx: Db, key: Key | null): Promise<KeptBefore | null> {
  if (key === null) return null;
  return answerTo(key, await rowsUnder(store, tx, [key]));
}

/** What stands under these keys. One way to PostgreSQL and back, however many they are. */
export async function rowsUnder(store: Store, tx: Db, keys: readonly Key[]): Promise<readonly Row[]> {
  if (store.kind === 'postgres') {
    const asked = JSON.stringify(keys.map(({ scope, key }) => ({ scope, key })));
    // One row is looked up at a time: planned while the table was empty, it stays quick when it is full.
    const { rows } = await sql<Row>`
      select c.* from json_to_recordset(${asked}::json) as asked(scope text, key text)
      cross join lateral (
        select scope, key, hash, order_id, answer from commands
        where scope = asked.scope and key = asked.key limit 1
      ) c`.execute(tx);
    return rows;
  }
  const rows = [];
  for (const { scope, key } of keys)
    rows.push(
      ...(await tx
        .selectFrom('commands')
        .select(['scope', 'key', 'hash', 'order_id', 'answer'])
        .where('scope', '=', scope)
        .where('key', '=', key)
        .execute()),
    );
  return rows;
}

/** What was answered under this key; throws when it was about something else. */
export function answerTo(key: Key, rows: readonly Row[]): KeptBefore | null {
  const row = rows.find((one) => one.scope === key.scope && one.key === key.key);
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
  if (key !== null)
    await tx
      .insertInto('commands')
      .values(rowOfAnswer(key, orderId, kept, now))
      .execute();
}

export function rowOfAnswer(key: Key, orderId: string, kept: KeptAnswer, now: number): LogTables['commands'] {
  return { ...key, at: now, order_id: orderId, answer: JSON.stringify(kept) };
}
