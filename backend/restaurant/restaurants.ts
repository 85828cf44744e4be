// Keeps restaurants: reads, founds and changes them; every change is an event of the restaurant's stream.
import {
  restaurantSettings,
  usualReasons,
  type Restaurant,
  type RestaurantSettings,
} from '../../contract/restaurant.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { newSalt } from '../identity/secrets.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { endPersonSessions } from '../identity/end-person-sessions.ts';
import { untieRestaurant } from '../push/untie.ts';
import { scheduleTermination } from '../identity/terminations.ts';
import type { Append } from '../streams/event-log.ts';

export type RestaurantRow = { restaurant: Restaurant; createdAt: number; endedAt: number | null };

/** What a restaurant has that nobody has set anything about. */
export const plainSettings: Omit<RestaurantSettings, 'name'> = {
  timeZone: 'UTC',
  currency: 'EUR',
  openingHours: null,
  prepMinutes: 20,
  rejectReasons: usualReasons,
  autoAccept: [],
  pause: null,
  escalation: { afterSeconds: 180, webhook: null },
};

/** "Trattoria Bella" → trattoria-bella */
export function idFrom(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'restaurant'
  );
}

// A setting that came after the row was written has its plain value.
function read(row: { id: string; body: string; accepting: number }): Restaurant {
  return { id: row.id, ...settingsOf(row.body), accepting: row.accepting === 1 };
}

const settingsKept = 1_000;
const readBefore = new Map<string, RestaurantSettings>();

/** Read for every order: the same text means the same, so it is checked once. */
function settingsOf(body: string): RestaurantSettings {
  const known = readBefore.get(body);
  if (known) return known;
  const settings = restaurantSettings.parse({ ...plainSettings, ...JSON.parse(body) });
  if (readBefore.size >= settingsKept) readBefore.clear();
  readBefore.set(body, settings);
  return settings;
}

/**
 * Where escalations are sent is the managers' business: such an address often is a secret by itself. What only managers
 * are told of is theirs, too.
 */
export function forEverybody(restaurant: Restaurant): Restaurant {
  const { orderNewToManagers: _, ...told } = restaurant;
  return { ...told, escalation: { ...restaurant.escalation, webhook: null } };
}

/** As everybody may see it. */
export async function getRestaurant(db: Db, id: string): Promise<Restaurant | null> {
  const restaurant = await getRestaurantInFull(db, id);
  return restaurant && forEverybody(restaurant);
}

export async function getRestaurantInFull(db: Db, id: string): Promise<Restaurant | null> {
  const row = await db
    .selectFrom('restaurants')
    .select(['id', 'body', 'accepting'])
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row ? read(row) : null;
}

/** Those of them which are there, in full. */
export async function restaurantsNamed(
  store: Pick<Store, 'kind'>,
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Restaurant>> {
  const rows = await db
    .selectFrom('restaurants')
    .select(['id', 'body', 'accepting'])
    .where(among(store, 'id', [...new Set(ids)]))
    .where('ended_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, read(row)]));
}

export async function listRestaurants(db: Db): Promise<RestaurantRow[]> {
  const rows = await db.selectFrom('restaurants').selectAll().orderBy('created_at').execute();
  return rows.map((row) => ({ restaurant: read(row), createdAt: row.created_at, endedAt: row.ended_at }));
}

export async function addRestaurant(
  tx: Db,
  id: string,
  settings: RestaurantSettings,
  now: number,
): Promise<Result<Restaurant>> {
  // A chat is named by a restaurant's id or by an order's: whoever holds that order's link would be in this one's chat.
  const order = await tx.selectFrom('orders').select('id').where('id', '=', id).executeTakeFirst();
  if (order) return refused('invalid', `"${id}" is the id of an order. Choose another.`, { field: 'id' });
  const row = { id, body: JSON.stringify(settings), accepting: 1 };
  const added = await tx
    .insertInto('restaurants')
    .values({ ...row, pin_salt: newSalt(), watch_at: now, created_at: now, ended_at: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) return refused('invalid', `There is a restaurant "${id}" already.`, { field: 'id' });
  return done(read(row));
}

const updated = (restaurant: Restaurant, message: string, now: number, cause?: string) => ({
  stream: `restaurant:${restaurant.id}`,
  type: 'restaurant.updated',
  at: now,
  message,
  cause,
  body: { restaurant: forEverybody(restaurant) },
});

export async function changeSettings(
  tx: Db,
  append: Append,
  id: string,
  settings: RestaurantSettings,
  now: number,
): Promise<Restaurant | null> {
  // Locks the row as well, so that nobody changes it in between.
  const before = await tx
    .updateTable('restaurants')
    .set({ watch_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['body', 'accepting'])
    .executeTakeFirst();
  if (!before) return null;
  // Whoever knows no such setting says nothing of it, and leaves it as it is.
  const body = JSON.stringify({ ...JSON.parse(before.body), ...settings });
  await tx.updateTable('restaurants').set({ body }).where('id', '=', id).execute();
  const restaurant = read({ id, body, accepting: before.accepting });
  await append(updated(restaurant, 'The settings of the restaurant were changed.', now));
  return restaurant;
}

/** Says whether somebody would hear an order; an event only when that is news. */
export async function setAccepting(
  tx: Db,
  append: Append,
  id: string,
  accepting: boolean,
  now: number,
): Promise<boolean> {
  const row = await tx
    .updateTable('restaurants')
    .set({ accepting: accepting ? 1 : 0 })
    .where('id', '=', id)
    .where('accepting', '=', accepting ? 0 : 1)
    .where('ended_at', 'is', null)
    .returning(['id', 'body', 'accepting'])
    .executeTakeFirst();
  if (!row) return false;
  const message = accepting ? 'Orders are heard again.' : 'No console would hear an order.';
  await append(updated(read(row), message, now));
  return true;
}

/** Nothing of it answers any more; what happened there stays in the log for as long as the log is kept. */
export async function endRestaurant(tx: Db, id: string, now: number): Promise<boolean> {
  const row = await tx
    .updateTable('restaurants')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  await untieRestaurant(tx, id);
  const living = (table: 'devices' | 'people') =>
    tx.selectFrom(table).select('id').where('restaurant_id', '=', id).where('ended_at', 'is', null).execute();
  for (const device of await living('devices')) await scheduleTermination(tx, device.id, now);
  for (const person of await living('people')) {
    await endPersonSessions(tx, { person: person.id }, now);
    await scheduleTermination(tx, person.id, now);
  }
  return true;
}
