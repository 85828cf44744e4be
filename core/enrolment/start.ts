// Starting: the session that is on the disk is entered, or the rules are told that there is none.
import {
  journalPath,
  readSession,
  sweepSessions,
  type Ended,
  type StoredSession,
} from '../session/session.ts';
import { tell, type Desk, type LeftBehind } from './desk.ts';
import { enterSession } from './enter.ts';
import { leftBehind } from './left-behind.ts';
import { readAllSettings } from './read-settings.ts';
import { existingOf } from './setup.ts';
import { goOn, handInKept } from './ticket.ts';

/** A minute in all. */
const readTries = 30;
const readAgainMs = 2000;

export async function start(desk: Desk): Promise<void> {
  await readAllSettings(desk);
  goOn(desk.ports, handInKept(desk.ports));
  await enterStored(desk, 0);
}

type Found = Extract<StoredSession, { kind: 'whole' | 'token-lost' }>;

/** A disk that cannot be read for a moment must not cost the session; one that never can must not cost the orders. */
async function enterStored(desk: Desk, tries: number): Promise<void> {
  const { disk, secrets, log, clock } = desk.ports;
  const stored = await readSession(disk, secrets);
  if (stored.kind === 'none') return knock(desk, stored.ended);
  if (stored.kind === 'damaged') return knockAnew(desk, await journalIn(desk, stored.folder));
  const unreadable = stored.kind === 'unreadable' ? stored.message : await enterFound(desk, stored);
  if (unreadable === null) return undefined;
  if (tries < readTries) {
    if (tries === 0) log.error('session.unreadable', { message: unreadable });
    await new Promise<void>((resolve) => clock.after(readAgainMs, resolve));
    return enterStored(desk, tries + 1);
  }
  // A journal that never opens is left where it is until the next session's sweep.
  if (stored.kind === 'whole') await sweepOthers(desk, stored.session.folder);
  return knockAnew(desk, null);
}

/** Why it cannot be read; null: it is entered, or another way in is open. */
async function enterFound(desk: Desk, found: Found): Promise<string | null> {
  const { disk } = desk.ports;
  const { folder, about } =
    found.kind === 'whole' ? { folder: found.session.folder, about: found.session } : found;
  // What it takes to use an existing backend stands in the policy, and may have changed there.
  const asBefore = about.existing === null || existingOf(desk.setup) === null;
  if (found.kind === 'whole' && asBefore) {
    const failure = await enterSession(desk, { session: found.session, restaurant: null, wish: null });
    return failure?.message ?? null;
  }
  const journal = found.kind === 'whole' ? await disk.read(journalPath(folder)) : null;
  if (journal?.ok === false && journal.failure.kind !== 'missing') return journal.failure.message;
  await sweepOthers(desk, folder);
  desk.reuse = await leftBehind(desk, folder, about.restaurantId);
  if (found.kind === 'token-lost')
    await tell(desk, 'secrets-unavailable', 'the saved sign-in could not be read');
  await knock(desk, null);
  return null;
}

async function sweepOthers({ ports: { disk, log } }: Desk, folder: string): Promise<void> {
  const swept = await sweepSessions(disk, folder);
  if (!swept.ok) log.warn('session.sweep-failed', { message: swept.failure.message });
}

const journalIn = async (desk: Desk, folder: string | null): Promise<LeftBehind | null> =>
  folder === null ? null : leftBehind(desk, folder, null);

/** Who comes in again after that may not know that something is missing. */
async function knockAnew(desk: Desk, left: LeftBehind | null): Promise<void> {
  desk.reuse = left;
  const kept = left?.whole === true;
  desk.ports.log.error('session.damaged', {
    journal: kept ? 'whole' : 'lost',
    unsent: left?.unsent.length,
  });
  await tell(desk, kept ? 'session-damaged' : 'session-lost', '');
  return knock(desk, null);
}

async function knock(desk: Desk, ended: Ended | null): Promise<void> {
  if (ended !== null) await sweepSessions(desk.ports.disk, null);
  await desk.brain.dispatch({ kind: 'ready', ended });
}
