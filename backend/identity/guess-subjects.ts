// Says whose mistakes count when somebody steps in: a guesser's own count much, and others' never lock out who is known.
import { createHash } from 'node:crypto';
import type { Db } from '../db/schema.ts';
import { householdOf } from '../pusher-server/index.ts';
import type { Subject } from './guesses.ts';
import { patience } from './throttle.ts';

export type StepIn = { pin: string; personId?: string | undefined } | { email: string; password: string };

const hashed = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 32);

/** Where somebody signed in with a password, so that it is known the next time; says nothing to whoever reads it. */
export const placeOf = (person: string, address: string): string =>
  hashed(`${person} ${householdOf(address)}`);

/**
 * Every try counts for the way it comes by: the install, or the address. What counts for all ways together (a
 * restaurant's PINs, a person, an account) slows down only those who were never let in this way: otherwise anybody
 * could shut anybody out by making mistakes in their name.
 */
export async function subjectsOf(
  db: Db,
  on: { id: string; restaurant: string } | null,
  request: StepIn,
  address: string,
): Promise<Subject[]> {
  return on === null ? fromAfar(db, request, address) : onDevice(db, on, request);
}

async function onDevice(db: Db, on: { id: string; restaurant: string }, request: StepIn): Promise<Subject[]> {
  const device = await db
    .selectFrom('devices')
    .select(['install_id as install', 'created_at as since'])
    .where('id', '=', on.id)
    .executeTakeFirst();
  // Not per session: enrolling again is no fresh start.
  const own = { name: `install:${on.restaurant}:${device?.install ?? on.id}`, rule: patience.install };
  if (device && (await isKnown(db, { ...on, since: device.since }))) return [own];
  const all: Subject[] = [own, { name: `restaurant:${on.restaurant}`, rule: patience.restaurant }];
  if ('pin' in request && request.personId !== undefined)
    all.push({ name: `person:${request.personId}`, rule: patience.person });
  return all;
}

const mostKnown = 10;

/**
 * Somebody stepped in on it before. Whoever knows one PIN could make every new install known like that, so only those
 * are that were enrolled before all others: a shop has few, and a guesser's come last.
 */
async function isKnown(db: Db, on: { id: string; restaurant: string; since: number }): Promise<boolean> {
  const known = await db
    .selectFrom('devices as d')
    .select('d.id')
    .where('d.restaurant_id', '=', on.restaurant)
    .where('d.ended_at', 'is', null)
    .where('d.created_at', '<=', on.since)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('person_sessions as s').select('s.id').whereRef('s.device_id', '=', 'd.id')),
    )
    .orderBy('d.created_at')
    .orderBy('d.id')
    .limit(mostKnown)
    .execute();
  return known.some(({ id }) => id === on.id);
}

async function fromAfar(db: Db, request: StepIn, address: string): Promise<Subject[]> {
  const from = householdOf(address);
  const all: Subject[] = [{ name: `sign-in:${from}`, rule: patience.address }];
  if ('pin' in request) return all;
  const email = request.email.trim().toLowerCase();
  // Hashed: somebody may have typed a password where the address goes.
  const account = hashed(email);
  all.push({ name: `account:${account}@${from}`, rule: patience.person });
  const person = await db
    .selectFrom('people')
    .select('id')
    .where('email', '=', email)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  const before =
    person &&
    (await db
      .selectFrom('person_sessions')
      .select('id')
      .where('person_id', '=', person.id)
      .where('place', '=', placeOf(person.id, address))
      .limit(1)
      .executeTakeFirst());
  if (!before) all.push({ name: `account:${account}`, rule: patience.account });
  return all;
}
