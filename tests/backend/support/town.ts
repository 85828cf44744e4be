// Two restaurants on one backend, with somebody of every kind in each, for tests of who may do what where.
import type { Principal } from '../../../contract/permissions.ts';
import type { EnrolAnswer } from '../../../contract/api.ts';
import { addRestaurant, plainSettings } from '../../../backend/restaurant/restaurants.ts';
import { must } from '../identity-house.ts';
import { clientOf, openShop, simpleOrder, type Client, type Placed, type Shop } from './shop.ts';

export type Somebody = {
  name: string;
  /** null: nobody, or somebody whose token is dead. */
  principal: Principal | null;
  token: string | null;
  client: Client;
};
export type Town = {
  shop: Shop;
  restaurants: readonly ['bella', 'roma'];
  /** By name, such as "manager of bella". */
  people: Somebody[];
  /** One order of each restaurant, open. */
  orders: Record<string, Placed>;
  /** Places one more. */
  place(restaurant: string): Promise<Placed>;
  person(name: string): Somebody;
  /** What these people have asked for, as `METHOD path`. */
  asked: ReadonlySet<string>;
  close(): Promise<void>;
};

const pins = { counter: '2468', manager: '135790', admin: '246802' } as const;

export async function openTown(database: string): Promise<Town> {
  // Nothing happens by itself meanwhile, so that whatever changes was somebody's doing.
  const env = { COUNTERBELL_RATE_PER_SECOND: '100000', COUNTERBELL_TELL_SECONDS: '600' };
  const shop = await openShop({ database, env });
  const { identity } = shop.backend;
  const { store, clock } = shop;
  await store.write((tx) => addRestaurant(tx, 'roma', { ...plainSettings, name: 'Roma' }, clock.now()));
  const people: Somebody[] = [];
  const webs: Record<string, Client> = {};
  const orders: Record<string, Placed> = {};

  const asked = new Set<string>();
  /** Notes what is asked for through it. */
  function noting(client: Client): Client {
    const note = (method: string, path: string) => void asked.add(`${method} ${path.split('?')[0] ?? ''}`);
    return {
      ...client,
      ask: (method, path, ...more) => (note(method, path), client.ask(method, path, ...more)),
      get: (path) => (note('GET', path), client.get(path)),
      post: (path, ...more) => (note('POST', path), client.post(path, ...more)),
    };
  }

  async function join(name: string, token: string): Promise<Somebody> {
    const one = {
      name,
      principal: await identity.principalOf(token),
      token,
      client: noting(clientOf(shop.backend.url, token)),
    };
    people.push(one);
    return one;
  }
  async function place(restaurant: string): Promise<Placed> {
    const answer = await webs[restaurant]?.post<Placed>('/orders', simpleOrder);
    if (answer?.status !== 201) throw new Error(`Not placed: ${JSON.stringify(answer?.body)}`);
    return answer.body;
  }

  for (const restaurant of ['bella', 'roma'] as const) {
    const { code } = must(await identity.addCode({ restaurant, maxUses: null, expiresAt: null }));
    const enrol = async (installId: string) => {
      const request = { code, installId: `${restaurant}-${installId}`, deviceName: installId };
      return (await shop.nobody.post<EnrolAnswer>('/enrol', request)).body.token;
    };
    await join(`device of ${restaurant}`, await enrol('counter-top'));
    const offices = must(
      await identity.addCode({ restaurant, maxUses: null, expiresAt: null, kind: 'office' }),
    ).code;
    const enrolOffice = async (installId: string) => {
      const request = { code: offices, installId: `${restaurant}-${installId}`, deviceName: installId };
      return (await shop.nobody.post<EnrolAnswer>('/enrol', request)).body.token;
    };
    await join(`office of ${restaurant}`, await enrolOffice('laptop'));
    for (const role of ['counter', 'manager', 'admin'] as const) {
      must(await identity.addPerson({ restaurant, name: `${role} ${restaurant}`, role, pin: pins[role] }));
      const device = await clientOf(shop.backend.url, await enrol(`till-of-${role}`)).post<{ token: string }>(
        '/people/step-in',
        { pin: pins[role] },
      );
      await join(`${role} of ${restaurant}`, device.body.token);
      // The same people at a desk: on another device, so both are in.
      const desk = await clientOf(shop.backend.url, await enrolOffice(`desk-of-${role}`)).post<{
        token: string;
      }>('/people/step-in', { pin: pins[role] });
      await join(`${role} at the office of ${restaurant}`, desk.body.token);
    }
    const web = must(await identity.addKey({ kind: 'channel', restaurant, name: 'web' })).key;
    webs[restaurant] = (await join(`channel of ${restaurant}`, web)).client;
    const partner = must(await identity.addKey({ kind: 'channel', restaurant, name: 'partner' })).key;
    await join(`other channel of ${restaurant}`, partner);
    await join(
      `key of ${restaurant}`,
      must(await identity.addKey({ kind: 'admin', restaurant, name: 'it' })).key,
    );
    const placed = await place(restaurant);
    orders[restaurant] = placed;
    await join(`customer of ${restaurant}`, placed.publicToken);
  }
  // The managers of both are one human, and look into the other one from each.
  const [here, there] = ['manager of bella', 'manager of roma'].map(
    (name) => people.find((one) => one.name === name) as Somebody,
  ) as [Somebody, Somebody];
  must(await identity.linkPeople(here.principal?.id ?? '', there.principal?.id ?? ''));
  for (const [from, restaurant] of [
    [here, 'roma'],
    [there, 'bella'],
  ] as const) {
    const { body } = await from.client.post<{ token: string }>('/people/switch', { restaurant });
    await join(`visitor of ${restaurant}`, body.token);
  }
  const everywhere = must(await identity.addKey({ kind: 'admin', restaurant: null, name: 'head office' }));
  await join('key of all', everywhere.key);

  const { code } = must(await identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null }));
  const stolen = (
    await shop.nobody.post<EnrolAnswer>('/enrol', { code, installId: 'stolen-laptop', deviceName: 'Laptop' })
  ).body;
  await identity.revokeDevice('bella', stolen.device.id);
  await join('thief with a revoked device', stolen.token);
  const forged = `cbo_${'A'.repeat(64)}`;
  await join('somebody with a made-up token', forged);
  people.push({ name: 'nobody', principal: null, token: null, client: shop.nobody });

  return {
    shop,
    restaurants: ['bella', 'roma'],
    people,
    asked,
    orders,
    place,
    person(name) {
      const found = people.find((one) => one.name === name);
      if (!found) throw new Error(`Nobody here is called ${name}`);
      return found;
    },
    close: () => shop.close(),
  };
}
