// The routes of a restaurant's settings: read by staff and sales channels, changed by managers, told to every console.
import { restaurantQuery } from '../../contract/admin.ts';
import { may } from '../../contract/permissions.ts';
import { restaurant, restaurantSettings, type RestaurantSettings } from '../../contract/restaurant.ts';
import { strictly } from '../../contract/tolerant.ts';
import { ProblemError } from '../http/problem.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { restaurantFor } from '../identity/allowed.ts';
import type { Store } from '../db/store.ts';
import type { EventLog } from '../streams/event-log.ts';
import { changeSettings, forEverybody, getRestaurantInFull } from './restaurants.ts';

export type RestaurantRoutes = { api: Api; store: Store; log: EventLog; now: () => number };

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
      refuseEndlessPause(body.pause, now());
      refuseCredentials(body.escalation.webhook);
      const changed = await log.write((tx, append) => changeSettings(tx, append, id, body, now()));
      if (!changed) throw gone();
      return changed;
    },
  );
}

/** As browsers read addresses: before any slash, and backslashes are slashes. */
const withCredentials = /^[^:]*:[\\/]*[^\\/?#]*@/;

/** Not in the schema: one that an earlier version took is still read, so that what is wrong with it can be told. */
function refuseCredentials(webhook: string | null): void {
  if (webhook === null || !withCredentials.test(webhook)) return;
  throw new ProblemError(
    'invalid',
    'escalation.webhook: holds a user name or a password, which no call carries. Leave them out: calls are signed, and ' +
      'a secret may stand in the path.',
    { field: 'escalation.webhook' },
  );
}

const day = 86_400_000;
const longestPauseMs = 400 * day;

/** One that ended long ago, or never ends, is a slip of the hand, or a time that not every program can read. */
function refuseEndlessPause(pause: RestaurantSettings['pause'], now: number): void {
  const away = pause === null ? 0 : Math.abs(Date.parse(pause.until) - now);
  if (away <= longestPauseMs) return;
  throw new ProblemError(
    'invalid',
    'pause.until: is more than 400 days away. Say when the restaurant takes orders again.',
    { field: 'pause.until' },
  );
}
