// People step in on a device, or sign in without one, and step out; the device goes on ringing all the while.
import { randomUUID } from 'node:crypto';
import { role as roles, type Membership, type Person } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { memberAt, membershipsOf } from './accounts.ts';
import { endPersonSessions } from './end-person-sessions.ts';
import { beginAttempt } from './guesses.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { hashLike, hashToken, isSecret, newToken, pretendToCompare, type SecretCost } from './secrets.ts';
import { scheduleTermination } from './terminations.ts';
import { placeOf, subjectsOf, type StepIn } from './guess-subjects.ts';

export type SteppedIn = {
  person: Person;
  token: string;
  streams: string[];
  /** Where they have a role, here first. */
  restaurants: Membership[];
};

/** Longer than any shift; the console steps people out much earlier. */
const sessionMs = 16 * 3_600_000;

type Candidate = {
  id: string;
  name: string;
  role: string;
  restaurant_id: string;
  secret: string | null;
};

const noSuchPin = refused('not-signed-in', 'This PIN is nobody’s here.', { field: 'pin' });
const noSuchLogin = refused('not-signed-in', 'E-mail address and password do not go together.', {
  field: 'password',
});

export async function stepIn(
  store: Store,
  on: { id: string; restaurant: string } | null,
  request: StepIn,
  address: string,
  now: number,
  cost?: SecretCost,
): Promise<Result<SteppedIn>> {
  if ('pin' in request && on === null)
    return refused(
      'not-allowed',
      'A PIN is enough only on a device of the restaurant. Sign in with e-mail address and password.',
      { field: 'pin' },
    );
  const attempt = await beginAttempt(store, await subjectsOf(store.read, on, request, address), now);
  if ('ok' in attempt) return attempt;
  const found =
    'pin' in request
      ? await byPin(store.read, on?.restaurant ?? '', request, cost)
      : await byPassword(store.read, on?.restaurant ?? null, request, cost);
  if (!found) return 'pin' in request ? noSuchPin : noSuchLogin;
  await attempt.forgive();
  const place = 'pin' in request ? null : placeOf(found.id, address);
  return begin(store, found, { device: on?.id ?? null, place }, now);
}

const candidates = (db: Db) => db.selectFrom('people').where('ended_at', 'is', null);

async function byPin(
  db: Db,
  restaurant: string,
  request: { pin: string; personId?: string | undefined },
  cost?: SecretCost,
): Promise<Candidate | null> {
  let asked = candidates(db)
    .select(['id', 'name', 'role', 'restaurant_id', 'pin_hash as secret'])
    .where('restaurant_id', '=', restaurant)
    .where('pin_hash', 'is not', null);
  if (request.personId !== undefined) asked = asked.where('id', '=', request.personId);
  const people = await asked.execute();
  // All PINs of a restaurant share a salt, so one hash is compared with all of them; after a change of the cost
  // there is a second way of hashing until everybody's PIN was set anew.
  const ways = new Map(people.map(({ secret }) => [secret?.slice(0, secret.lastIndexOf('$')), secret ?? '']));
  for (const stored of ways.values()) {
    const hash = await hashLike(stored, request.pin);
    const found = people.find(({ secret }) => secret !== null && secret === hash);
    if (found) return found;
  }
  if (people.length === 0) await pretendToCompare(request.pin, cost);
  return null;
}

async function byPassword(
  db: Db,
  restaurant: string | null,
  request: { email: string; password: string },
  cost?: SecretCost,
): Promise<Candidate | null> {
  const person = await candidates(db)
    .select(['id', 'name', 'role', 'restaurant_id', 'password_hash as secret'])
    .where('email', '=', request.email.trim().toLowerCase())
    .executeTakeFirst();
  if (!person?.secret) {
    await pretendToCompare(request.password, cost);
    return null;
  }
  return (await isSecret(request.password, person.secret)) ? whoTheyAre(db, person, restaurant) : null;
}

/**
 * E-mail address and password stand in one row of those that a human has: what counts is who they are at the restaurant
 * of the device; without one, where the two stand, or, when that is closed, in the first that is open.
 */
async function whoTheyAre(db: Db, person: Candidate, restaurant: string | null): Promise<Candidate | null> {
  if (restaurant === person.restaurant_id) return person;
  const open = await membershipsOf(db, person.id);
  const there = restaurant ?? open.find(({ id }) => id === person.restaurant_id)?.id ?? open[0]?.id;
  if (there === undefined || there === person.restaurant_id) return restaurant === null ? person : null;
  const member = await memberAt(db, person.id, there);
  if (member === null) return null;
  return { ...person, id: member.person, name: member.name, role: member.role, restaurant_id: there };
}

function begin(
  store: Store,
  found: Candidate,
  { device, place }: { device: string | null; place: string | null },
  now: number,
): Promise<Result<SteppedIn>> {
  const token = newToken('person');
  const person = { id: found.id, name: found.name, role: roles.parse(found.role) };
  return store.write(async (tx) => {
    // At most one person is stepped in on a device: the next one steps the one before out.
    if (device !== null) await endPersonSessions(tx, { device }, now);
    await tx
      .insertInto('person_sessions')
      .values({
        id: randomUUID(),
        person_id: found.id,
        device_id: device,
        place,
        token_hash: hashToken(token),
        created_at: now,
        expires_at: now + sessionMs,
        ended_at: null,
      })
      .execute();
    const restaurants = await membershipsOf(tx, found.id);
    return done({ person, token, streams: [`user:${found.id}`], restaurants });
  });
}

/** Ends a person's session; asked for by the device alone, whoever is stepped in on it. Twice is once. */
export async function stepOut(
  store: Store,
  by: { token: string } | { device: string },
  now: number,
): Promise<void> {
  await store.write(async (tx) => {
    const which = 'device' in by ? by : { token_hash: hashToken(by.token) };
    // On a device the connection is the device's, which goes on ringing; without one it is theirs alone.
    for (const { person_id, device_id } of await endPersonSessions(tx, which, now))
      if (device_id === null) await scheduleTermination(tx, person_id, now);
  });
}

const atOnce = 100;

/**
 * Ends the sessions whose time is over. Nobody asked to step out, so nobody closed what they were listening with: that
 * connection is ended, a device's too, which comes back by itself and is refused what was theirs.
 */
export async function endOverdue(store: Store, now: number): Promise<number> {
  const overdue = await store.read
    .selectFrom('person_sessions')
    .select(['id', 'expires_at'])
    .where('ended_at', 'is', null)
    .where('expires_at', '<=', now)
    .limit(atOnce)
    .execute();
  if (overdue.length === 0) return 0;
  await store.write(async (tx) => {
    for (const { id, expires_at } of overdue)
      for (const { person_id, device_id, parent_id } of await endPersonSessions(tx, { id }, expires_at))
        if (parent_id === null) await scheduleTermination(tx, device_id ?? person_id, now);
  });
  return overdue.length;
}
