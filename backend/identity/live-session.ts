// Finds the sign-in that a token belongs to, and holds it until the transaction ends: who signs it out waits.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { hashToken } from './secrets.ts';

export async function liveSession(
  store: Pick<Store, 'kind'>,
  tx: Db,
  token: string,
  now: number,
): Promise<{ id: string; person: string } | null> {
  const row = await tx
    .selectFrom('person_sessions')
    .select(['id', 'person_id as person'])
    .where('token_hash', '=', hashToken(token))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .$if(store.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}
