// A manager's phone: added by a link that opens once, told what it is for, and good for nothing else.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backup, restore } from '../../backend/db/backup.ts';
import { queuePush, type PushKind } from '../../backend/push/index.ts';
import type { Phone, PhoneLink } from '../../contract/push.ts';
import { onBothDatabases } from './support/databases.ts';
import { openPushService, type PushService, type Subscribed } from './support/push-service.ts';
import { openShop, until, type Client, type Shop } from './support/shop.ts';

const minute = 60_000;

onBothDatabases((databases) => {
  let shop: Shop;
  let service: PushService;
  let ada: { id: string; client: Client };
  beforeEach(async () => {
    service = await openPushService();
    shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_PUSH_ALSO_TO: service.origin },
    });
    ada = await person('Ada', 'manager', '123456');
  });
  afterEach(async () => {
    await shop.close();
    service.close();
    expect(service.refused).toEqual([]);
  });

  async function person(name: string, role: 'counter' | 'manager' | 'admin', pin: string) {
    const added = await shop.backend.identity.addPerson({ restaurant: shop.restaurant, name, role, pin });
    if (!added.ok) throw new Error(added.detail);
    const device = await shop.enrol(`install-of-${name}`);
    const { body } = await device.post<{ token: string }>('/people/step-in', { pin });
    return { id: added.value.id, client: shop.client(body.token) };
  }

  async function link(client = ada.client): Promise<string> {
    const { status, body } = await client.post<PhoneLink>('/phones/link');
    expect(status).toBe(200);
    expect(body.path).toMatch(/^\/phone\/cbq_/);
    return body.path.slice('/phone/'.length);
  }

  const add = (token: string, { subscription }: Subscribed, name = 'Android · Chrome') =>
    shop.client(token).post<{ token: string }>('/phone/add', { subscription, name });

  async function added(client = ada.client, subscriber = service.subscribe()) {
    const { status, body } = await add(await link(client), subscriber);
    expect(status).toBe(201);
    return { ...subscriber, token: body.token };
  }

  const phones = async (client: Client) => (await client.get<{ phones: Phone[] }>('/phones')).body.phones;
  const queueTo = (people: string[], kind: PushKind, title: string = kind) =>
    shop.store.write((tx) =>
      queuePush(shop.store, tx, people, {
        id: randomUUID(),
        kind,
        title,
        restaurant: 'Bella',
        now: shop.clock.now(),
      }),
    );
  const nothingWaits = () =>
    until('that nothing waits', async () => {
      const left = await shop.store.read.selectFrom('push_deliveries').select('message_id').execute();
      return left.length === 0;
    });

  test('it gets what nobody answers and what nobody would hear, and nothing else', async () => {
    const phone = await added();
    for (const kind of ['message', 'announcement', 'console-gone', 'webhook-failed'] as const)
      await queueTo([ada.id], kind);
    await queueTo([ada.id], 'escalation');
    await queueTo([ada.id], 'no-console');
    await until('both', () => phone.got.length === 2);
    await nothingWaits();
    expect(phone.got.map(({ message }) => message.kind).toSorted()).toEqual(['escalation', 'no-console']);
    const [listed] = await until('that it was reached', async () => {
      const all = await phones(ada.client);
      return all[0]?.reachedAt !== null && all;
    });
    expect(listed).toMatchObject({ name: 'Android · Chrome', person: { id: ada.id, name: 'Ada' } });
  });

  test('an order that nobody answers reaches it', async () => {
    const phone = await added();
    const { order } = await shop.place();
    shop.clock.ahead += 4 * minute;
    const isAboutIt = ({ message }: { message: { kind: string } }) => message.kind === 'escalation';
    await until('the push', () => phone.got.some(isAboutIt));
    expect(phone.got.find(isAboutIt)?.message.order).toEqual({ id: order.id, number: order.number });
  });

  test('it is called for a manager who wants no bell for escalations, and where they are signed in nothing comes', async () => {
    const phone = await added();
    const browser = service.subscribe();
    const { subscription } = browser;
    await ada.client.ask('PUT', '/push-registrations', { kind: 'web', subscription });
    const choices = { escalation: 'quiet', 'no-console': 'quiet' };
    expect((await ada.client.ask('PUT', '/notifications/choices', { choices })).status).toBe(200);
    await shop.place();
    shop.clock.ahead += 4 * minute;
    await until('the push', () => phone.got.some(({ message }) => message.kind === 'escalation'));
    await nothingWaits();
    expect(browser.got).toEqual([]);
  });

  test('what is taken care of before the push could be sent calls nobody any more', async () => {
    const phone = await added();
    phone.answers.push(...Array.from({ length: 4 }, () => ({ status: 503, retryAfter: '600' })));
    const { order } = await shop.place();
    shop.clock.ahead += 4 * minute;
    const waiting = () =>
      shop.store.read
        .selectFrom('push_deliveries')
        .select('attempts')
        .where('kind', '=', 'escalation')
        .execute();
    await until('a try that failed', async () => (await waiting()).some(({ attempts }) => attempts > 0));
    await shop.command(order.id, 'accept');
    await until('that it is taken back', async () => (await waiting()).length === 0);
    expect(phone.got).toEqual([]);
  });

  test('at the push service, a message about the same order takes no escalation’s place', async () => {
    const phone = service.subscribe();
    await ada.client.ask('PUT', '/push-registrations', { kind: 'web', subscription: phone.subscription });
    const order = { id: randomUUID(), number: '7' };
    for (const kind of ['escalation', 'message'] as const)
      await shop.store.write((tx) =>
        queuePush(shop.store, tx, [ada.id], {
          id: randomUUID(),
          kind,
          title: kind,
          restaurant: 'Bella',
          order,
          now: shop.clock.now(),
        }),
      );
    await until('both', () => phone.got.length === 2);
    expect(new Set(phone.got.map(({ topic }) => topic)).size).toBe(2);
  });

  test('it is called on after its manager has stepped out', async () => {
    const phone = await added();
    await ada.client.post('/people/step-out', {});
    await queueTo([ada.id], 'escalation');
    await until('the push', () => phone.got.length === 1);
    expect(phone.got[0]?.message.kind).toBe('escalation');
  });

  test('a link opens once, also when two phones take it at the same moment', async () => {
    const shown = await link();
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(shown, service.subscribe())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404, 404, 404]);
    expect(await phones(ada.client)).toHaveLength(1);
    expect((await add(shown, service.subscribe())).status).toBe(404);
  });

  test.each<[string, (shown: string) => Promise<unknown>]>([
    ['ten minutes', async () => void (shop.clock.ahead += 10 * minute)],
    ['its manager’s stepping out', () => ada.client.post('/people/step-out', {})],
    ['a newer link', () => link()],
    ['its manager’s end', () => shop.backend.identity.endPerson(shop.restaurant, ada.id)],
  ])('a link is over with %s', async (_, end) => {
    const shown = await link();
    expect((await shop.client(shown).get('/phone/state')).status).toBe(200);
    await end(shown);
    expect((await shop.client(shown).get('/phone/state')).status).toBe(404);
    expect((await add(shown, service.subscribe())).status).toBe(404);
    const kept = await shop.store.read.selectFrom('push_registrations').select('id').execute();
    expect(kept).toEqual([]);
  });

  test('a phone and a link open nothing but their own page', async () => {
    const { token } = await added();
    for (const held of [token, await link()]) {
      const client = shop.client(held);
      for (const { method, path, asks } of shop.backend.endpoints) {
        if (asks === 'nobody') continue;
        const { status } = await client.ask(
          method,
          path.replaceAll(/:\w+/g, 'x'),
          method === 'GET' ? undefined : {},
        );
        expect(`${method} ${path}: ${status}`).toBe(`${method} ${path}: 401`);
      }
      expect((await client.post('/leave', {})).status).toBe(401);
    }
  });

  test('the phone knows whose it is, is renewed, and takes itself off', async () => {
    const phone = await added();
    const own = shop.client(phone.token);
    expect((await own.get('/phone/state')).body).toMatchObject({
      is: 'phone',
      person: 'Ada',
      restaurant: 'Bella',
    });
    const renewed = service.subscribe();
    expect((await own.post('/phone/renew', { subscription: renewed.subscription })).status).toBe(204);
    await queueTo([ada.id], 'escalation');
    await until('the push', () => renewed.got.length === 1);
    expect(phone.got).toEqual([]);
    expect((await own.post('/phone/leave', {})).status).toBe(204);
    expect((await own.get('/phone/state')).status).toBe(404);
    expect((await own.post('/phone/leave', {})).status).toBe(404);
    expect(await phones(ada.client)).toEqual([]);
  });

  test('managers see and remove their own, administrators everybody’s of their restaurant', async () => {
    const [ben, eve] = [await person('Ben', 'manager', '654321'), await person('Eve', 'admin', '111222')];
    await added();
    await added(ben.client);
    const names = async (client: Client) => (await phones(client)).map((phone) => phone.person.name);
    expect(await names(ada.client)).toEqual(['Ada']);
    expect(await names(ben.client)).toEqual(['Ben']);
    expect(await names(eve.client)).toEqual(['Ada', 'Ben']);
    const [adas] = await phones(ada.client);
    expect((await ben.client.ask('DELETE', `/phones/${adas?.id}`)).status).toBe(404);
    expect((await eve.client.ask('DELETE', `/phones/${adas?.id}`)).status).toBe(204);
    expect(await names(eve.client)).toEqual(['Ben']);
  });

  test('counter staff, devices, keys and customers have none', async () => {
    const cy = await person('Cy', 'counter', '2468');
    const placed = await shop.place();
    for (const client of [cy.client, shop.till, shop.web, shop.client(placed.publicToken)])
      for (const [method, path] of [
        ['POST', '/phones/link'],
        ['GET', '/phones'],
        ['DELETE', '/phones/x'],
      ] as const)
        expect(`${path} ${(await client.ask(method, path)).status}`).toBe(`${path} 403`);
  });

  test('a phone that was taken off stays off when a backup comes back, and a link does not open twice', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-phones-'));
    try {
      const lost = await added();
      const kept = await added();
      const shown = await link();
      await queueTo([ada.id], 'escalation');
      await backup(shop.store, path.join(folder, 'b.gz'), Date.now());
      await until('both', () => lost.got.length + kept.got.length === 2);
      await shop.client(lost.token).post('/phone/leave', {});
      await restore(shop.store, path.join(folder, 'b.gz'));
      expect(await phones(ada.client)).toHaveLength(1);
      expect((await shop.client(lost.token).get('/phone/state')).status).toBe(404);
      expect((await shop.client(kept.token).get('/phone/state')).status).toBe(200);
      expect((await add(shown, service.subscribe())).status).toBe(404);
      const queued = await shop.store.read.selectFrom('push_deliveries').selectAll().execute();
      expect(queued).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('with the person goes the phone, and what was queued for it', async () => {
    const phone = await added();
    phone.answers.push({ status: 503 });
    await queueTo([ada.id], 'escalation');
    await until('the try that fails', () => phone.asked() === 1);
    await shop.backend.identity.endPerson(shop.restaurant, ada.id);
    shop.clock.ahead += minute;
    await nothingWaits();
    expect(phone.got).toEqual([]);
    expect((await shop.client(phone.token).get('/phone/state')).status).toBe(404);
  });
});
