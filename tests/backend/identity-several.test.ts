// People with roles in several restaurants: joined by who answers for all, looking into one from another, and losing one
// role without the others; on both databases.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Principal } from '../../contract/permissions.ts';
import { enrolled, must, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

const login = { email: 'ada@example.com', password: 'correct horse' };
const from = '10.0.0.1';

onBothDatabases((databases) => {
  let house: House;
  let till: Principal;
  let ids: { bella: string; roma: string; luna: string };
  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella', 'roma', 'luna']);
    till = must(await house.identity.identify((await enrolled(house)).token));
    const add = async (restaurant: string, more: object) =>
      must(
        await house.identity.addPerson({ restaurant, name: 'Ada', role: 'manager', pin: '739152', ...more }),
      ).id;
    ids = {
      bella: await add('bella', login),
      roma: await add('roma', { role: 'admin' }),
      luna: await add('luna', { role: 'counter' }),
    };
  });
  afterEach(() => house.close());

  const link = async (one: keyof typeof ids, other: keyof typeof ids) =>
    must(await house.identity.linkPeople(ids[one], ids[other]));
  const stepIn = async () => must(await house.identity.stepIn(till, { pin: '739152' }, from));
  const look = async (token: string, restaurant: string) =>
    must(await house.identity.switchRestaurant(token, restaurant));
  const who = (token: string) => house.identity.principalOf(token);
  const terminated = async () =>
    (await house.store.read.selectFrom('terminations').select('user_id').execute()).map(
      ({ user_id }) => user_id,
    );

  test('the same name, the same PIN or an address is no reason to be one: somebody has to say so', async () => {
    const { token, restaurants } = await stepIn();
    expect(restaurants).toEqual([{ id: 'bella', name: 'bella', role: 'manager' }]);
    expect(await house.identity.switchRestaurant(token, 'roma')).toMatchObject({ code: 'not-found' });
  });

  test('joined, stepping in tells all the roles, and each is looked into as who they are there', async () => {
    await link('bella', 'roma');
    await link('roma', 'luna');
    const { token, restaurants } = await stepIn();
    expect(restaurants).toEqual([
      { id: 'bella', name: 'bella', role: 'manager' },
      { id: 'luna', name: 'luna', role: 'counter' },
      { id: 'roma', name: 'roma', role: 'admin' },
    ]);
    const roma = await look(token, 'roma');
    expect(roma).toMatchObject({ person: { id: ids.roma, role: 'admin' }, restaurant: 'roma' });
    expect(await who(roma.token)).toEqual({
      kind: 'person',
      role: 'admin',
      id: ids.roma,
      name: 'Ada',
      restaurant: 'roma',
      device: null,
      at: 'another-restaurant',
      streams: ['restaurant:roma', `user:${ids.roma}`, 'global'],
    });
    expect(await who(token)).toMatchObject({ restaurant: 'bella', id: ids.bella });
    const again = await look(token, 'roma');
    expect(await who(roma.token), 'the second takes the place of the first').toBeNull();
    expect(await who(again.token)).not.toBeNull();
  });

  test('from where one only looks in, one looks nowhere else; into where one is, neither', async () => {
    await link('bella', 'roma');
    await link('bella', 'luna');
    const { token } = await stepIn();
    const roma = await look(token, 'roma');
    expect(await house.identity.switchRestaurant(roma.token, 'luna')).toMatchObject({ code: 'not-allowed' });
    expect(await house.identity.switchRestaurant(token, 'bella')).toMatchObject({ code: 'not-found' });
    expect(await house.identity.switchRestaurant(token, 'nowhere')).toMatchObject({ code: 'not-found' });
  });

  const endings: [string, () => Promise<unknown>][] = [
    ['stepping out', () => house.identity.stepOut({ device: till.id })],
    ['the device being signed out', () => house.identity.revokeDevice('bella', till.id)],
    ['the role it came from ending', () => house.identity.endPerson('bella', ids.bella)],
    ['the role it is of ending', () => house.identity.endPerson('roma', ids.roma)],
    ['the two being parted', () => house.identity.unlinkPerson(ids.roma)],
    ['the other of the two being parted', () => house.identity.unlinkPerson(ids.bella)],
    [
      'somebody else stepping in',
      async () => {
        must(
          await house.identity.addPerson({ restaurant: 'bella', name: 'Ben', role: 'counter', pin: '4826' }),
        );
        must(await house.identity.stepIn(till, { pin: '4826' }, from));
      },
    ],
    [
      'its time being over',
      async () => {
        house.clock.now += 17 * 3_600_000;
        await house.identity.tidy();
      },
    ],
  ];
  test.each(endings)('a look ends with %s, and its connection with it', async (_what, end) => {
    await link('bella', 'roma');
    const { token } = await stepIn();
    const roma = await look(token, 'roma');
    await end();
    expect(await who(roma.token)).toBeNull();
    expect(await terminated()).toContain(ids.roma);
  });

  test.each(endings)('%s while somebody switches: the look is over, or never was', async (_what, end) => {
    await link('bella', 'roma');
    const { token } = await stepIn();
    const [looks] = await Promise.all([
      Promise.all(Array.from({ length: 4 }, () => house.identity.switchRestaurant(token, 'roma'))),
      end(),
    ]);
    for (const one of looks) if (one.ok) expect(await who(one.value.token)).toBeNull();
    expect(await house.identity.switchRestaurant(token, 'roma')).toMatchObject({ ok: false });
  });

  test('losing one role ends only that: address and password go on in another one', async () => {
    await link('bella', 'roma');
    await link('bella', 'luna');
    expect(await house.identity.endPerson('bella', ids.bella)).toBe(true);
    const there = must(await house.identity.stepIn(null, login, from));
    // Both were added in one moment: either of them may have it now.
    const [next, last] =
      there.person.id === ids.roma ? (['roma', 'luna'] as const) : (['luna', 'roma'] as const);
    expect(there.person.id).toBe(ids[next]);
    expect(there.restaurants.map(({ id }) => id)).toEqual([next, last]);
    expect(await house.identity.endPerson(next, ids[next])).toBe(true);
    expect(await who(there.token)).toBeNull();
    expect(must(await house.identity.stepIn(null, login, from)).person.id).toBe(ids[last]);
    expect(await house.identity.endPerson(last, ids[last])).toBe(true);
    expect(await house.identity.stepIn(null, login, from)).toMatchObject({ code: 'not-signed-in' });
  });

  test('all roles but one ending at once: who is left can still sign in', async () => {
    await link('bella', 'roma');
    await link('bella', 'luna');
    await Promise.all([
      house.identity.endPerson('bella', ids.bella),
      house.identity.endPerson('roma', ids.roma),
    ]);
    expect(must(await house.identity.stepIn(null, login, from)).person.id).toBe(ids.luna);
  });

  test('address and password are good at a device of each of them, as who they are there', async () => {
    await link('bella', 'roma');
    const other = must(await house.identity.identify((await enrolled(house, 'roma', 'install-2')).token));
    const third = must(await house.identity.identify((await enrolled(house, 'luna', 'install-3')).token));
    expect(must(await house.identity.stepIn(other, login, from)).person).toEqual({
      id: ids.roma,
      name: 'Ada',
      role: 'admin',
    });
    expect(await house.identity.stepIn(third, login, from)).toMatchObject({ code: 'not-signed-in' });
  });

  test('one human has one role in a restaurant, also when two join them at once', async () => {
    const twin = must(
      await house.identity.addPerson({ restaurant: 'roma', name: 'Eda', role: 'counter', pin: '4826' }),
    ).id;
    await link('bella', 'roma');
    expect(await house.identity.linkPeople(ids.bella, twin)).toMatchObject({ code: 'invalid' });
    expect(await house.identity.linkPeople(ids.bella, ids.bella)).toMatchObject({ code: 'invalid' });
    expect(await house.identity.linkPeople(ids.bella, 'nobody')).toMatchObject({ code: 'not-found' });
    expect(await house.identity.linkPeople(ids.roma, ids.bella)).toMatchObject({ ok: true });
    await house.identity.unlinkPerson(ids.roma);
    const both = await Promise.all([
      house.identity.linkPeople(ids.bella, ids.roma),
      house.identity.linkPeople(twin, ids.bella),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('a closed restaurant is none to look into or from, and who signed in there goes on elsewhere', async () => {
    await link('bella', 'roma');
    const { token } = await stepIn();
    const roma = await look(token, 'roma');
    const { endRestaurant } = await import('../../backend/restaurant/restaurants.ts');
    await house.store.write((tx) => endRestaurant(tx, 'bella', house.clock.now));
    expect(await who(roma.token)).toBeNull();
    expect(await terminated()).toContain(ids.roma);
    expect(must(await house.identity.stepIn(null, login, from)).person.id).toBe(ids.roma);
    expect(await house.identity.memberships(ids.roma)).toEqual([{ id: 'roma', name: 'roma', role: 'admin' }]);
  });

  test('what is pressed at a device stays the device’s restaurant’s: who only looks in stood at none', async () => {
    await link('bella', 'roma');
    const { token } = await stepIn();
    await look(token, 'roma');
    const [device] = await house.identity.devices('bella');
    expect(device?.person).toEqual({ id: ids.bella, name: 'Ada' });
    expect(await house.identity.devices('roma')).toEqual([]);
  });
});
