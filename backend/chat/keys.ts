// Idempotency keys of messages: under one key a message is written once, and answered again the same way.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { ChatTables } from '../db/schema-chat.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';

export type Key = { scope: string; key: string; hash: string };
type Row = ChatTables['chat_keys'];

/** Staff share one scope per restaurant, for a console sends with one sign-in what was written with another. */
export function keyOf(principal: Principal, key: string | null, asked: unknown): Key | null {
  if (key === null) return null;
  const scope =
    principal.kind === 'customer' ? `order:${principal.order}` : `restaurant:${principal.restaurant}`;
  return { scope, key, hash: createHash('sha256').update(JSON.stringify(asked)).digest('base64url') };
}

/** What stands under these keys, in one way to the database and back. */
export async function rowsUnder(
  store: Pick<Store, 'kind'>,
  tx: Db,
  keys: readonly Key[],
): Promise<readonly Row[]> {
  if (keys.length === 0) return [];
  const asked = JSON.stringify(keys.map(({ scope, key }) => ({ scope, key })));
  const wanted =
    store.kind === 'postgres'
      ? sql`json_to_recordset(${asked}::json) as asked(scope text, key text)`
      : sql`(select value ->> 'scope' as scope, value ->> 'key' as key from json_each(${asked})) as asked`;
  const { rows } = await sql<Row>`
    select k.* from ${wanted} join chat_keys k on k.scope = asked.scope and k.key = asked.key`.execute(tx);
  return rows;
}

/** The message that was written under this key; throws when it was another one. */
export function writtenUnder(key: Key, rows: readonly Row[]): Row | null {
  const row = rows.find((one) => one.scope === key.scope && one.key === key.key);
  if (!row) return null;
  if (row.hash !== key.hash)
    throw new ProblemError(
      'key-reused',
      'This Idempotency-Key came before with another message. Use a new key for a new message.',
      { field: 'Idempotency-Key' },
    );
  return row;
}
