// Offers administration over REST: the same as the admin commands, for whoever the permissions name.
import { z } from 'zod';
import {
  codeMade,
  codesList,
  keyMade,
  keysList,
  linkRequest,
  made,
  newCode,
  newKey,
  newPerson,
  newRestaurant,
  restaurantQuery,
  restaurantsList,
} from '../../contract/admin.ts';
import { writeEnrolmentCode } from '../../contract/enrolment-code.ts';
import type { Action, Principal } from '../../contract/permissions.ts';
import { restaurant as restaurantSchema } from '../../contract/restaurant.ts';
import type { ChannelTemplates } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { allowed, restaurantFor } from '../identity/allowed.ts';
import type { Identity } from '../identity/index.ts';
import { refusalOfRestaurant } from '../streams/channel-names.ts';
import {
  addRestaurant,
  endRestaurant,
  idFrom,
  listRestaurants,
  plainSettings,
} from '../restaurant/restaurants.ts';

export type AdminRoutes = {
  api: Api;
  store: Store;
  identity: Identity;
  channels: ChannelTemplates;
  now: () => number;
  /** The certificate's, when the backend made its own: it goes into every code. */
  fingerprint: string | null;
  /** Somebody was shown the door: live Pusher connections are to be ended now. */
  departed(): void;
};

const id = z.object({ id: z.string().min(1).max(64) });
const iso = (at: number) => new Date(at).toISOString();
const isoOrNull = (at: number | null) => (at === null ? null : iso(at));
const asks = 'somebody' as const;
const query = restaurantQuery;

function found(ended: boolean, thing: string): void {
  if (!ended) throw new ProblemError('not-found', `There is no such ${thing}, or it was ended before.`);
}

export function offerAdmin(parts: AdminRoutes): void {
  offerRestaurants(parts);
  offerPeople(parts);
  offerLinks(parts);
  offerCodes(parts);
  offerKeys(parts);
}

const at = (principal: Principal, action: Action, named: string | undefined) =>
  valueOf(restaurantFor(principal, action, named));

function offerRestaurants({ api, store, channels, now, departed }: AdminRoutes): void {
  api.signed(
    { method: 'GET', path: '/restaurants', summary: 'Every restaurant', asks, answer: restaurantsList },
    async ({ principal }) => {
      valueOf(allowed(principal, 'restaurants.write', 'global'));
      const rows = await listRestaurants(store.read);
      return {
        restaurants: rows.map(({ restaurant, createdAt, endedAt }) => ({
          ...restaurant,
          createdAt: iso(createdAt),
          endedAt: isoOrNull(endedAt),
        })),
      };
    },
  );
  api.signed(
    {
      method: 'POST',
      path: '/restaurants',
      summary: 'Found a restaurant; what is left out is set later',
      asks,
      body: newRestaurant,
      answer: restaurantSchema,
      status: 201,
    },
    async ({ principal, body }) => {
      valueOf(allowed(principal, 'restaurants.write', 'global'));
      const { name, timeZone = plainSettings.timeZone, currency = plainSettings.currency } = body;
      const settings = { ...plainSettings, name, timeZone, currency };
      const newId = body.id ?? idFrom(name);
      const taken = refusalOfRestaurant(newId, channels);
      if (taken !== null) throw new ProblemError('invalid', `id: ${taken}`, { field: 'id' });
      return valueOf(await store.write((tx) => addRestaurant(tx, newId, settings, now())));
    },
  );
  api.signed(
    {
      method: 'DELETE',
      path: '/restaurants/:id',
      summary: 'Close a restaurant: nothing of it signs in any more',
      asks,
      params: id,
    },
    async ({ principal, params }) => {
      valueOf(allowed(principal, 'restaurants.write', 'global'));
      found(await store.write((tx) => endRestaurant(tx, params.id, now())), 'restaurant');
      departed();
    },
  );
}

function offerPeople({ api, identity, departed }: AdminRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/people',
      summary: 'Add a person, with a PIN or an e-mail address and a password',
      asks,
      query,
      body: newPerson,
      answer: made,
      status: 201,
    },
    async ({ principal, query: { restaurant }, body }) =>
      valueOf(await identity.addPerson({ ...body, restaurant: at(principal, 'people.write', restaurant) })),
  );
  api.signed(
    {
      method: 'DELETE',
      path: '/people/:id',
      summary: 'End a person: signed out everywhere, never to step in again',
      asks,
      params: id,
      query,
    },
    async ({ principal, params, query: { restaurant } }) => {
      found(await identity.endPerson(at(principal, 'people.write', restaurant), params.id), 'person');
      departed();
    },
  );
}

