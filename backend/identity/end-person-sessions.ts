// Ends people's sessions: the one place for it, so that what else is tied to a session is untied in the same transaction.
import type { ExpressionBuilder } from 'kysely';
import type { Db } from '../db/schema.ts';
import type { IdentityTables } from '../db/schema-identity.ts';
import { untieSessions } from '../push/untie.ts';
import { scheduleTermination } from './terminations.ts';

export type EndedSession = {
  id: string;
  person_id: string;
  device_id: string | null;
  parent_id: string | null;
};

export type Which =
  | { device: string }
  | { person: string }
  | { token_hash: string }
  | { id: string }
  | { parent: string };

const columns = { device: 'device_id', person: 'person_id', token_hash: 'token_hash', id: 'id' } as const;

function chosen(which: Which) {
  return (eb: ExpressionBuilder<IdentityTables, 'person_sessions'>) => {
    if ('parent' in which) return eb('parent_id', '=', which.parent);
    const [name, value] = Object.entries(which)[0] as [keyof typeof columns, string];
    return eb(columns[name], '=', value);
  };
}

/**
 * With a session end the looks into other restaurants that began from it. A session on a device hears through the
 * device's connection, which goes on ringing: whether that is to end as well the caller says. A look from elsewhere has
 * none but its own.
 */
export async function endPersonSessions(tx: Db, which: Which, now: number): Promise<EndedSession[]> {
  const ended = await endWhere(tx, which, now);
  for (const { id } of ended) ended.push(...(await endWhere(tx, { parent: id }, now)));
  await untieSessions(tx, ended);
  for (const { person_id, parent_id } of ended)
    if (parent_id !== null) await scheduleTermination(tx, person_id, now);
  return ended;
}

async function endWhere(tx: Db, which: Which, now: number): Promise<EndedSession[]> {
  return tx
    .updateTable('person_sessions')
    .set({ ended_at: now })
    .where(chosen(which) as never)
    .where('ended_at', 'is', null)
    .returning(['id', 'person_id', 'device_id', 'parent_id'])
    .execute();
}
