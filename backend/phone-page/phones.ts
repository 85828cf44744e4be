// A manager's phones: the link that adds one, the phone itself, the list, and its end.
import type { Phone } from '../../contract/push.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { liveSession } from '../identity/live-session.ts';
import { hashToken, newToken } from '../identity/secrets.ts';
import { tie } from '../push/tie.ts';
import type { PushTarget } from '../../contract/push.ts';

/** Long enough to fetch the phone from the coat. */
export const linkMs = 10 * 60_000;

const noLink = refused(
  'not-found',
  'This link was used, or its ten minutes are over. Show a new one at the console.',
);

/** A new one ends the one before it, so that only what is on the screen opens anything. */
export function makeLink(
  store: Store,
  by: { token: string; restaurant: string },
  now: number,
): Promise<{ link: string; expiresAt: number } | null> {
  const link = newToken('phoneLink');
  const expires_at = now + linkMs;
  return store.write(async (tx) => {
    const session = await liveSession(store, tx, by.token, now);
    if (session === null) return null;
    await tx.deleteFrom('phone_links').where('session_id', '=', session.id).execute();
    await tx
      .insertInto('phone_links')
      .values({
        hash: hashToken(link),
        restaurant_id: by.restaurant,
        person_id: session.person,
        session_id: session.id,
        expires_at,
      })
      .execute();
    return { link, expiresAt: expires_at };
  });
}

export type Whose = { person: string; restaurant: string };

/** Whom a link would add a phone for. */
export async function whoseLink(db: Db, link: string, now: number): Promise<Whose | null> {
  const row = await db
    .selectFrom('phone_links as l')
    .innerJoin('people as p', 'p.id', 'l.person_id')
    .innerJoin('restaurants as r', 'r.id', 'l.restaurant_id')
    .innerJoin('person_sessions as s', 's.id', 'l.session_id')
    .select(['p.name as person', 'l.restaurant_id as restaurant'])
    .where('l.hash', '=', hashToken(link))
    .where('l.expires_at', '>', now)
    .where('p.ended_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .where('s.ended_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

export async function whosePhone(db: Db, token: string): Promise<Whose | null> {
  const row = await db
    .selectFrom('push_registrations as g')
    .innerJoin('people as p', 'p.id', 'g.person_id')
    .innerJoin('restaurants as r', 'r.id', 'g.restaurant_id')
    .select(['p.name as person', 'g.restaurant_id as restaurant'])
    .where('g.phone_hash', '=', hashToken(token))
    .where('p.ended_at', 'is', null)
    .where('r.ended_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Whoever takes the link away adds the phone: it opens once. Person and sign-in are held first, so that whoever ends one
 * of them meanwhile waits, and takes the phone along.
 */
export function addPhone(
  store: Store,
  link: string,
  told: { target: PushTarget; name: string },
  now: number,
): Promise<Result<{ token: string }>> {
  const token = newToken('phone');
  const hash = hashToken(link);
  return store.write(async (tx) => {
    const shown = await tx.selectFrom('phone_links').selectAll().where('hash', '=', hash).executeTakeFirst();
    if (shown === undefined) return noLink;
    await hold(store, tx, shown);
    const isGood = (await whoseLink(tx, link, now)) !== null;
    const taken = await tx.deleteFrom('phone_links').where('hash', '=', hash).returning('hash').execute();
    if (!isGood || taken.length === 0) return noLink;
    const { restaurant_id: restaurant, person_id: person } = shown;
    await tie(tx, { restaurant, person, phoneHash: hashToken(token) }, told, now);
    return done({ token });
  });
}

async function hold(
  store: Store,
  tx: Db,
  { person_id, session_id }: { person_id: string; session_id: string },
) {
  if (store.kind !== 'postgres') return;
  await tx.selectFrom('people').select('id').where('id', '=', person_id).forUpdate().execute();
  await tx.selectFrom('person_sessions').select('id').where('id', '=', session_id).forUpdate().execute();
}

/** Those of one person, or of everybody in a restaurant. */
export async function listPhones(
  db: Db,
  of: { restaurant: string; person: string | null },
): Promise<Phone[]> {
  let query = db
    .selectFrom('push_registrations as g')
    .innerJoin('people as p', 'p.id', 'g.person_id')
    .select(['g.id', 'g.name', 'g.created_at', 'g.reached_at', 'p.id as person_id', 'p.name as person'])
    .where('g.restaurant_id', '=', of.restaurant)
    .where('g.phone_hash', 'is not', null)
    .orderBy('p.name')
    .orderBy('g.created_at');
  if (of.person !== null) query = query.where('g.person_id', '=', of.person);
  const rows = await query.execute();
  const iso = (at: number) => new Date(at).toISOString();
  return rows.map((row) => ({
    id: row.id,
    name: row.name ?? '?',
    person: { id: row.person_id, name: row.person },
    addedAt: iso(row.created_at),
    reachedAt: row.reached_at === null ? null : iso(row.reached_at),
  }));
}
