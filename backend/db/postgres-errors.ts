// Turns what PostgreSQL and its driver throw into database errors: a code each, and whether the server is gone.
import pg from 'pg';
import { DatabaseError } from './database-error.ts';

/**
 * SQLSTATEs of a server that cannot do anything now: connection lost (08), shutting down or starting (57P), out of
 * connections, memory or disk (53), failing system calls (58), a statement or a lock that took too long, an idle
 * transaction that was ended, and a former primary that became a replica.
 */
const outages = /^(?:08|53|57P|58|57014|55P03|25P03|25006)/;

/** A connection that will never carry anything again, or leads to a server that is no longer the right one. */
const broken = /^(?:08|57P|25P03|25006|connection-lost|query-timeout|E[A-Z]+$)/;

/** Of a connection that broke before the work began or in its middle: on another one it can begin again at once. */
const lost = /^(?:08|57P0[123]|25P03|connection-lost|ECONNRESET|EPIPE)/;

/** After a change of the schema by a newer backend: planned anew on a new connection, the statement works. */
const stalePlan = '0A000';

export function translated(why: unknown): unknown {
  if (why instanceof DatabaseError || !(why instanceof Error)) return why;
  if (why instanceof pg.DatabaseError) {
    const code = why.code ?? 'unknown';
    return new DatabaseError(code, outages.test(code) ? 'unavailable' : 'statement', why.constraint);
  }
  // A value that cannot be sent is a mistake of ours, not of the connection.
  if (why instanceof TypeError || why instanceof RangeError) return why;
  return new DatabaseError(codeOf(why), 'unavailable');
}

/** The driver tells of timeouts and lost connections by their sentences alone. */
function codeOf(why: Error): string {
  if ('code' in why && typeof why.code === 'string') return why.code;
  if (/read timeout/i.test(why.message)) return 'query-timeout';
  if (/timeout/i.test(why.message)) return 'connect-timeout';
  return 'connection-lost';
}

export const breaksConnection = (why: unknown) =>
  why instanceof DatabaseError && (broken.test(why.code) || why.code === stalePlan);

/** Run again, a deadlock is gone, and the same Idempotency-Key finds the answer of whoever was first. */
const conflicts = new Set(['40001', '40P01']);
/** The rules by which an Idempotency-Key stands once: of orders and what is done to them, of chats. */
const keysOnce = new Set(['commands_pk', 'chat_keys_pk']);
const mostTries = 5;

export function worthAnotherTry(why: unknown, attempt: number): boolean {
  if (!(why instanceof DatabaseError)) return false;
  if (why.outcome === 'unknown') return false;
  // Once: when the next connection breaks as well, the server is gone.
  if (lost.test(why.code) || why.code === stalePlan) return attempt === 1;
  if (attempt >= mostTries) return false;
  return conflicts.has(why.code) || (why.code === '23505' && keysOnce.has(why.constraint ?? ''));
}
