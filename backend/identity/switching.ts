// Lets somebody who stepped in look into another restaurant that they have a role in, with a token of that role.
import { randomUUID } from 'node:crypto';
import type { Person } from '../../contract/api.ts';
import type { Store } from '../db/store.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { memberAt } from './accounts.ts';
import { endPersonSessions } from './end-person-sessions.ts';
import { hashToken, newToken } from './secrets.ts';

export type Switched = { person: Person; token: string; restaurant: string; streams: string[] };

const over = refused('not-signed-in', 'This sign-in has ended. Step in again.');
const noRole = (restaurant: string) =>
  refused('not-found', `You have no role at another restaurant "${restaurant}".`, { field: 'restaurant' });

/**
 * The token lives as long as the session it was asked for with, and no longer than the roles at both ends. A second one
 * for the same restaurant takes the place of the first.
 */
export function switchRestaurant(
  store: Store,
  token: string,
  restaurant: string,
  now: number,
): Promise<Result<Switched>> {
  const own = newToken('person');
  return store.write(async (tx) => {
    const from = await tx
      .updateTable('person_sessions')
      // Written as it is: whoever ends it now waits, and then ends what began from it as well.
      .set((eb) => ({ expires_at: eb.ref('expires_at') }))
      .where('token_hash', '=', hashToken(token))
      .where('ended_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['id', 'person_id', 'device_id', 'parent_id', 'expires_at'])
      .executeTakeFirst();
    if (!from) return over;
    if (from.parent_id !== null)
      return refused('not-allowed', 'You are looking in from another restaurant: switch from there.');
    const member = await memberAt(tx, from.person_id, restaurant);
    if (member === null || member.person === from.person_id) return noRole(restaurant);
    const former = await tx
      .selectFrom('person_sessions')
      .select('id')
      .where('parent_id', '=', from.id)
      .where('person_id', '=', member.person)
      .where('ended_at', 'is', null)
      .execute();
    for (const { id } of former) await endPersonSessions(tx, { id }, now);
    await tx
      .insertInto('person_sessions')
      .values({
        id: randomUUID(),
        person_id: member.person,
        device_id: from.device_id,
        place: null,
        token_hash: hashToken(own),
        created_at: now,
        expires_at: from.expires_at,
        ended_at: null,
        parent_id: from.id,
      })
      .execute();
    return done({
      person: { id: member.person, name: member.name, role: member.role },
      token: own,
      restaurant,
      streams: [`restaurant:${restaurant}`, `user:${member.person}`],
    });
  });
}
