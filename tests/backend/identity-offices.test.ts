// Devices that are offices, and what managers do to a device, on both databases.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beatLostMs } from '../../backend/identity/index.ts';
import type { Principal } from '../../contract/permissions.ts';
import { enrolled, eventsOf, must, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

const beat = { live: true, audible: true, window: 'hidden', person: null } as const;

onBothDatabases((databases) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella', 'roma']);
  });
  afterEach(() => house.close());

  async function office(installId = 'laptop-1') {
    const code = must(
      await house.identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null, kind: 'office' }),
    ).code;
    const made = must(await house.identity.enrol({ code, installId, deviceName: 'Desk' }, '10.0.0.2'));
    return { ...made, principal: must(await house.identity.identify(made.token)) };
  }
  const heardAt = async () =>
    (await house.store.read.selectFrom('beats').select(['device_id', 'heard_at']).execute()).toSorted(
      (a, b) => a.heard_at - b.heard_at,
    );

  test('a device is what its code says; a code of which nothing is said makes a counter', async () => {
    const till = await enrolled(house);
    const desk = await office();
    expect([till.device.kind, desk.device.kind]).toEqual(['counter', 'office']);
    expect(must(await house.identity.identify(till.token))).toMatchObject({
      kind: 'device',
      role: 'counter',
    });
    expect(desk.principal).toMatchObject({ kind: 'device', role: 'office' });
    expect((await house.identity.codes('bella')).map(({ kind }) => kind)).toEqual(['counter', 'office']);
  });

  test('an office is never heard of, however live and audible it says it is', async () => {
    const till = await enrolled(house);
    const desk = await office();
    await house.identity.beat({ id: desk.device.id, restaurant: 'bella', kind: 'office' }, beat);
    await house.identity.beat({ id: till.device.id, restaurant: 'bella', kind: 'counter' }, beat);
    expect(await heardAt()).toEqual([
      { device_id: desk.device.id, heard_at: 0 },
      { device_id: till.device.id, heard_at: house.clock.now },
    ]);
    const devices = await house.identity.devices('bella');
    expect(devices.map(({ kind, live, audible }) => ({ kind, live, audible }))).toEqual(
      devices.map(({ kind }) => ({ kind, live: true, audible: true })),
    );
  });

  test('whoever stepped in at an office is there, as who they are, also when it is told later what they pressed', async () => {
    must(
      await house.identity.addPerson({ restaurant: 'bella', name: 'Ada', role: 'manager', pin: '739152' }),
    );
    const desk = await office();
    const ada = must(await house.identity.stepIn(desk.principal, { pin: '739152' }, '10.0.0.2'));
    expect(await house.identity.principalOf(ada.token)).toMatchObject({
      kind: 'person',
      role: 'manager',
      at: 'office',
      device: desk.device.id,
    });
  });

  test('managers see what each device told last, and who is stepped in there by the sessions, not by its word', async () => {
    const till = await enrolled(house);
    must(
      await house.identity.addPerson({ restaurant: 'bella', name: 'Ada', role: 'manager', pin: '739152' }),
    );
    const principal = must(await house.identity.identify(till.token));
    const told = { ...beat, version: '0.4.0', platform: 'win32-x64', attended: true, protocol: 2 };
    await house.identity.beat({ id: till.device.id, restaurant: 'bella' }, { ...told, person: 'somebody' });
    const [before] = await house.identity.devices('bella');
    expect(before).toMatchObject({
      kind: 'counter',
      version: '0.4.0',
      platform: 'win32-x64',
      protocol: 2,
      attended: true,
      live: true,
      audible: true,
      person: null,
    });
    const ada = must(await house.identity.stepIn(principal, { pin: '739152' }, '10.0.0.1'));
    const [during] = await house.identity.devices('bella');
    expect(during?.person).toEqual({ id: ada.person.id, name: 'Ada' });
    house.clock.now += beatLostMs;
    const [later] = await house.identity.devices('bella');
    expect(later).toMatchObject({ live: false, audible: false, attended: false, version: '0.4.0' });
  });

  test('of two names given at once one stays, and it is the one told last', async () => {
    const till = await enrolled(house);
    const names = Array.from({ length: 8 }, (_, n) => `Till ${n}`);
    const done = await Promise.all(
      names.map((name) => house.identity.renameDevice('bella', { id: till.device.id, name })),
    );
    expect(done).toEqual(names.map(() => true));
    const told = (await eventsOf(house, 'restaurant:bella')).filter(({ type }) => type === 'device.renamed');
    expect(told.map(({ device }) => (device as { name: string }).name).toSorted()).toEqual(names);
    const [seen] = await house.identity.devices('bella');
    expect(told.at(-1)).toMatchObject({ device: { name: seen?.name } });
    expect(await house.identity.deviceNamed(till.device.id)).toMatchObject({ name: seen?.name });
  });

  test('a device of another restaurant, or one that is signed out, is neither named nor rung', async () => {
    const till = await enrolled(house);
    const about = { id: till.device.id, name: 'Mine' };
    expect(await house.identity.renameDevice('roma', about)).toBe(false);
    expect(await house.identity.ringDevice('roma', till.device.id)).toBeNull();
    await house.identity.revokeDevice('bella', till.device.id);
    expect(await house.identity.renameDevice('bella', about)).toBe(false);
    expect(await house.identity.ringDevice('bella', till.device.id)).toBeNull();
    const types = (await eventsOf(house, 'restaurant:bella')).map(({ type }) => type);
    expect(types).toEqual(['device.revoked']);
  });

  test('only a device that is there, and knows how to, is rung', async () => {
    const till = await enrolled(house);
    const ring = () => house.identity.ringDevice('bella', till.device.id);
    expect(await ring()).toBe('not-there');
    const device = { id: till.device.id, restaurant: 'bella' };
    await house.identity.beat(device, beat);
    expect(await ring()).toBe('too-old');
    await house.identity.beat(device, { ...beat, version: '0.4.0' });
    expect(await ring()).toBe('rung');
    house.clock.now += beatLostMs;
    expect(await ring()).toBe('not-there');
    const rung = (await eventsOf(house, 'restaurant:bella')).filter(({ type }) => type === 'device.ring');
    expect(rung).toMatchObject([{ device: { id: till.device.id } }]);
  });

  test('naming and signing out at once: it is signed out, whatever it is called', async () => {
    const till = await enrolled(house);
    await Promise.all([
      house.identity.renameDevice('bella', { id: till.device.id, name: 'New' }),
      house.identity.revokeDevice('bella', till.device.id),
    ]);
    expect(await house.identity.identify(till.token)).toMatchObject({ code: 'device-revoked' });
  });

  test('the kind of a code is kept when its answer got lost and it is asked for again', async () => {
    const code = must(
      await house.identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null, kind: 'office' }),
    ).code;
    const request = { code, installId: 'laptop-9', deviceName: 'Desk' };
    must(await house.identity.enrol(request, '10.0.0.2'));
    const again = must(await house.identity.enrol(request, '10.0.0.2'));
    const principal = (await house.identity.principalOf(again.token)) as Principal;
    expect(principal.role).toBe('office');
  });
});
