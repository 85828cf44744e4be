// Tells whether so much waits to be told already that what is no call has to wait before it is taken.
import { sql } from 'kysely';
import type { Db } from '../db/schema.ts';

/** So much is told within seconds; behind it everybody's escalations would come too late. */
const mostWaiting = 5_000;

/** By the numbers at both ends, which are read without counting what lies between. */
export async function isFarBehind(db: Db): Promise<boolean> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select (select n from later_events order by n limit 1) as first,
      (select n from later_events order by n desc limit 1) as last`.execute(db);
  const { first = null, last = null } = rows[0] ?? {};
  return first !== null && last !== null && Number(last) - Number(first) >= mostWaiting;
}
