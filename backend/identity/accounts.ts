// Joins the rows of one human, who may have a role in several restaurants: each row stays what it is, a role in one of
// them with a PIN and an inbox of its own; what they share is whose they are.
import { randomUUID } from 'node:crypto';
import { role as roles, type Membership, type Role } from '../../contract/api.ts';
import type { Db } from '../db/schema.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { endPersonSessions } from './end-person-sessions.ts';

export type MemberRow = { person: string; name: string; role: Role; restaurant: string };

/** Their roles in restaurants that are open, the one asked for first. */
export async function membershipsOf(db: Db, person: string): Promise<Membership[]> {
  const rows = await db
    .selectFrom('people as me')
    .innerJoin('people as p', (join) =>
      join.on((eb) =>
        eb.or([eb('p.id', '=', eb.ref('me.id')), eb('p.account_id', '=', eb.ref('me.account_id'))]),
      ),
    )
    .innerJoin('restaurants as r', 'r.id', 'p.restaurant_id')
    .select(['p.id as person', 'p.role', 'r.id', 'r.body'])
    .where('me.id', '=', person)
    .where('p.ended_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .orderBy('r.id')
    .execute();
  const own = rows.filter((row) => row.person === person);
  return [...own, ...rows.filter((row) => row.person !== person)].map((row) => ({
    id: row.id,
    name: (JSON.parse(row.body) as { name: string }).name,
    role: roles.parse(row.role),
  }));
}

/** Who somebody is in another restaurant; null: nobody there, or it is closed. */
export async function memberAt(db: Db, person: string, restaurant: string): Promise<MemberRow | null> {
  const row = await db
    .selectFrom('people as me')
    .innerJoin('people as p', 'p.account_id', 'me.account_id')
    .innerJoin('restaurants as r', 'r.id', 'p.restaurant_id')
    .select(['p.id as person', 'p.name', 'p.role', 'p.restaurant_id as restaurant'])
    .where('me.id', '=', person)
    .where('p.restaurant_id', '=', restaurant)
    .where('p.ended_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, role: roles.parse(row.role) };
}

type Row = { id: string; restaurant: string; account: string | null };

async function living(tx: Db, id: string): Promise<Row | null> {
  const row = await tx
    // Written as it is, so that nobody else joins or parts the two until this is over.
    .updateTable('people')
    .set((eb) => ({ name: eb.ref('name') }))
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['id', 'restaurant_id as restaurant', 'account_id as account'])
    .executeTakeFirst();
  return row ?? null;
}

const noPerson = (id: string) => refused('not-found', `There is no person "${id}".`, { field: 'person' });

const rowsOf = (tx: Db, { id, account }: Row): Promise<{ id: string; restaurant: string }[]> =>
  tx
    .selectFrom('people')
    .select(['id', 'restaurant_id as restaurant'])
    .where(account === null ? 'id' : 'account_id', '=', account ?? id)
    .where('ended_at', 'is', null)
    .execute();

/** From here on both are one human. At most one role in each restaurant. Said twice is once. */
export async function linkPeople(tx: Db, first: string, second: string): Promise<Result<null>> {
  const found: Row[] = [];
  // In one order whoever asks, so that two who link the same two wait for each other instead of both.
  for (const id of [first, second].toSorted()) {
    const row = await living(tx, id);
    if (row === null) return noPerson(id);
    found.push(row);
  }
  const [one, other] = found as [Row, Row];
  if (one.id === other.id) return refused('invalid', 'Say two people.', { field: 'person' });
  if (one.account !== null && one.account === other.account) return done(null);
  const all = [...(await rowsOf(tx, one)), ...(await rowsOf(tx, other))];
  const twice = all.find(({ restaurant }, at) =>
    all.some((row, n) => n > at && row.restaurant === restaurant),
  );
  if (twice !== undefined)
    return refused('invalid', `Both have a role at ${twice.restaurant}: end one of them first.`, {
      field: 'person',
    });
  const account = one.account ?? other.account ?? randomUUID();
  await tx
    .updateTable('people')
    .set({ account_id: account })
    .where(
      'id',
      'in',
      all.map(({ id }) => id),
    )
    .execute();
  return done(null);
}

/** Takes one row out of its account again: looks from it and into it end. False: it shares none. */
export async function unlinkPerson(tx: Db, id: string, now: number): Promise<boolean> {
  const row = await living(tx, id);
  if (row === null || row.account === null) return false;
  await tx.updateTable('people').set({ account_id: null }).where('id', '=', id).execute();
  await endLooks(tx, row.id, now);
  return true;
}

async function endLooks(tx: Db, person: string, now: number): Promise<void> {
  const looks = await tx
    .selectFrom('person_sessions as s')
    .innerJoin('person_sessions as parent', 'parent.id', 's.parent_id')
    .select('s.id')
    .where((eb) => eb.or([eb('s.person_id', '=', person), eb('parent.person_id', '=', person)]))
    .where('s.ended_at', 'is', null)
    .execute();
  for (const { id } of looks) await endPersonSessions(tx, { id }, now);
}

/**
 * Losing one role ends only that role: the e-mail address and password that stood in its row go on in another one of
 * the same human that has none.
 */
export async function passOnLogin(
  tx: Db,
  ended: { id: string; account: string | null; email: string | null; password: string | null },
): Promise<void> {
  const { id, account, email, password } = ended;
  if (account === null || email === null) return;
  // One that ends in this very moment is passed over.
  for (;;) {
    const heir = await tx
      .selectFrom('people')
      .select('id')
      .where('account_id', '=', account)
      .where('ended_at', 'is', null)
      .where('email', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .executeTakeFirst();
    if (!heir) return;
    const passed = await tx
      .updateTable('people')
      .set({ email, password_hash: password })
      .where('id', '=', heir.id)
      .where('ended_at', 'is', null)
      .where('email', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!passed) continue;
    await tx.updateTable('people').set({ email: null }).where('id', '=', id).execute();
    return;
  }
}
