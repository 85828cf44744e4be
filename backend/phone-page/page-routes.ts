// The phone's page over HTTP: static files, and what a phone asks with its link or with what it got for it.
import type { FastifyInstance } from 'fastify';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { hashToken } from '../identity/secrets.ts';
import { usableTarget } from '../push/targets.ts';
import { renewPhone as renew } from '../push/tie.ts';
import { untie } from '../push/untie.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import { addPhone as addPhoneBody, phoneAdded, phoneState, renewPhone } from './state.ts';
import { addPhone, whoseLink, whosePhone } from './phones.ts';

export type PhonePageParts = {
  api: Api;
  store: Store;
  publicKey: string;
  alsoTo: readonly string[];
  now: () => number;
  offerFiles(app: FastifyInstance): void;
};

const asks = 'nobody' as const;

const tokenOf = (token: string | null): string => {
  if (token === null)
    throw new ProblemError('not-signed-in', 'Send the link’s or the phone’s token as a bearer token.');
  return token;
};

const noPhone = () =>
  new ProblemError('not-found', 'This phone was taken off the list. Add it again at the console.');

export function offerPhonePage(parts: PhonePageParts): void {
  const { api, store, publicKey, alsoTo, now } = parts;
  parts.offerFiles(api.app);

  api.open(
    {
      method: 'GET',
      path: '/phone/state',
      summary: 'Whose phone a link would add, or whose this phone is',
      asks,
      answer: phoneState,
    },
    async ({ token }) => {
      const sent = tokenOf(token);
      const link = await whoseLink(store.read, sent, now());
      const whose = link ?? (await whosePhone(store.read, sent));
      if (whose === null)
        throw new ProblemError('not-found', 'This link was used, or its ten minutes are over.');
      const restaurant = await getRestaurant(store.read, whose.restaurant);
      return {
        is: link === null ? ('phone' as const) : ('link' as const),
        person: whose.person,
        restaurant: restaurant?.name ?? '',
        publicKey,
      };
    },
  );

  api.open(
    {
      method: 'POST',
      path: '/phone/add',
      summary:
        'Add this phone with its link; answers what it can be taken off the list with, and nothing else',
      asks,
      body: addPhoneBody,
      answer: phoneAdded,
      status: 201,
    },
    async ({ token, body: { subscription, name } }) => {
      const target = valueOf(usableTarget({ kind: 'web', subscription }, alsoTo));
      return valueOf(await addPhone(store, tokenOf(token), { target, name }, now()));
    },
  );

  api.open(
    {
      method: 'POST',
      path: '/phone/renew',
      summary: 'The phone’s browser has a new address for it',
      asks,
      body: renewPhone,
    },
    async ({ token, body: { subscription } }) => {
      const target = valueOf(usableTarget({ kind: 'web', subscription }, alsoTo));
      const hash = hashToken(tokenOf(token));
      if (!(await store.write((tx) => renew(tx, hash, target)))) throw noPhone();
    },
  );

  api.open(
    { method: 'POST', path: '/phone/leave', summary: 'Take this phone off the list', asks },
    async ({ token }) => {
      const hash = hashToken(tokenOf(token));
      if ((await store.write((tx) => untie(tx, (of) => of('phone_hash', '=', hash)))) === 0) throw noPhone();
    },
  );
}
