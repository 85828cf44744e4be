import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTerminations } from '../../backend/identity/index.ts';
import { enrolled, eventsOf, must, openHouse, type House } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

onBothDatabases((databases) => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse(await databases.fresh(), ['bella', 'roma']);
  });
  afterEach(() => house.close());

  const request = (code: string, installId = 'install-1') => ({ code, installId, deviceName: 'Till' });
  const day = 86_400_000;

  test('a device that enrolled is known by its token, and may read its restaurant', async () => {
    const { token, device } = await enrolled(house);
    expect(await house.identity.principalOf(token)).toEqual({
      kind: 'device',
      role: 'counter',
      id: device.id,
      name: 'Till',
      restaurant: 'bella',
      streams: ['restaurant:bella', 'global', 'chat:bella'],
    });
  });

  test('no secret stands in the database', async () => {
    const { token, leaveTicket } = await enrolled(house);
    const code = must(
      await house.identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null }),
    ).code;
    const key = must(await house.identity.addKey({ kind: 'channel', restaurant: 'bella', name: 'web' })).key;
    // A short one would also stand in a random hash now and then.
    const pin = '739182640518';
    const person = { restaurant: 'bella', name: 'Ada', role: 'counter' as const, pin };
    must(await house.identity.addPerson({ ...person, email: 'ada@example.com', password: 'correct horse' }));
    const kept = [];
    for (const table of ['devices', 'codes', 'api_keys', 'people', 'person_sessions'] as const)
      kept.push(...(await house.store.read.selectFrom(table).selectAll().execute()));
    const all = JSON.stringify(kept);
    expect(all).toContain('Till');
    for (const secret of [token, leaveTicket, code, code.replaceAll('-', ''), key, pin, 'correct horse'])
      expect(all).not.toContain(secret);
  });

  test('tokens are long, all different, and say what they are', async () => {
    const one = await enrolled(house, 'bella', 'install-1');
    const two = await enrolled(house, 'bella', 'install-2');
    expect(one.token).toMatch(/^cbd_[A-Za-z0-9_-]{43}$/);
    expect(new Set([one.token, two.token, one.leaveTicket, two.leaveTicket]).size).toBe(4);
  });

  test('a code is good for as many devices as it says, typed in any case', async () => {
    const { code } = must(await house.identity.addCode({ restaurant: 'bella', maxUses: 2, expiresAt: null }));
    expect(code).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){3}$/);
    for (const [typed, install] of [
      [` ${code.toLowerCase()} `, 'install-1'],
      [code.replaceAll('-', ' '), 'install-2'],
    ] as const)
      expect(await house.identity.enrol(request(typed, install), 'a')).toMatchObject({ ok: true });
    expect(await house.identity.enrol(request(code, 'install-3'), 'a')).toMatchObject({
      code: 'code-used-up',
    });
  });

  test('two devices can’t both take the last use of a code', async () => {
    const { code } = must(await house.identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null }));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => house.identity.enrol(request(code, `install-${i}`), 'a')),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  test('an install that asks several times in one moment ends with one session, however few uses are left', async () => {
    const { code } = must(await house.identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null }));
    const race = (good: string) =>
      Promise.all(Array.from({ length: 8 }, () => house.identity.enrol(request(good), 'a')));
    const answers = [...(await race(code)), ...(await race(code))].map(must);
    const living = await Promise.all(answers.map(({ token }) => house.identity.principalOf(token)));
    expect(living.filter((principal) => principal !== null)).toHaveLength(1);
    expect(await house.identity.devices('bella')).toHaveLength(1);
  });

  test('an expired, a withdrawn and an unknown code are told apart', async () => {
    const { identity, clock } = house;
    const soon = must(
      await identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: clock.now + day }),
    );
    const never = must(await identity.addCode({ restaurant: 'bella', maxUses: null, expiresAt: null }));
    expect(await identity.revokeCode('roma', never.id)).toBe(false);
    expect(await identity.revokeCode('bella', never.id)).toBe(true);
    expect(await identity.revokeCode('bella', never.id)).toBe(false);
    clock.now += day;
    expect(await identity.enrol(request(soon.code), 'a')).toMatchObject({ code: 'code-expired' });
    expect(await identity.enrol(request(never.code), 'a')).toMatchObject({ code: 'code-expired' });
    expect(await identity.enrol(request('NO-SUCH-CODE'), 'a')).toMatchObject({ code: 'code-unknown' });
    const devices = await house.store.read.selectFrom('devices').selectAll().execute();
    expect(devices).toEqual([]);
  });

  test('an install that enrols again replaces its own session and no other', async () => {
    const first = await enrolled(house, 'bella', 'install-1');
    const other = await enrolled(house, 'bella', 'install-2');
    const second = await enrolled(house, 'bella', 'install-1');
    expect(await house.identity.identify(first.token)).toMatchObject({ ok: false, code: 'device-revoked' });
    expect(await house.identity.principalOf(second.token)).toMatchObject({ id: second.device.id });
    expect(await house.identity.principalOf(other.token)).toMatchObject({ id: other.device.id });
    expect(await eventsOf(house, 'restaurant:bella')).toMatchObject([
      { type: 'device.revoked', device: { id: first.device.id } },
    ]);
  });

  test('an enrolment whose answer got lost may be asked for again with the same code', async () => {
    const { code } = must(await house.identity.addCode({ restaurant: 'bella', maxUses: 1, expiresAt: null }));
    must(await house.identity.enrol(request(code), 'a'));
    const again = must(await house.identity.enrol(request(code), 'a'));
    expect(await house.identity.principalOf(again.token)).not.toBeNull();
    house.clock.now += day;
    expect(await house.identity.enrol(request(code), 'a')).toMatchObject({ code: 'code-used-up' });
  });

  test('guessing codes is slowed down per address, and only for those who guess', async () => {
    const { identity, clock } = house;
    let answer;
    for (let i = 0; i < 21; i++) answer = await identity.enrol(request(`GUESS-${i}`), '10.9.9.9');
    expect(answer).toMatchObject({ ok: false, code: 'throttled', retryAfterSeconds: 15 });
    const { code } = must(await identity.addCode({ restaurant: 'bella', maxUses: null, expiresAt: null }));
    expect(await identity.enrol(request(code), '10.9.9.9')).toMatchObject({ code: 'throttled' });
    expect(await identity.enrol(request(code), '10.0.0.1')).toMatchObject({ ok: true });
    clock.now += 15_000;
    expect(await identity.enrol(request(code), '10.9.9.9')).toMatchObject({ ok: true });
  });

  test('a fleet that enrols all at once from one address is not slowed down', async () => {
    const { code } = must(
      await house.identity.addCode({ restaurant: 'bella', maxUses: null, expiresAt: null }),
    );
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => house.identity.enrol(request(code, `install-${i}`), '10.0.0.1')),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
  });

  test('a revoked device is signed out, told, and its live connection ended until Pusher confirms it', async () => {
    const { identity, clock } = house;
    const { token, device } = await enrolled(house);
    expect(await identity.revokeDevice('roma', device.id)).toBe(false);
    expect(await identity.revokeDevice('bella', device.id)).toBe(true);
    expect(await identity.revokeDevice('bella', device.id)).toBe(false);
    expect(await identity.identify(token)).toMatchObject({ ok: false, code: 'device-revoked' });
    expect(await eventsOf(house, 'restaurant:bella')).toMatchObject([
      { type: 'device.revoked', device: { id: device.id }, message: expect.stringContaining('Till') },
    ]);
    expect(await identity.devices('bella')).toEqual([]);

    const asked: string[] = [];
    const failures: unknown[] = [];
    let works = false;
    const terminations = createTerminations(
      house.store,
      async (user) => {
        asked.push(user);
        if (!works) throw new Error('no route to Pusher');
      },
      (_user, why) => failures.push(why),
    );
    await terminations.run(clock.now);
    await terminations.run(clock.now);
    expect(asked).toEqual([device.id]);
    expect(failures).toHaveLength(1);
    works = true;
    for (let i = 0; i < 10; i++) await terminations.run((clock.now += 5000));
    expect(asked).toEqual([device.id, device.id, device.id]);
    expect(await house.store.read.selectFrom('terminations').selectAll().execute()).toEqual([]);
  });

  test('a device leaves with its token or with its ticket, which is good for nothing else', async () => {
    const { identity } = house;
    const one = await enrolled(house, 'bella', 'install-1');
    const two = await enrolled(house, 'bella', 'install-2');
    expect(await identity.principalOf(two.leaveTicket)).toBeNull();
    expect(await identity.leave(one.token)).toMatchObject({ ok: true });
    expect(await identity.leave(two.leaveTicket)).toMatchObject({ ok: true });
    expect(await identity.leave(two.leaveTicket)).toMatchObject({ ok: true });
    for (const { token } of [one, two]) expect(await identity.principalOf(token)).toBeNull();
    expect(await identity.leave('cbd_never-heard-of')).toMatchObject({ ok: false, code: 'not-signed-in' });
  });

  test('beats of a whole fleet share a transaction: each its own, and what was heard last stays known', async () => {
    const { identity, store, clock } = house;
    const devices: { id: string }[] = [];
    for (let n = 0; n < 30; n += 1) devices.push((await enrolled(house, 'bella', `install-${n}`)).device);
    let transactions = 0;
    const write = store.write.bind(store);
    store.write = (...words) => {
      transactions += 1;
      return write(...words);
    };
    const beatAll = (audible: (n: number) => boolean) =>
      Promise.all(
        devices.map(({ id }, n) =>
          identity.beat(
            { id, restaurant: 'bella' },
            { live: true, audible: audible(n), window: 'none', person: null },
          ),
        ),
      );
    const first = clock.now;
    await beatAll((n) => n % 2 === 0);
    clock.now += 10_000;
    await beatAll((n) => n === 1);
    expect(transactions).toBe(2);
    const rows = await store.read
      .selectFrom('beats')
      .select(['device_id', 'at', 'audible', 'heard_at'])
      .execute();
    const byDevice = new Map(rows.map((row) => [row.device_id, row]));
    expect(devices.map(({ id }) => byDevice.get(id)?.at)).toEqual(devices.map(() => clock.now));
    expect(devices.map(({ id }) => byDevice.get(id)?.audible)).toEqual(
      devices.map((_, n) => (n === 1 ? 1 : 0)),
    );
    expect(devices.map(({ id }) => byDevice.get(id)?.heard_at)).toEqual(
      devices.map((_, n) => (n === 1 ? clock.now : n % 2 === 0 ? first : 0)),
    );
  });

  test('a device is shown as live while it beats', async () => {
    const { identity, clock } = house;
    const { device } = await enrolled(house);
    expect(await identity.devices('bella')).toMatchObject([{ seenAt: null, live: false, audible: false }]);
    const beat = { live: true, audible: false, window: 'hidden', person: null } as const;
    await identity.beat({ id: device.id, restaurant: 'bella' }, beat);
    const seenAt = clock.now;
    expect(await identity.devices('bella')).toMatchObject([{ seenAt, live: true, audible: false }]);
    clock.now += 30_000;
    expect(await identity.devices('bella')).toMatchObject([{ seenAt, live: false }]);
    expect(await identity.devices('roma')).toEqual([]);
  });

  test('keys name their restaurant; revoked, unknown and strange ones are nobody’s', async () => {
    const { identity } = house;
    const made = must(await identity.addKey({ kind: 'channel', restaurant: 'bella', name: 'web' }));
    expect(await identity.principalOf(made.key)).toMatchObject({
      kind: 'channel',
      restaurant: 'bella',
      id: made.id,
      name: 'web',
    });
    const own = must(
      await identity.addKey({ kind: 'channel', restaurant: 'bella', name: 'web', key: 'my-own-key' }),
    );
    expect(await identity.principalOf('my-own-key')).toMatchObject({ id: own.id });
    expect(
      await identity.addKey({ kind: 'channel', restaurant: 'roma', name: 'x', key: 'my-own-key' }),
    ).toMatchObject({ field: 'key' });
    expect(await identity.addKey({ kind: 'channel', restaurant: 'nowhere', name: 'x' })).toMatchObject({
      code: 'not-found',
    });
    const all = must(await identity.addKey({ kind: 'admin', restaurant: null, name: 'head office' }));
    expect(await identity.principalOf(all.key)).toMatchObject({
      kind: 'key',
      role: 'admin',
      restaurant: null,
    });
    expect(await identity.revokeKey('roma', made.id)).toBe(false);
    expect(await identity.revokeKey('bella', made.id)).toBe(true);
    const strange = ['', ' ', "' or 1=1 --", 'cbd_', 'cbo_', 'cbo_AAAA', 'x'.repeat(10_000), '\0', made.key];
    for (const token of strange) expect(await identity.principalOf(token)).toBeNull();
  });

  test('a public token opens its order and nothing else, and can’t be made up', async () => {
    const { identity, store } = house;
    const id = '6f1f3a52-9d5e-4f5e-8a55-0f2b7d1c9e11';
    const row = { id, restaurant_id: 'bella', number: '17', status: 'new', channel: 'web', placed_by: null };
    const times = { placed_at: 1, ring_at: 1, closed_at: null, open: 1, acts: 0 };
    await store.write(async (tx) => {
      await tx
        .insertInto('orders')
        .values({ ...row, ...times, search: '', personal: 0, body: '{}' })
        .execute();
    });
    const token = identity.publicTokens.of(id);
    expect(token).toMatch(/^cbo_[A-Za-z0-9_-]{64}$/);
    expect(await identity.principalOf(token)).toMatchObject({
      kind: 'customer',
      order: id,
      restaurant: 'bella',
    });
    const absent = identity.publicTokens.of('6f1f3a52-9d5e-4f5e-8a55-0f2b7d1c9e12');
    expect(await identity.principalOf(absent)).toBeNull();
    const swap = (at: number) => token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    for (const at of [4, 10, 30, 50, token.length - 2])
      expect(await identity.principalOf(swap(at))).toBeNull();
  });
});
