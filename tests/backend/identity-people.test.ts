import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetPresence } from '../../backend/identity/forget.ts';
import type { Principal } from '../../contract/permissions.ts';
import { enrolled, must, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

onBothDatabases((databases) => {
  let house: House;
  let till: Principal;
  let tillToken: string;
  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella', 'roma']);
    const made = await enrolled(house);
    tillToken = made.token;
    till = must(await house.identity.identify(made.token));
  });
  afterEach(() => house.close());

  const here = '10.0.0.1';
  const ada = { restaurant: 'bella', name: 'Ada', role: 'manager' as const, pin: '739152' };
  const ben = { restaurant: 'bella', name: 'Ben', role: 'counter' as const, pin: '4826' };
  const add = async (person: Parameters<House['identity']['addPerson']>[0]) =>
    must(await house.identity.addPerson(person)).id;

  test('somebody steps in with a PIN, is known by the token, and steps out', async () => {
    const id = await add(ada);
    await add(ben);
    const stepped = must(await house.identity.stepIn(till, { pin: '739152' }, here));
    expect(stepped).toMatchObject({
      person: { id, name: 'Ada', role: 'manager' },
      streams: [`user:${id}`],
    });
    expect(await house.identity.principalOf(stepped.token)).toEqual({
      kind: 'person',
      role: 'manager',
      id,
      name: 'Ada',
      restaurant: 'bella',
      device: till.id,
      streams: ['restaurant:bella', `user:${id}`, 'global', 'chat:bella'],
    });
    await house.identity.stepOut({ token: stepped.token });
    expect(await house.identity.identify(stepped.token)).toMatchObject({ code: 'not-signed-in' });
    expect(await house.identity.principalOf(tillToken)).toEqual(till);
  });

  test('the next one to step in steps the one before out; so does the device', async () => {
    await add(ada);
    await add(ben);
    const first = must(await house.identity.stepIn(till, { pin: '739152' }, here));
    const second = must(await house.identity.stepIn(till, { pin: '4826' }, here));
    expect(await house.identity.principalOf(first.token)).toBeNull();
    expect(await house.identity.principalOf(second.token)).not.toBeNull();
    await house.identity.stepOut({ device: till.id });
    expect(await house.identity.principalOf(second.token)).toBeNull();
  });

  test('of many who ask for one PIN or one address in the same moment, one gets it and the rest are told', async () => {
    const asked = (what: object) =>
      Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          house.identity.addPerson({ restaurant: 'bella', name: `Ada ${n}`, role: 'manager', ...what }),
        ),
      );
    for (const [what, field] of [
      [{ pin: '739152' }, 'pin'],
      [{ email: 'ada@example.com', password: 'correct horse' }, 'email'],
    ] as const) {
      const answers = await asked(what);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      for (const answer of answers) if (!answer.ok) expect(answer).toMatchObject({ code: 'invalid', field });
    }
  });

  test('a PIN is good on the devices of its own restaurant, and only there', async () => {
    await add({ ...ada, restaurant: 'roma' });
    expect(await house.identity.stepIn(till, { pin: '739152' }, here)).toMatchObject({
      ok: false,
      code: 'not-signed-in',
      field: 'pin',
    });
    expect(await house.identity.stepIn(null, { pin: '739152' }, here)).toMatchObject({ code: 'not-allowed' });
  });

  test('with a name chosen, only that person’s PIN opens', async () => {
    const adas = await add(ada);
    const bens = await add(ben);
    expect(await house.identity.stepIn(till, { pin: '4826', personId: adas }, here)).toMatchObject({
      ok: false,
    });
    expect(await house.identity.stepIn(till, { pin: '4826', personId: bens }, here)).toMatchObject({
      ok: true,
    });
  });

  test('e-mail and password work with and without a device', async () => {
    await add({ ...ada, pin: undefined, email: 'Ada@Example.com', password: 'correct horse' });
    const login = { email: 'ada@example.COM', password: 'correct horse' };
    const alone = must(await house.identity.stepIn(null, login, here));
    expect(await house.identity.principalOf(alone.token)).toMatchObject({ device: null, role: 'manager' });
    expect(await house.identity.stepIn(till, login, here)).toMatchObject({ ok: true });
    for (const wrong of [
      { ...login, password: 'correct horsf' },
      { ...login, email: 'eve@example.com' },
      { email: "' or '1'='1", password: "' or '1'='1" },
    ])
      expect(await house.identity.stepIn(null, wrong, here)).toMatchObject({
        code: 'not-signed-in',
        field: 'password',
      });
  });

  test('whoever guesses PINs waits longer and longer, also with many tries at once', async () => {
    await add(ada);
    const tries = Array.from({ length: 12 }, (_, i) => String(100_000 + i));
    const answers = await Promise.all(tries.map((pin) => house.identity.stepIn(till, { pin }, here)));
    const codes = answers.map((answer) => (answer.ok ? 'in' : answer.code));
    expect(codes.filter((code) => code === 'not-signed-in')).toHaveLength(8);
    expect(codes.filter((code) => code === 'throttled')).toHaveLength(4);
    const right = { pin: '739152' };
    expect(await house.identity.stepIn(till, right, here)).toMatchObject({ retryAfterSeconds: 15 });
    house.clock.now += 15_000;
    expect(await house.identity.stepIn(till, right, here)).toMatchObject({ ok: true });
  });

  test('an own PIN does not buy more guesses at another’s', async () => {
    await add(ada);
    await add(ben);
    const mistakes = { subject: 'install:bella:install-1', failures: 7, at: house.clock.now };
    await house.store.write(async (tx) => {
      await tx.insertInto('guesses').values(mistakes).execute();
    });
    const guess = () => house.identity.stepIn(till, { pin: '200000' }, here);
    expect(await house.identity.stepIn(till, { pin: '4826' }, here)).toMatchObject({ ok: true });
    expect(await guess()).toMatchObject({ code: 'not-signed-in' });
    expect(await guess()).toMatchObject({ code: 'throttled' });
    expect(await house.identity.stepIn(till, { pin: '4826' }, here)).toMatchObject({ code: 'throttled' });
  });

  test('guesses at one person add up across devices, and across restarts', async () => {
    const id = await add({ ...ada, email: 'ada@example.com', password: 'correct horse' });
    for (let i = 0; i < 5; i++) {
      const other = await enrolled(house, 'bella', `install-${i + 10}`);
      const device = must(await house.identity.identify(other.token));
      await house.identity.stepIn(device, { pin: `30000${i}`, personId: id }, here);
    }
    const last = await enrolled(house, 'bella', 'install-99');
    const device = must(await house.identity.identify(last.token));
    expect(await house.identity.stepIn(device, { pin: '739152', personId: id }, here)).toMatchObject({
      code: 'throttled',
    });
  });

  test('a person who was ended is out everywhere at once', async () => {
    const id = await add(ada);
    const { token } = must(await house.identity.stepIn(till, { pin: '739152' }, here));
    expect(await house.identity.endPerson('roma', id)).toBe(false);
    expect(await house.identity.endPerson('bella', id)).toBe(true);
    expect(await house.identity.principalOf(token)).toBeNull();
    expect(await house.identity.stepIn(till, { pin: '739152' }, here)).toMatchObject({ ok: false });
    const due = await house.store.read.selectFrom('terminations').select('user_id').execute();
    expect(due).toEqual([{ user_id: till.id }]);
  });

  test('a token of somebody on a revoked device is dead; a forgotten one ends by itself', async () => {
    await add(ada);
    const first = must(await house.identity.stepIn(till, { pin: '739152' }, here));
    house.clock.now += 17 * 3_600_000;
    expect(await house.identity.principalOf(first.token)).toBeNull();
    const second = must(await house.identity.stepIn(till, { pin: '739152' }, here));
    await house.identity.revokeDevice('bella', till.id);
    expect(await house.identity.identify(second.token)).toMatchObject({ code: 'device-revoked' });
  });

  test('who stepped in is forgotten when no late command can name them any more', async () => {
    await add(ben);
    must(await house.identity.stepIn(till, { pin: '4826' }, here));
    await house.identity.stepIn(till, { pin: '0000' }, here);
    const day = 86_400_000;
    house.clock.now += 13 * day;
    expect(await forgetPresence(house.store, house.clock.now)).toEqual({ sessions: 0, guesses: 1, calls: 0 });
    house.clock.now += 2 * day;
    expect(await forgetPresence(house.store, house.clock.now)).toEqual({ sessions: 1, guesses: 0, calls: 0 });
  });

  test('what a new person needs is said field by field', async () => {
    await add({ ...ada, email: 'ada@example.com', password: 'correct horse' });
    const cases = [
      [{ ...ben, pin: undefined }, 'pin'],
      [{ ...ben, pin: '12' }, 'pin'],
      [{ ...ada, name: 'Eve', pin: '1234' }, 'pin'],
      [{ ...ben, pin: '739152' }, 'pin'],
      [{ ...ben, password: 'long enough to pass' }, 'email'],
      [{ ...ben, email: 'b@example.com', password: 'short' }, 'password'],
      [{ ...ben, email: 'ADA@example.com' }, 'email'],
      [{ ...ben, restaurant: 'nowhere' }, 'restaurant'],
    ] as const;
    for (const [person, field] of cases)
      expect(await house.identity.addPerson(person), field).toMatchObject({ ok: false, field });
    expect(await house.identity.people('bella')).toHaveLength(1);
  });
});
