// Makes the restaurant of the demonstration: people, an enrolment code and a sales channel's key, with nothing to set up.
import { randomBytes } from 'node:crypto';
import type { Role } from '../../contract/api.ts';
import { fact } from '../db/facts.ts';
import type { Store } from '../db/store.ts';
import { valueOf } from '../http/endpoint.ts';
import type { Identity } from '../identity/index.ts';
import { addRestaurant, getRestaurant, plainSettings } from '../restaurant/restaurants.ts';

export type DemoPerson = { name: string; role: Role; pin: string };
export type Demo = { restaurant: string; people: DemoPerson[]; enrolmentCode: string; apiKey: string };

const restaurantId = 'demo';
const people: DemoPerson[] = [
  { name: 'Mia', role: 'counter', pin: '1111' },
  { name: 'Sam', role: 'counter', pin: '2222' },
  { name: 'Noor', role: 'manager', pin: '333333' },
];

export type DemoParts = {
  store: Store;
  identity: Identity;
  now: () => number;
  code: string | null;
  key: string | null;
};

/** Made once; a demonstration that was kept is only told again. */
export async function seedDemo({ store, identity, now, code, key }: DemoParts): Promise<Demo> {
  if ((await getRestaurant(store.read, restaurantId)) === null) {
    const settings = { ...plainSettings, name: 'Trattoria Demo', timeZone: 'Europe/Berlin' };
    valueOf(await store.write((tx) => addRestaurant(tx, restaurantId, settings, now())));
    for (const person of people) valueOf(await identity.addPerson({ restaurant: restaurantId, ...person }));
  }
  const enrolmentCode = code ?? (await fact(store, 'demo_code', () => randomBytes(8).toString('hex')));
  const apiKey =
    key ?? (await fact(store, 'demo_key', () => `demo_${randomBytes(18).toString('base64url')}`));
  // Refused when they were given out by an earlier start: then they are good already.
  await identity.addCode({
    restaurant: restaurantId,
    label: 'demo',
    maxUses: null,
    expiresAt: null,
    code: enrolmentCode,
  });
  await identity.addKey({ kind: 'channel', restaurant: restaurantId, name: 'web', key: apiKey });
  return { restaurant: restaurantId, people, enrolmentCode, apiKey };
}
