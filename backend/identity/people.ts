// The people of a restaurant: who they are, what they may be called upon to prove, and their end.
import { randomUUID } from 'node:crypto';
import { role as roles, type Role } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { done, refused, type Refusal, type Result } from '../http/refusal.ts';
import { untiePerson } from '../push/untie.ts';
import { passOnLogin } from './accounts.ts';
import { endPersonSessions } from './end-person-sessions.ts';
import { noRestaurant } from './restaurant-exists.ts';
import { hashSecret, newSalt, type SecretCost } from './secrets.ts';
import { scheduleTermination } from './terminations.ts';

export type PersonRow = {
  id: string;
  restaurant: string;
  name: string;
  role: Role;
  email: string | null;
  hasPin: boolean;
  hasPassword: boolean;
  /** They have a role in another restaurant, too. */
  elsewhere: boolean;
  createdAt: number;
  endedAt: number | null;
};

export type NewPerson = {
  restaurant: string;
  name: string;
  role: Role;
  email?: string | undefined;
  pin?: string | undefined;
  password?: string | undefined;
};

const shortestPin = { counter: 4, manager: 6, admin: 6 } as const satisfies Record<Role, number>;
const shortestPassword = 10;

function objection(wanted: NewPerson): Refusal | null {
  const { pin, password, email } = wanted;
  if (pin === undefined && password === undefined)
    return refused('invalid', 'A person needs a PIN, or an e-mail address with a password.', {
      field: 'pin',
    });
  if (pin !== undefined && !/^\d{4,12}$/.test(pin))
    return refused('invalid', 'A PIN is 4 to 12 digits.', { field: 'pin' });
  if (pin !== undefined && pin.length < shortestPin[wanted.role])
    return refused(
      'invalid',
      `The PIN of a ${wanted.role} has at least ${shortestPin[wanted.role]} digits.`,
      {
        field: 'pin',
      },
    );
  if (password !== undefined && email === undefined)
    return refused('invalid', 'Somebody with a password signs in with an e-mail address: give one.', {
      field: 'email',
    });
  if (password !== undefined && password.length < shortestPassword)
    return refused('invalid', `A password has at least ${shortestPassword} characters.`, {
      field: 'password',
    });
  return null;
}

export async function addPerson(
  store: Store,
  wanted: NewPerson,
  now: number,
  cost?: SecretCost,
): Promise<Result<{ id: string }>> {
  const wrong = objection(wanted);
  if (wrong) return wrong;
  const restaurant = await store.read
    .selectFrom('restaurants')
    .select('pin_salt')
    .where('id', '=', wanted.restaurant)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!restaurant) return noRestaurant(wanted.restaurant);
  // One salt per restaurant: a PIN alone then finds its person with one hash instead of one per person.
  const pin_hash = wanted.pin === undefined ? null : await hashSecret(wanted.pin, restaurant.pin_salt, cost);
  const password_hash =
    wanted.password === undefined ? null : await hashSecret(wanted.password, newSalt(), cost);
  const email = wanted.email?.trim().toLowerCase() ?? null;
  const id = randomUUID();
  return store.write(async (tx) => {
    // Two may ask for the same PIN or address in one moment: the table's own rule decides, not a look before.
    const added = await tx
      .insertInto('people')
      .values({
        id,
        restaurant_id: wanted.restaurant,
        name: wanted.name,
        role: wanted.role,
        email,
        pin_hash,
        password_hash,
        created_at: now,
        ended_at: null,
      })
      .onConflict((taken) => taken.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added) return done({ id });
    const sameEmail = tx
      .selectFrom('people')
      .select('id')
      .where('ended_at', 'is', null)
      .where('email', '=', email);
    return email !== null && (await sameEmail.executeTakeFirst())
      ? refused('invalid', 'Somebody has this e-mail address already.', { field: 'email' })
      : refused('invalid', 'This PIN can’t be used here. Choose another.', { field: 'pin' });
  });
}

export async function listPeople(db: Db, restaurant: string): Promise<PersonRow[]> {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('people as other')
          .select('other.id')
          .whereRef('other.account_id', '=', 'people.account_id')
          .whereRef('other.id', '<>', 'people.id')
          .where('other.ended_at', 'is', null),
      ).as('elsewhere'),
    )
    .where('restaurant_id', '=', restaurant)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    restaurant: row.restaurant_id,
    name: row.name,
    role: roles.parse(row.role),
    email: row.email,
    hasPin: row.pin_hash !== null,
    hasPassword: row.password_hash !== null,
    elsewhere: Boolean(row.elsewhere),
    createdAt: row.created_at,
    endedAt: row.ended_at,
  }));
}

/** From here on whatever they were signed in on is signed out. Roles they have in other restaurants go on. */
export async function endPerson(tx: Db, restaurant: string, id: string, now: number): Promise<boolean> {
  const before = await tx
    .updateTable('people')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('restaurant_id', '=', restaurant)
    .where('ended_at', 'is', null)
    .returning(['id', 'account_id as account', 'email', 'password_hash as password'])
    .executeTakeFirst();
  if (!before) return false;
  await tx.updateTable('people').set({ pin_hash: null, password_hash: null }).where('id', '=', id).execute();
  await passOnLogin(tx, before);
  const sessions = await endPersonSessions(tx, { person: id }, now);
  await untiePerson(tx, id);
  // Their inbox may be open on a live connection; whoever else uses that device connects again by itself.
  for (const { device_id, parent_id } of sessions)
    if (parent_id === null) await scheduleTermination(tx, device_id ?? id, now);
  return true;
}
