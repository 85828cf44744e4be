// Finds which restaurant a chat belongs to, and which order it is about: its id is the one's or the other's.
import type { ChatMode } from '../../contract/chat.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { StreamName } from '../../contract/streams.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantsNamed } from '../restaurant/restaurants.ts';

export type ChatPlace = {
  id: string;
  restaurant: string;
  /** The restaurant's, and what it has set. */
  name: string;
  timeZone: string;
  mode: ChatMode;
  /** null: the restaurant's own chat. */
  order: {
    id: string;
    number: string;
    closedAt: number | null;
    /** What the customer is called, if they said so and it is not forgotten. */
    customer: () => string | undefined;
  } | null;
};

/** Those that are there. */
export async function placesOf(
  store: Pick<Store, 'kind'>,
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ChatPlace>> {
  const orders = await db
    .selectFrom('orders')
    .select(['id', 'restaurant_id', 'number', 'closed_at', 'body'])
    .where(among(store, 'id', ids))
    .execute();
  const restaurants = await restaurantsNamed(store, db, [
    ...ids,
    ...orders.map((order) => order.restaurant_id),
  ]);
  const places = new Map<string, ChatPlace>();
  const add = (id: string, restaurant: string, order: ChatPlace['order']) => {
    const found = restaurants.get(restaurant);
    if (!found) return;
    const { name, timeZone, chat = 'we-begin' } = found;
    places.set(id, { id, restaurant, name, timeZone, mode: chat, order });
  };
  for (const id of ids) add(id, id, null);
  for (const row of orders)
    add(row.id, row.restaurant_id, {
      id: row.id,
      number: row.number,
      closedAt: row.closed_at,
      customer: () => (JSON.parse(row.body) as { customer?: { name?: string } }).customer?.name,
    });
  return places;
}

/** The stream that staff follow, with all chats of the restaurant in it. */
export const staffStream = ({ restaurant }: Pick<ChatPlace, 'restaurant'>): StreamName =>
  `chat:${restaurant}`;
/** Those in which a chat is told: staff's, and its customer's. */
export const streamsOf = (place: ChatPlace): StreamName[] =>
  place.order === null ? [staffStream(place)] : [staffStream(place), `chat:${place.id}`];

export const sideOf = (principal: Principal) => (principal.kind === 'customer' ? 'customer' : 'staff');

/** Nobody else learns whether there is such a chat. */
export function takesPart(principal: Principal, place: ChatPlace): boolean {
  return may(principal, 'read', `chat:${place.id}`, { restaurant: place.restaurant });
}

export const noSuchChat = () => new ProblemError('not-found', 'There is no such chat here.');

/** Throws where it is not there for whoever asks. */
export async function placeFor(
  store: Pick<Store, 'kind'>,
  db: Db,
  principal: Principal,
  id: string,
): Promise<ChatPlace> {
  const place = (await placesOf(store, db, [id])).get(id);
  if (!place || !takesPart(principal, place)) throw noSuchChat();
  return place;
}
