// Tells who somebody is to the others on a presence channel: staff to each other by name, to a customer as the restaurant.
import type { Principal } from '../../contract/permissions.ts';
import { streamParts, type StreamName } from '../../contract/streams.ts';
import type { Member } from '../streams/publisher.ts';

export async function memberOf(
  principal: Principal,
  stream: StreamName,
  /** The one whose order the stream is about; none: it is about no order. */
  restaurant: string | undefined,
  restaurantNamed: (id: string) => Promise<string | null>,
): Promise<Member> {
  const { kind } = streamParts(stream);
  if (principal.kind === 'customer' || kind !== 'chat' || restaurant === undefined)
    return { user_id: principal.id, user_info: { name: principal.name } };
  return { user_id: restaurant, user_info: { name: (await restaurantNamed(restaurant)) ?? restaurant } };
}
