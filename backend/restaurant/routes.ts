// The routes of a restaurant's settings: read by staff and sales channels, changed by managers, told to every console.
import { restaurantQuery } from '../../contract/admin.ts';
import { may } from '../../contract/permissions.ts';
import { restaurant, restaurantSettings } from '../../contract/restaurant.ts';
import { strictly } from '../../contract/tolerant.ts';
import { ProblemError } from '../http/problem.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { restaurantFor } from '../identity/asking.ts';
import type { Store } from '../db/store.ts';
import type { Log } from '../streams/log.ts';
import { changeSettings, forEverybody, getRestaurantInFull } from './restaurants.ts';

export type RestaurantRoutes = { api: Api; store: Store; log: Log; now: () => number };

const gone = () => new ProblemError('not-found', 'This restaurant is gone.');

export function offerRestaurant({ api, store, log, now }: RestaurantRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/restaurant',
      summary: 'The restaurant: hours, pause, escalation, and whether somebody would hear an order',
      asks: 'somebody',
      query: restaurantQuery,
      answer: restaurant,
    },
    async ({ principal, query }) => {
      const id = valueOf(restaurantFor(principal, 'restaurant.read', query.restaurant));
      const found = await getRestaurantInFull(store.read, id);
      if (!found) throw gone();
      return may(principal, 'restaurant.write', `restaurant:${id}`) ? found : forEverybody(found);
    },
  );

  api.signed(
    {
      method: 'PUT',
      path: '/restaurant',
      summary: 'Change the restaurant’s settings, all of them at once',
      asks: 'somebody',
      query: restaurantQuery,
      body: strictly(restaurantSettings),
      answer: restaurant,
    },
    async ({ principal, query, body }) => {
      const id = valueOf(restaurantFor(principal, 'restaurant.write', query.restaurant));
      const changed = await log.write((tx, append) => changeSettings(tx, append, id, body, now()));
      if (!changed) throw gone();
      return changed;
    },
  );
}
