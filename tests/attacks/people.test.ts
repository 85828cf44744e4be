// Everything that is people's, asked for by those whom it is none of: a manager of another restaurant, somebody whose
// sign-in or role is over, a customer with the token of an order that is forgotten, a device that was signed out.
import { createECDH, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../backend/identity-house.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { clientOf, type Client } from '../backend/support/shop.ts';
import { openTown, type Town } from '../backend/support/town.ts';
import { traces } from '../backend/support/traces.ts';

type Asked = [method: string, path: string, body?: object];
/** What is bella's, by its ids. */
type Theirs = {
  person: string;
  notification: string;
  announcement: string;
  device: string;
  phone: string;
  registration: string;
  order: string;
  message: string;
};

const subscription = {
  endpoint: 'https://push.example/of-the-manager',
  keys: { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: 'A'.repeat(22) },
};

/** Every route of people, about what is somebody's in bella; `of`: naming that restaurant. */
const routes = (the: Theirs, of: string): Asked[] => [
  ['POST', `/notifications${of}`, { userIds: [the.person], notification: { title: 'Hi', body: 'There' } }],
  ['POST', `/notifications/${the.notification}/open`, {}],
  ['POST', `/notifications/${the.notification}/open`, { person: the.person }],
  ['POST', '/notifications/open-all', { person: the.person }],
  ['PUT', '/notifications/choices', { person: the.person, choices: { message: 'off' } }],
  ['POST', '/api/chat', { id: the.order, message: 'Hello' }],
  ['POST', '/api/chat', { id: 'bella', message: 'Hello', person: the.person }],
  ['GET', `/api/chat/${the.order}`],
  ['GET', '/api/chat/bella'],
  ['POST', '/api/chat/read', { id: the.order, upTo: the.message }],
  ['DELETE', `/api/chat/${the.order}/messages/${the.message}`],
  ['DELETE', `/announcements/${the.announcement}`],
  ['PUT', `/devices/${the.device}${of}`, { name: 'Mine' }],
  ['POST', `/devices/${the.device}/ring${of}`, {}],
  ['DELETE', `/devices/${the.device}${of}`],
  ['DELETE', `/push-registrations/${the.registration}`],
  ['DELETE', `/phones/${the.phone}${of}`],
  ['GET', `/streams/user:${the.person}/events?after=0`],
  ['GET', '/streams/chat:bella/events?after=0'],
  ['GET', `/streams/chat:${the.order}/events?after=0`],
  ...[`private-user-${the.person}`, 'private-CHAT_bella', `private-CHAT_${the.order}`].flatMap(
    (channel): Asked[] => [
      ['POST', '/pusher/auth', { socket_id: '1.1', channel_name: channel }],
      ['POST', '/pusher/authorize', { socketId: '1.1', channelName: channel }],
    ],
  ),
];
/** What answers anybody something of their own, and must answer nothing of bella's when it is named. */
const named: Asked[] = [
  ['GET', '/announcements?restaurant=bella'],
  ['POST', '/announcements?restaurant=bella', { text: 'Hello' }],
  ['GET', '/devices?restaurant=bella'],
  ['GET', '/phones?restaurant=bella'],
  ['GET', '/snapshot?restaurant=bella'],
];
/** And what is everybody's own: with a token that is over it is nobody's. */
const own: Asked[] = [
  ['GET', '/me'],
  ['GET', '/notifications'],
  ['GET', '/notifications/choices'],
  ['GET', '/push-registrations'],
  ['PUT', '/push-registrations', { kind: 'fcm', token: 'a-token-of-somebody' }],
  ['POST', '/phones/link', {}],
  ['POST', '/people/switch', { restaurant: 'bella' }],
  ['GET', '/announcements'],
  ['POST', '/announcements', { text: 'Hello' }],
  ['GET', '/devices'],
  ['GET', '/phones'],
];

onBothDatabases((databases) => {
  let town: Town;
  let theirs: Theirs;
  const client = (name: string): Client => town.person(name).client;
  const idOf = (name: string): string => town.person(name).principal?.id ?? '';
  const ask = (who: Client, [method, path, body]: Asked) =>
    who.ask(method, path, body, { 'idempotency-key': randomUUID() });

  beforeAll(async () => {
    town = await openTown(await databases.fresh());
    const { store } = town.shop;
    const manager = client('manager of bella');
    const made = async <T>(asked: Asked, who = manager): Promise<T> => {
      const { status, body } = await ask(who, asked);
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      return body as T;
    };
    const person = idOf('manager of bella');
    const order = town.orders['bella']?.order.id ?? '';
    const { id: notification } = await made<{ id: string }>([
      'POST',
      '/notifications',
      { userIds: [person], notification: { title: 'For the manager', body: 'Only' } },
    ]);
    const { id: announcement } = await made<{ id: string }>(['POST', '/announcements', { text: 'Here' }]);
    const { message } = await made<{ message: { id: string } }>([
      'POST',
      '/api/chat',
      { id: order, message: 'Hello' },
    ]);
    const { id: registration } = await made<{ id: string }>([
      'PUT',
      '/push-registrations',
      { kind: 'fcm', token: 'token-of-the-manager' },
    ]);
    const link = await made<{ path: string }>(['POST', '/phones/link', {}]);
    const token = link.path.slice('/phone/'.length);
    await made(
      ['POST', '/phone/add', { name: 'Phone', subscription }],
      clientOf(town.shop.backend.url, token),
    );
    const [phone] = (await made<{ phones: { id: string }[] }>(['GET', '/phones'])).phones;
    await traces(store);
    theirs = {
      person,
      notification,
      announcement,
      device: idOf('device of bella'),
      phone: phone?.id ?? '',
      registration,
      order,
      message: message.id,
    };
    for (const id of Object.values(theirs)) expect(id).not.toBe('');
  });
  afterAll(() => town.close());

  /** Refused, and nothing has changed; in no answer stands a word of theirs. */
  async function expectRefused(who: Client, asked: readonly Asked[], statuses: readonly number[]) {
    const { store } = town.shop;
    const before = await traces(store);
    for (const one of asked) {
      const { status, body } = await ask(who, one);
      expect(statuses, `${one[0]} ${one[1]}: ${status} ${JSON.stringify(body)}`).toContain(status);
      expect(JSON.stringify(body)).not.toMatch(/For the manager|manager bella|Hello/);
    }
    expect(await traces(store)).toBe(before);
  }

  test.each([
    'counter of roma',
    'manager of roma',
    'admin of roma',
    'key of roma',
    'device of roma',
    'channel of roma',
    'customer of roma',
  ])('a %s reaches nothing that is bella’s, whether they name the restaurant or not', async (name) => {
    for (const of of ['', '?restaurant=bella'])
      await expectRefused(client(name), routes(theirs, of), [403, 404, 422]);
    await expectRefused(client(name), named, [403, 404]);
  });

  test('an id of a restaurant, a pattern or a path in the place of one finds nothing', async () => {
    const odd = ['bella', '%25', '..%2f..%2fme', '*', "' or 1=1 --", '00000000-0000-4000-8000-000000000000'];
    for (const id of odd) {
      const all = Object.fromEntries(
        Object.keys(theirs).map((key) => [key, encodeURIComponent(id)]),
      ) as Theirs;
      const asked = routes(
        { ...all, order: theirs.order, person: theirs.person, message: theirs.message },
        '',
      );
      await expectRefused(
        client('manager of roma'),
        asked.filter(([method]) => method === 'DELETE' || method === 'PUT'),
        [400, 403, 404, 422],
      );
    }
  });

  /** Somebody's token, and what ends it. */
  const endings: [string, () => Promise<string>][] = [
    [
      'somebody who stepped out',
      async () => {
        const token = await stepsIn('A', '13579001');
        await clientOf(town.shop.backend.url, token).post('/people/step-out');
        return token;
      },
    ],
    [
      'a manager whose role ended',
      async () => {
        const token = await stepsIn('B', '13579002');
        const { id } = await signedInAs(token);
        await client('admin of bella').ask('DELETE', `/people/${id}`);
        return token;
      },
    ],
    [
      'a manager on whose device somebody else stepped in',
      async () => {
        const token = await stepsIn('C', '13579003');
        await stepsIn('D', '13579004', 'C');
        return token;
      },
    ],
    [
      'a manager whose device was signed out',
      async () => {
        const token = await stepsIn('E', '13579005');
        const { device } = await signedInAs(token);
        await client('manager of bella').ask('DELETE', `/devices/${device}`);
        return token;
      },
    ],
    [
      'a device that was signed out',
      async () => {
        const { token, id } = await enrols('install of F');
        await client('manager of bella').ask('DELETE', `/devices/${id}`);
        return token;
      },
    ],
    [
      'a look into the restaurant by somebody who stepped out where they came from',
      async () => {
        const roma = town.shop.backend.identity;
        const { id } = must(
          await roma.addPerson({ restaurant: 'bella', name: 'G here', role: 'manager', pin: '13579006' }),
        );
        const there = must(
          await roma.addPerson({ restaurant: 'roma', name: 'G there', role: 'manager', pin: '13579007' }),
        );
        must(await roma.linkPeople(id, there.id));
        const { token: device } = await enrols('install of G', 'roma');
        const stepped = await clientOf(town.shop.backend.url, device).post<{ token: string }>(
          '/people/step-in',
          { pin: '13579007' },
        );
        const session = clientOf(town.shop.backend.url, stepped.body.token);
        const look = await session.post<{ token: string }>('/people/switch', { restaurant: 'bella' });
        expect(look.status).toBe(200);
        await session.post('/people/step-out');
        return look.body.token;
      },
    ],
    ['somebody with the token of nobody', async () => `cbp_${'A'.repeat(43)}`],
  ];

  async function enrols(installId: string, restaurant = 'bella'): Promise<{ token: string; id: string }> {
    const { identity } = town.shop.backend;
    const { code } = must(await identity.addCode({ restaurant, maxUses: 1, expiresAt: null }));
    const enrolled = await town.shop.nobody.post<{ token: string; device: { id: string } }>('/enrol', {
      code,
      installId,
      deviceName: installId,
    });
    return { token: enrolled.body.token, id: enrolled.body.device.id };
  }
  const devices = new Map<string, string>();
  async function stepsIn(name: string, pin: string, onDeviceOf = name): Promise<string> {
    const { identity } = town.shop.backend;
    must(await identity.addPerson({ restaurant: 'bella', name, role: 'manager', pin }));
    const device = devices.get(onDeviceOf) ?? (await enrols(`install of ${name}`)).token;
    devices.set(name, device);
    const at = clientOf(town.shop.backend.url, device);
    const stepped = await at.post<{ token: string }>('/people/step-in', { pin });
    expect(stepped.status, JSON.stringify(stepped.body)).toBe(200);
    return stepped.body.token;
  }
  async function signedInAs(token: string): Promise<{ id: string; device: string }> {
    const { body } = await clientOf(town.shop.backend.url, token).get<{
      person: { id: string };
      device: { id: string };
    }>('/me');
    return { id: body.person.id, device: body.device.id };
  }

  test.each(endings)('%s is nobody at every route of people', async (_who, end) => {
    const who = clientOf(town.shop.backend.url, await end());
    await expectRefused(who, [...routes(theirs, ''), ...named, ...own], [401]);
  });

  test('a customer whose order is forgotten is nobody; one whose order is over reads and writes nothing any more', async () => {
    const { store, clock } = town.shop;
    const placed = await town.place('bella');
    const customer = clientOf(town.shop.backend.url, placed.publicToken);
    const { id } = placed.order;
    const staff = client('manager of bella');
    expect((await ask(staff, ['POST', '/api/chat', { id, message: 'A word' }])).status).toBe(200);
    expect((await ask(customer, ['POST', '/api/chat', { id, message: 'An answer' }])).status).toBe(200);
    await ask(staff, ['POST', `/orders/${id}/reject`, { reason: 'Closed' }]);
    clock.ahead += 2 * 3_600_000 + 1;
    expect(await ask(customer, ['POST', '/api/chat', { id, message: 'Still there?' }])).toMatchObject({
      status: 409,
    });
    await expectRefused(customer, routes(theirs, ''), [403, 404, 422]);
    await store.write((tx) => tx.deleteFrom('orders').where('id', '=', id).execute());
    clock.ahead += 60_000;
    const gone = clientOf(town.shop.backend.url, placed.publicToken);
    for (const one of [
      ['GET', `/api/chat/${id}`],
      ['POST', '/api/chat', { id, message: 'Hello?' }],
      ...own,
    ] as Asked[])
      expect([401, 404], `${one[0]} ${one[1]}`).toContain((await ask(gone, one)).status);
  });
});
