import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeMade, codesList, keyMade, keysList, peopleList, restaurantsList } from '../../contract/admin.ts';
import { devicesList, me, stepInAnswer } from '../../contract/api.ts';
import { restaurant, type Restaurant } from '../../contract/restaurant.ts';
import { webhook } from '../../contract/webhook.ts';
import { must } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, simpleOrder, until, type Shop } from './support/shop.ts';

onBothDatabases((databases) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterEach(() => shop.close());

  const addManager = () =>
    shop.backend.identity.addPerson({ restaurant: 'bella', name: 'Ada', role: 'manager', pin: '739152' });
  const everywhere = async () =>
    shop.client(
      must(await shop.backend.identity.addKey({ kind: 'admin', restaurant: null, name: 'head office' })).key,
    );
  async function steppedIn() {
    await addManager();
    const { body } = await shop.till.post('/people/step-in', { pin: '739152' });
    const answer = stepInAnswer.parse(body);
    return { ...answer, client: shop.client(answer.token) };
  }

  test('enrol, look around, step in, step out, leave', async () => {
    await addManager();
    const till = me.parse((await shop.till.get('/me')).body);
    expect(till).toMatchObject({
      principal: 'device',
      device: { name: 'Till' },
      person: null,
      restaurant: { id: 'bella' },
      streams: ['restaurant:bella', 'global'],
    });
    const { people } = peopleList.parse((await shop.till.get('/people')).body);
    expect(people).toMatchObject([{ name: 'Ada', role: 'manager', pin: true, password: false }]);
    const { body } = await shop.till.post<{ token: string }>('/people/step-in', {
      pin: '739152',
      personId: people[0]?.id,
    });
    const ada = shop.client(body.token);
    expect(me.parse((await ada.get('/me')).body)).toMatchObject({
      principal: 'person',
      device: till.device,
      person: { name: 'Ada' },
    });
    expect((await ada.post('/people/step-out')).status).toBe(204);
    expect((await ada.get('/me')).status).toBe(401);
    expect((await shop.till.get('/me')).status).toBe(200);

    const { leaveTicket } = shop.till.enrolment;
    expect((await shop.client(leaveTicket ?? '').post('/leave')).status).toBe(204);
    expect((await shop.till.get('/me')).body).toMatchObject({ status: 401, code: 'device-revoked' });
    expect((await shop.client(leaveTicket ?? '').get('/me')).status).toBe(401);
  });

  test('codes that can’t be used are refused, each with its own code and the field', async () => {
    const { identity } = shop.backend;
    const now = shop.clock.now();
    const make = async (maxUses: number | null, expiresAt: number | null) =>
      must(await identity.addCode({ restaurant: 'bella', maxUses, expiresAt }));
    const [once, old, gone] = [await make(1, null), await make(1, now - 1), await make(1, null)];
    await identity.revokeCode('bella', gone.id);
    const enrol = (code: string, installId = 'another-install') =>
      shop.nobody.post('/enrol', { code, installId, deviceName: 'Till' });
    expect((await enrol(once.code)).status).toBe(201);
    for (const [code, expected] of [
      [once.code, 'code-used-up'],
      [old.code, 'code-expired'],
      [gone.code, 'code-expired'],
      ['NEVER-HEARD-OF', 'code-unknown'],
      ["' or '1'='1", 'code-unknown'],
    ] as const) {
      const { status, body } = await enrol(code, 'a-third-install');
      expect([status, body.code, body.field, typeof body.detail]).toEqual([403, expected, 'code', 'string']);
    }
    for (const body of [{}, { code: once.code }, { code: 5, installId: 'x', deviceName: '' }, [], 'x'])
      expect((await shop.nobody.post('/enrol', body)).status).toBeGreaterThanOrEqual(400);
    const devices = await shop.store.read.selectFrom('devices').select('id').execute();
    expect(devices).toHaveLength(2);
  });

  test('who guesses is told how long to wait', async () => {
    await addManager();
    const subject = 'install:bella:install-of-the-till';
    await shop.store.write(async (tx) => {
      await tx.insertInto('guesses').values({ subject, failures: 7, at: shop.clock.now() }).execute();
    });
    expect((await shop.till.post('/people/step-in', { pin: '000000' })).status).toBe(401);
    const { status, headers, body } = await shop.till.post('/people/step-in', { pin: '739152' });
    expect([status, body.code]).toEqual([429, 'throttled']);
    const seconds = Number(headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(15);
    shop.clock.ahead += seconds * 1000;
    expect((await shop.till.post('/people/step-in', { pin: '739152' })).status).toBe(200);
  });

  test('a manager sees the devices and sends one away', async () => {
    const { client } = await steppedIn();
    const other = await shop.enrol('another-install');
    await other.post('/beat', { live: true, audible: true, window: 'none', person: null, cursors: {} });
    const { devices } = devicesList.parse((await client.get('/devices')).body);
    expect(devices.map(({ live, audible }) => [live, audible])).toEqual([
      [false, false],
      [true, true],
    ]);
    const { id } = other.enrolment.device;
    expect((await client.ask('DELETE', `/devices/${id}`)).status).toBe(204);
    expect((await client.ask('DELETE', `/devices/${id}`)).status).toBe(404);
    expect((await other.get('/me')).status).toBe(401);
    const events = await shop.events('restaurant:bella');
    expect(events.at(-1)).toMatchObject({ type: 'device.revoked', device: { id } });
  });

  test('a manager changes the settings, everybody hears of it, and the webhook stays among managers', async () => {
    const { client } = await steppedIn();
    const { body } = await client.get<Restaurant>('/restaurant');
    const { id: _id, accepting: _accepting, ...settings } = body;
    const escalation = { afterSeconds: 120, webhook: 'https://example.com/secret' };
    const changed = await client.ask('PUT', '/restaurant', { ...settings, name: 'Bella Due', escalation });
    expect(restaurant.parse(changed.body)).toMatchObject({ name: 'Bella Due', escalation });
    const [event] = await shop.events('restaurant:bella');
    expect(event).toMatchObject({ type: 'restaurant.updated', restaurant: { name: 'Bella Due' } });
    for (const asked of [shop.till, shop.web]) {
      const seen = await asked.get('/restaurant');
      expect(seen.body).toMatchObject({ name: 'Bella Due', escalation: { webhook: null } });
    }
    expect(JSON.stringify([event, (await shop.till.get('/snapshot')).body])).not.toContain('example.com');
    expect((await client.get<Restaurant>('/restaurant')).body.escalation).toEqual(escalation);
  });

  test.each([
    ['timeZone', { timeZone: 'Middle/Earth' }],
    ['prepMinutes', { prepMinutes: 0 }],
    ['rejectReasons', { rejectReasons: [] }],
    ['openingHours.week', { openingHours: { week: [], exceptions: [] } }],
    ['escalation.webhook', { escalation: { afterSeconds: 180, webhook: 'file:///etc/passwd' } }],
    ['pause.until', { pause: { until: 'soon', reason: '' } }],
    ['colour', { colour: 'red' }],
  ])('a wrong %s is named and nothing changes', async (field, wrong) => {
    const { client } = await steppedIn();
    const { body } = await client.get<Restaurant>('/restaurant');
    const { id: _id, accepting: _accepting, ...settings } = body;
    const answer = await client.ask('PUT', '/restaurant', { ...settings, ...wrong });
    expect([answer.status, answer.body.code]).toEqual([422, 'invalid']);
    expect(String(answer.body.field)).toContain(field);
    expect(await shop.events('restaurant:bella')).toEqual([]);
  });

  test('a paused restaurant takes no orders until the pause is over', async () => {
    const { client } = await steppedIn();
    const { body } = await client.get<Restaurant>('/restaurant');
    const { id: _id, accepting: _accepting, ...settings } = body;
    const pause = { until: new Date(shop.clock.now() + 600_000).toISOString(), reason: 'The oven is out' };
    await client.ask('PUT', '/restaurant', { ...settings, pause });
    const refused = await shop.web.post('/orders', simpleOrder);
    expect([refused.status, refused.body.code]).toEqual([409, 'paused']);
    expect(String(refused.body.detail)).toContain('The oven is out');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(500);
    for (const [early, status] of [
      [1, 409],
      [0, 201],
    ] as const) {
      const ringAt = new Date(Date.parse(pause.until) - early).toISOString();
      expect((await shop.web.post('/orders', { ...simpleOrder, ringAt })).status).toBe(status);
    }
    shop.clock.ahead += 601_000;
    expect((await shop.web.post('/orders', simpleOrder)).status).toBe(201);
  });

  test('an administrator founds a restaurant over REST and brings a console, a person and a channel into it', async () => {
    const office = await everywhere();
    const founded = await office.post('/restaurants', {
      name: 'Trattoria Café Bella',
      timeZone: 'Europe/Rome',
    });
    expect(restaurant.parse(founded.body)).toMatchObject({ id: 'trattoria-cafe-bella', accepting: true });
    expect((await office.post('/restaurants', { name: 'Trattoria Café Bella' })).body.field).toBe('id');
    expect((await office.post('/codes', {})).body).toMatchObject({ status: 422, field: 'restaurant' });

    const there = '?restaurant=trattoria-cafe-bella';
    const { code } = codeMade.parse((await office.post(`/codes${there}`, { label: 'till' })).body);
    const { key } = keyMade.parse((await office.post(`/keys${there}`, { name: 'web' })).body);
    await office.post(`/people${there}`, { name: 'Ben', role: 'counter', pin: '4826' });
    const enrolment = { code, installId: 'install-there', deviceName: 'Till' };
    const { body } = await shop.nobody.post<{ token: string }>('/enrol', enrolment);
    const till = shop.client(body.token);
    expect((await till.post('/people/step-in', { pin: '4826' })).status).toBe(200);
    expect((await shop.client(key).post('/orders', simpleOrder)).body.stream).toBe(
      'restaurant:trattoria-cafe-bella',
    );

    const { codes } = codesList.parse((await office.get(`/codes${there}`)).body);
    expect(codes).toMatchObject([{ label: 'till', uses: 1, maxUses: 1 }]);
    const { keys } = keysList.parse((await office.get(`/keys${there}`)).body);
    expect(keys).toMatchObject([{ name: 'web', kind: 'channel', endedAt: null }]);
    expect((await office.ask('DELETE', `/keys/${keys[0]?.id}${there}`)).status).toBe(204);
    expect((await shop.client(key).post('/orders', simpleOrder)).status).toBe(401);

    expect((await office.ask('DELETE', '/restaurants/trattoria-cafe-bella')).status).toBe(204);
    expect((await till.get('/me')).status).toBe(401);
    const { restaurants } = restaurantsList.parse((await office.get('/restaurants')).body);
    expect(restaurants.map(({ id, endedAt }) => [id, endedAt === null])).toEqual([
      ['bella', true],
      ['trattoria-cafe-bella', false],
    ]);
  });

  test('what became of the webhook’s calls, and a new secret', async () => {
    const office = await everywhere();
    const first = webhook.parse((await office.get('/webhook?restaurant=bella')).body);
    expect(first).toMatchObject({ url: null, secret: expect.stringMatching(/^cbw_.{43}$/), deliveries: [] });
    const renewed = webhook.parse((await office.post('/webhook/secret?restaurant=bella')).body);
    expect(renewed.secret).not.toBe(first.secret);
    expect(webhook.parse((await office.get('/webhook?restaurant=bella')).body).secret).toBe(renewed.secret);
  });

  test('the running backend escalates by itself', async () => {
    await shop.place();
    const manager = must(await addManager()).id;
    shop.clock.ahead += 181_000;
    const [event] = await until('the call to the managers', async () => {
      const events = await shop.events(`user:${manager}`);
      return events.length > 0 && events;
    });
    expect(event).toMatchObject({ type: 'escalation.raised' });
  });
});
