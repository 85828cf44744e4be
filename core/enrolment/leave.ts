// Removes what is on the disk of a session, or leaves it behind for the same restaurant to be entered again.
import { commitCurrent, dropToken, sweepSessions, type Ended, type Session } from '../session/session.ts';
import { codeMark, keyInPolicy } from '../session/policy-enrolment.ts';
import type { Context } from './context.ts';
import { leftBehind } from './left-behind.ts';
import { policyOf } from './setup.ts';
import { handInTicket, keepTicket, ticketOf, type Ticket } from './ticket.ts';

export async function wipe(
  context: Context,
  { how, session }: { how: Ended['how']; session: Session },
): Promise<void> {
  const ticket = how === 'left' ? ticketOf(session) : null;
  const cleared = clear(context, how, ticket);
  context.wiping = cleared;
  const kept = await cleared;
  if (ticket !== null) await handInTicket(context.ports, ticket, kept);
}

/**
 * First the word that no session counts, then the files: a crash in between leaves the sweep to the next start.
 * Tells whether the ticket is on the disk.
 */
async function clear({ ports, setup }: Context, how: Ended['how'], ticket: Ticket | null): Promise<boolean> {
  const { disk, log } = ports;
  const code = keyInPolicy(policyOf(setup));
  const why = { how, code: code === undefined ? null : codeMark(code) };
  const kept = ticket === null || (await keepTicket(ports, ticket));
  const ended = await commitCurrent(disk, null, why);
  const swept = await sweepSessions(disk, null);
  // A disk too full for a single word has room for it once the files are gone.
  const settled = ended.ok ? swept : await commitCurrent(disk, null, why);
  if (!settled.ok) log.error('session.wipe-failed', { message: settled.failure.message });
  return kept || (await keepTicket(ports, ticket));
}

/** Its token is worth nothing; its journal is kept. */
export async function leaveBehind(context: Context, session: Session): Promise<void> {
  const leaving = async (): Promise<void> => {
    const { disk, log } = context.ports;
    const dropped = await dropToken(disk, session);
    if (!dropped.ok) log.warn('session.token-not-dropped', { message: dropped.failure.message });
    context.reuse = await leftBehind(context, session.folder, session.restaurantId);
  };
  context.wiping = leaving();
  await context.wiping;
}
