// Enters a session: its journal is opened and its ledger told to the brain in one step, so that nothing can be written
// to either in between.
import type { Restaurant } from '../../contract/restaurant.ts';
import { openJournal } from '../journal/journal.ts';
import type { DiskFailure } from '../ports/disk.ts';
import { journalPath, storeSession, sweepSessions, type Session } from '../session/session.ts';
import type { EnrolmentRequest } from '../session/turn.ts';
import { tell, type Context } from './context.ts';

export type Membership = {
  session: Session;
  /** As the enrolment told it; null when the session was on the disk. */
  restaurant: Restaurant | null;
  request: EnrolmentRequest | null;
};

/** null: entered. A session that was enrolled just now is on the disk before it counts, and every other one is gone. */
export async function enterSession(
  context: Context,
  { session, restaurant, request }: Membership,
): Promise<DiskFailure | null> {
  const { disk, secrets, log } = context.ports;
  const { folder } = session;
  const opened = await openJournal(disk, secrets, journalPath(folder), context.rows);
  if (!opened.ok) return opened.failure;
  const isNew = restaurant !== null;
  const { stored, tokenKept } = isNew ? await storeSession(disk, secrets, session) : asItWas;
  if (!stored.ok) return stored.failure;
  const swept = await sweepSessions(disk, folder);
  if (!swept.ok) log.warn('session.sweep-failed', { message: swept.failure.message });
  context.reuse = null;
  const { journal, read } = opened.value;
  await context.brain.enter(journal, { kind: 'entered', session, ledger: read.ledger, restaurant, request });
  if (read.repair !== null) {
    log.warn('journal.repaired', { kind: read.repair.kind, lostBytes: read.repair.lostBytes });
    await tell(context, 'journal-repaired', `${read.repair.lostBytes} bytes`);
  }
  if (!tokenKept) await tell(context, 'secrets-unavailable', 'the sign-in cannot be kept on this computer');
  return null;
}

const asItWas = { stored: { ok: true, value: undefined }, tokenKept: true } as const;
