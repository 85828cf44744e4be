// The routes of phones for the console: a link to add one, the list, and the removal.
import { z } from 'zod';
import { restaurantQuery } from '../../contract/admin.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import { phoneLink, phonesList } from '../../contract/push.ts';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { allowed, restaurantFor } from '../identity/allowed.ts';
import { untie } from '../push/untie.ts';
import { listPhones, makeLink } from './phones.ts';

export type PhoneRoutes = {
  api: Api;
  store: Store;
  /** Where phones reach the backend; null: where the console does. */
  origin: string | null;
  now: () => number;
};

const asks = 'somebody' as const;
const query = restaurantQuery;

/** An administrator sees everybody's, a manager their own. */
function whoseOf(principal: Principal, named: string | undefined) {
  const restaurant = named ?? principal.restaurant;
  if (restaurant !== null && may(principal, 'people.write', `restaurant:${restaurant}`))
    return { restaurant: valueOf(restaurantFor(principal, 'people.write', named)), person: null };
  return {
    restaurant: valueOf(restaurantFor(principal, 'people.read', named)),
    person: ownPhones(principal),
  };
}

function ownPhones(principal: Principal): string {
  valueOf(allowed(principal, 'phones.write', `user:${principal.id}`));
  return principal.id;
}

export function offerPhones({ api, store, origin, now }: PhoneRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/phones/link',
      summary: 'A link that adds one phone of the manager who asks; opens once, within ten minutes',
      asks,
      answer: phoneLink,
    },
    async ({ principal, token }) => {
      ownPhones(principal);
      const by = { token: token ?? '', restaurant: principal.restaurant ?? '' };
      const made = await makeLink(store, by, now());
      if (made === null) throw new ProblemError('not-signed-in', 'This sign-in has ended. Step in again.');
      return {
        path: `/phone/${made.link}`,
        origin,
        expiresAt: new Date(made.expiresAt).toISOString(),
      };
    },
  );
  api.signed(
    {
      method: 'GET',
      path: '/phones',
      summary: 'The phones that get escalations: one’s own, or for an administrator everybody’s',
      asks,
      query,
      answer: phonesList,
    },
    async ({ principal, query: { restaurant } }) => ({
      phones: await listPhones(store.read, whoseOf(principal, restaurant)),
    }),
  );
  api.signed(
    {
      method: 'DELETE',
      path: '/phones/:id',
      summary: 'Take a phone off: nothing goes there any more',
      asks,
      params: z.object({ id: z.string().min(1).max(64) }),
      query,
    },
    async ({ principal, params, query: { restaurant } }) => {
      const whose = whoseOf(principal, restaurant);
      const gone = await store.write((tx) =>
        untie(tx, (of) =>
          of.and([
            of('id', '=', params.id),
            of('restaurant_id', '=', whose.restaurant),
            of('phone_hash', 'is not', null),
            ...(whose.person === null ? [] : [of('person_id', '=', whose.person)]),
          ]),
        ),
      );
      if (gone === 0)
        throw new ProblemError('not-found', 'There is no such phone, or it was removed before.');
    },
  );
}