/** Across restaurants, so for those alone who answer for all of them: the admin of one could become somebody in another. */
function offerLinks({ api, identity, departed }: AdminRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/people/:id/link',
      summary: 'Join two people who are the same human with roles in different restaurants',
      asks,
      params: id,
      body: linkRequest,
    },
    async ({ principal, params, body }) => {
      valueOf(allowed(principal, 'roles.write', 'global'));
      valueOf(await identity.linkPeople(params.id, body.person));
    },
  );
  api.signed(
    {
      method: 'DELETE',
      path: '/people/:id/link',
      summary: 'Part a person from their roles in other restaurants',
      asks,
      params: id,
    },
    async ({ principal, params }) => {
      valueOf(allowed(principal, 'roles.write', 'global'));
      if (!(await identity.unlinkPerson(params.id)))
        throw new ProblemError('not-found', 'There is no such person, or they have no role elsewhere.');
      departed();
    },
  );
}

function offerCodes({ api, identity, now, fingerprint }: AdminRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/codes',
      summary: 'The enrolment codes, without what opens the door',
      asks,
      query,
      answer: codesList,
    },
    async ({ principal, query: { restaurant } }) => {
      const rows = await identity.codes(at(principal, 'codes.write', restaurant));
      return {
        codes: rows.map(({ restaurant: _own, createdAt, expiresAt, endedAt, ...row }) => ({
          ...row,
          createdAt: iso(createdAt),
          expiresAt: isoOrNull(expiresAt),
          endedAt: isoOrNull(endedAt),
        })),
      };
    },
  );
  api.signed(
    {
      method: 'POST',
      path: '/codes',
      summary: 'Make an enrolment code; it is told once, here',
      asks,
      query,
      body: newCode,
      answer: codeMade,
      status: 201,
    },
    async ({ principal, query: { restaurant }, body }) => {
      const { id, code } = valueOf(
        await identity.addCode({
          restaurant: at(principal, 'codes.write', restaurant),
          label: body.label,
          kind: body.kind,
          maxUses: body.maxUses,
          expiresAt: body.expiresInHours === null ? null : now() + body.expiresInHours * 3_600_000,
        }),
      );
      return { id, code: writeEnrolmentCode({ code, fingerprint }) };
    },
  );
  api.signed(
    {
      method: 'DELETE',
      path: '/codes/:id',
      summary: 'Withdraw an enrolment code; devices that used it stay',
      asks,
      params: id,
      query,
    },
    async ({ principal, params, query: { restaurant } }) =>
      found(await identity.revokeCode(at(principal, 'codes.write', restaurant), params.id), 'code'),
  );
}

function offerKeys({ api, identity }: AdminRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/keys',
      summary: 'The keys of sales channels and administrators',
      asks,
      query,
      answer: keysList,
    },
    async ({ principal, query: { restaurant } }) => {
      const rows = await identity.keys(at(principal, 'keys.write', restaurant));
      return {
        keys: rows.map(({ id, name, kind, rights, createdAt, endedAt }) => ({
          id,
          name,
          rights,
          kind: kind === 'admin' ? ('admin' as const) : ('channel' as const),
          createdAt: iso(createdAt),
          endedAt: isoOrNull(endedAt),
        })),
      };
    },
  );
  api.signed(
    {
      method: 'POST',
      path: '/keys',
      summary: 'Make a key; it is told once, here',
      asks,
      query,
      body: newKey,
      answer: keyMade,
      status: 201,
    },
    async ({ principal, query: { restaurant }, body }) =>
      valueOf(await identity.addKey({ ...body, restaurant: at(principal, 'keys.write', restaurant) })),
  );
  api.signed(
    {
      method: 'DELETE',
      path: '/keys/:id',
      summary: 'Revoke a key: it opens nothing from now on',
      asks,
      params: id,
      query,
    },
    async ({ principal, params, query: { restaurant } }) =>
      found(await identity.revokeKey(at(principal, 'keys.write', restaurant), params.id), 'key'),
  );
}
