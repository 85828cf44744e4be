// Starts the console: the session that is on the disk is entered, or the rules are told that there is none.
import {
  journalPath,
  readSession,
  sweepSessions,
  type Ended,
  type StoredSession,
} from '../session/session.ts';
import { tell, type Context, type LeftBehind } from './context.ts';
import { enterSession } from './enter.ts';
import { leftBehind } from './left-behind.ts';
import { readAllSettings } from './read-settings.ts';
import { existingOf } from './setup.ts';
import { goOn, handInKept } from './ticket.ts';

/** A minute in all. */
const readTries = 30;
const readAgainMs = 2000;

export async function start(context: Context): Promise<void> {
  await readAllSettings(context);
  goOn(context.ports, handInKept(context.ports));
  await enterStored(context, 0);
}

type Found = Extract<StoredSession, { kind: 'whole' | 'token-lost' }>;

/** A disk that cannot be read for a moment must not cost the session; one that never can must not cost the orders. */
async function enterStored(context: Context, tries: number): Promise<void> {
  const { disk, secrets, log, clock } = context.ports;
  const stored = await readSession(disk, secrets);
  if (stored.kind === 'none') return tellNone(context, stored.ended);
  if (stored.kind === 'damaged') return tellDamaged(context, await journalIn(context, stored.folder));
  const unreadable = stored.kind === 'unreadable' ? stored.message : await enterFound(context, stored);
  if (unreadable === null) return undefined;
  if (tries < readTries) {
    if (tries === 0) log.error('session.unreadable', { message: unreadable });
    await new Promise<void>((resolve) => clock.after(readAgainMs, resolve));
    return enterStored(context, tries + 1);
  }
  // A journal that never opens is left where it is until the next session's sweep.
  if (stored.kind === 'whole') await sweepOthers(context, stored.session.folder);
  return tellDamaged(context, null);
}

/** Why it cannot be read; null: it is entered, or another way in is open. */
async function enterFound(context: Context, found: Found): Promise<string | null> {
  const { disk } = context.ports;
  const { folder, about } =
    found.kind === 'whole' ? { folder: found.session.folder, about: found.session } : found;
  // What it takes to use an existing backend stands in the policy, and may have changed there.
  const asBefore = about.existing === null || existingOf(context.setup) === null;
  if (found.kind === 'whole' && asBefore) {
    const failure = await enterSession(context, { session: found.session, restaurant: null, request: null });
    return failure?.message ?? null;
  }
  const journal = found.kind === 'whole' ? await disk.read(journalPath(folder)) : null;
  if (journal?.ok === false && journal.failure.kind !== 'missing') return journal.failure.message;
  await sweepOthers(context, folder);
  context.reuse = await leftBehind(context, folder, about.restaurantId);
  if (found.kind === 'token-lost')
    await tell(context, 'secrets-unavailable', 'the saved sign-in could not be read');
  await tellNone(context, null);
  return null;
}

async function sweepOthers({ ports: { disk, log } }: Context, folder: string): Promise<void> {
  const swept = await sweepSessions(disk, folder);
  if (!swept.ok) log.warn('session.sweep-failed', { message: swept.failure.message });
}

const journalIn = async (context: Context, folder: string | null): Promise<LeftBehind | null> =>
  folder === null ? null : leftBehind(context, folder, null);

/** Who comes in again after that may not know that something is missing. */
async function tellDamaged(context: Context, left: LeftBehind | null): Promise<void> {
  context.reuse = left;
  const kept = left?.whole === true;
  context.ports.log.error('session.damaged', {
    journal: kept ? 'whole' : 'lost',
    unsent: left?.unsent.length,
  });
  await tell(context, kept ? 'session-damaged' : 'session-lost', '');
  return tellNone(context, null);
}

async function tellNone(context: Context, ended: Ended | null): Promise<void> {
  if (ended !== null) await sweepSessions(context.ports.disk, null);
  await context.brain.dispatch({ kind: 'ready', ended });
}
