import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { may, type About, type Action } from '../../contract/permissions.ts';
import { verbs } from '../../contract/order.ts';
import { ourProtocol, protocolHeader, writeProtocol } from '../../contract/protocol.ts';
import { plainSettings } from '../../backend/restaurant/restaurants.ts';
import { onBothDatabases } from './support/databases.ts';
import { simpleOrder, type Answer, type Placed } from './support/shop.ts';
import { openTown, type Somebody, type Town } from './support/town.ts';
import { traces } from './support/traces.ts';

const refusals = new Set([401, 403, 404]);

onBothDatabases((databases) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown(await databases.fresh());
  });
  afterAll(() => town.close());

  /** Some stand at two devices, or look in from elsewhere: their streams are the same. */
  const everyStream = () => [
    ...new Set([
      'global',
      ...town.restaurants.map((id) => `restaurant:${id}`),
      ...Object.values(town.orders).flatMap(({ order }) => [`order:${order.id}`, `chat:${order.id}`]),
      ...town.restaurants.map((id) => `chat:${id}`),
      ...town.people.flatMap(({ principal }) => (principal ? [`user:${principal.id}`] : [])),
      'user:somebody-else',
    ]),
  ];

  type Case = { who: Somebody; what: string; allowed: boolean; ask: () => Promise<Answer> };

  const atOnce = 12;
  async function answersTo(cases: Case[]): Promise<(Case & { answer: Answer; shown: string })[]> {
    const answered = [];
    for (let i = 0; i < cases.length; i += atOnce)
      answered.push(
        ...(await Promise.all(
          cases.slice(i, i + atOnce).map(async (one) => {
            const answer = await one.ask();
            const shown = `${one.who.name} → ${one.what}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`;
            return { ...one, answer, shown };
          }),
        )),
      );
    return answered;
  }

  /** First everything that is to be refused, leaving no trace; then what is not. Answers what was not refused. */
  async function expectAnswers(cases: Case[]) {
    const before = await traces(town.shop.store);
    const refused = await answersTo(cases.filter(({ allowed }) => !allowed));
    for (const { who, answer, shown } of refused) {
      expect(refusals.has(answer.status), shown).toBe(true);
      if (who.principal === null) expect(answer.status, shown).toBe(401);
    }
    expect(await traces(town.shop.store)).toBe(before);
    const granted = await answersTo(cases.filter(({ allowed }) => allowed));
    for (const { answer, shown } of granted) {
      expect(refusals.has(answer.status), shown).toBe(false);
      expect(answer.status, shown).toBeLessThan(500);
    }
    expect(refused.length, 'somebody is refused').toBeGreaterThan(0);
    return granted;
  }

  /** Everything is to be refused, leaving no trace. */
  async function expectNothing(cases: Case[], refused = refusals): Promise<void> {
    const before = await traces(town.shop.store);
    const answers = await answersTo(cases);
    for (const { answer, shown } of answers) expect(refused.has(answer.status), shown).toBe(true);
    expect(await traces(town.shop.store)).toBe(before);
    expect(answers.length, 'somebody is refused').toBeGreaterThan(0);
  }

  const can = (who: Somebody, action: Action, stream: string, about: About = {}) =>
    who.principal !== null && may(who.principal, action, stream, about);

  /** Of an order's chat, whose order it is. */
  const aboutChat = (stream: string): About => ({
    restaurant: town.restaurants.find((id) => stream === `chat:${town.orders[id]?.order.id}`),
  });
  const everyChat = () =>
    town.restaurants.flatMap((id) => [id as string, (town.orders[id] as Placed).order.id]);

  const forEverybody = (cases: (who: Somebody) => Case[]) => town.people.flatMap(cases);
  const forEach = (cases: (who: Somebody, restaurant: 'bella' | 'roma') => Case[]) =>
    forEverybody((who) => town.restaurants.flatMap((restaurant) => cases(who, restaurant)));

  test('every stream is read by those the table names', async () => {
    const read = (who: Somebody) => (stream: string) => ({
      who,
      what: `read ${stream}`,
      allowed: can(who, 'read', stream, aboutChat(stream)),
      ask: () => who.client.get(`/streams/${encodeURIComponent(stream)}/events`),
    });
    await expectAnswers(forEverybody((who) => everyStream().map(read(who))));
  });

  test.each(verbs)('%s: for those the table names, at their own restaurant', async (verb) => {
    const path = verb === 'tick' ? 'items/1/tick' : verb;
    const body = { reason: 'Sold out', minutes: 5, ticked: true };
    const granted = await expectAnswers(
      forEach((who, restaurant) => {
        const placedBy = town.person(`channel of ${restaurant}`).principal?.id ?? '';
        const about = { placedBy, withinUndo: false };
        const allowed = can(who, verb, `restaurant:${restaurant}`, about);
        const ask = async () => {
          // The order is new: whoever may do it gets it done, or is told that it can't be done now.
          const { order } = allowed ? await town.place(restaurant) : (town.orders[restaurant] as Placed);
          return who.client.post(`/orders/${order.id}/${path}`, body);
        };
        return [{ who, what: `${verb} at ${restaurant}`, allowed, ask }];
      }),
    );
    expect(granted.length, 'somebody may').toBeGreaterThan(0);
  });

  test('chats are written into, read and deleted from by those who take part in them', async () => {
    const messages = new Map<string, string>();
    for (const restaurant of town.restaurants)
      for (const id of [restaurant, (town.orders[restaurant] as Placed).order.id]) {
        const { client } = town.person(`device of ${restaurant}`);
        const answer = await client.post<{ message: { id: string } }>('/api/chat', { id, message: 'Hello' });
        messages.set(id, answer.body.message.id);
      }
    const cases = (who: Somebody): Case[] =>
      everyChat().flatMap((id) => {
        const stream = `chat:${id}`;
        const upTo = messages.get(id) ?? '';
        const on = (what: string, action: Action, ask: () => Promise<Answer>): Case => ({
          who,
          what: `${what} ${id}`,
          allowed: can(who, action, stream, aboutChat(stream)),
          ask,
        });
        return [
          on('read', 'read', () => who.client.get(`/api/chat/${id}`)),
          on('write into', 'chat.write', () => who.client.post('/api/chat', { id, message: 'Hi' })),
          on('mark', 'chat.write', () => who.client.post('/api/chat/read', { id, upTo })),
          on('delete from', 'chat.delete', () =>
            who.client.ask('DELETE', `/api/chat/${id}/messages/${upTo}`),
          ),
        ];
      });
    const granted = await expectAnswers(forEverybody(cases));
    // Whoever takes no part learns nothing of a chat, and nobody reads what they may not write into.
    const names = new Set(granted.map(({ who, what }) => `${who.name}: ${what.split(' ')[0]}`));
    expect([...names].filter((name) => /key|channel|thief|nobody|made-up/.test(name))).toEqual([]);
    expect(names).toContain('customer of roma: write');
    expect(names).toContain('manager of bella: delete');
    expect(names).not.toContain('counter of bella: delete');
  });

  test('orders are placed with a sales channel’s key, at its own restaurant', async () => {
    const granted = await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'place',
          allowed: can(who, 'place', `restaurant:${who.principal?.restaurant ?? 'bella'}`),
          ask: () => who.client.post('/orders', simpleOrder),
        },
      ]),
    );
    for (const { who, answer } of granted)
      expect(answer.body.stream).toBe(`restaurant:${who.principal?.restaurant ?? ''}`);
  });

  test.each<[Action, string, string, unknown]>([
    ['restaurant.read', 'GET', '/restaurant', undefined],
    ['restaurant.write', 'PUT', '/restaurant', { ...plainSettings, name: 'Renamed' }],
    ['devices.read', 'GET', '/devices', undefined],
    ['people.read', 'GET', '/people', undefined],
    ['people.write', 'POST', '/people', { name: 'New', role: 'counter', pin: '0000' }],
    ['codes.write', 'GET', '/codes', undefined],
    ['codes.write', 'POST', '/codes', {}],
    ['keys.write', 'GET', '/keys', undefined],
    ['keys.write', 'POST', '/keys', { name: 'new' }],
    ['keys.write', 'GET', '/webhook', undefined],
    ['keys.write', 'POST', '/webhook/secret', undefined],
    ['read', 'GET', '/orders', undefined],
    ['read', 'GET', '/snapshot', undefined],
  ])('%s: %s %s', async (action, method, path, body) => {
    const granted = await expectAnswers(
      forEach((who, restaurant) => [
        {
          who,
          what: `${method} ${path} of ${restaurant}`,
          allowed: can(who, action, `restaurant:${restaurant}`),
          ask: () => who.client.ask(method, `${path}?restaurant=${restaurant}`, body),
        },
      ]),
    );
    expect(granted.length, 'somebody may').toBeGreaterThan(0);
  });

  test('naming and ringing a device is for the managers of its restaurant', async () => {
    const rows = await town.shop.store.read
      .selectFrom('devices')
      .select(['id', 'restaurant_id'])
      .where('ended_at', 'is', null)
      .execute();
    const one = (restaurant: string) => rows.find((row) => row.restaurant_id === restaurant)?.id ?? '';
    const granted = await expectAnswers(
      forEach((who, claimed) =>
        (['bella', 'roma'] as const).flatMap((restaurant) => {
          const allowed = claimed === restaurant && can(who, 'devices.write', `restaurant:${claimed}`);
          const at = `/devices/${one(restaurant)}`;
          const of = `?restaurant=${claimed}`;
          const about = { who, allowed };
          return [
            {
              ...about,
              what: `PUT a device of ${restaurant} as of ${claimed}`,
              ask: () => who.client.ask('PUT', `${at}${of}`, { name: 'Renamed' }),
            },
            {
              ...about,
              what: `ring a device of ${restaurant} as of ${claimed}`,
              ask: () => who.client.ask('POST', `${at}/ring${of}`, {}),
            },
          ];
        }),
      ),
    );
    expect(granted.length, 'somebody may').toBeGreaterThan(0);
  });

  test('joining people is for a key of all restaurants', async () => {
    const person = town.person('counter of bella').principal?.id ?? '';
    const other = town.person('counter of roma').principal?.id ?? '';
    await expectAnswers(
      forEverybody((who) => {
        const about = { who, allowed: can(who, 'roles.write', 'global') };
        return [
          {
            ...about,
            what: 'link',
            ask: () => who.client.post(`/people/${person}/link`, { person: other }),
          },
        ];
      }),
    );
    await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'unlink',
          allowed: can(who, 'roles.write', 'global'),
          ask: () => who.client.ask('DELETE', `/people/${person}/link`),
        },
      ]),
    );
  });

  test('ending what is another restaurant’s, person’s, or not there', async () => {
    const kept = town.shop.store.read;
    const rows = async (table: 'people' | 'codes' | 'api_keys' | 'devices') =>
      kept.selectFrom(table).select(['id', 'restaurant_id']).where('ended_at', 'is', null).execute();
    const targets: [Action, string, { id: string; restaurant_id: string | null }[]][] = [
      ['devices.revoke', '/devices', await rows('devices')],
      ['people.write', '/people', await rows('people')],
      ['codes.write', '/codes', await rows('codes')],
      ['keys.write', '/keys', await rows('api_keys')],
    ];
    const before = JSON.stringify(targets.map(([, , all]) => all.length));
    await expectAnswers(
      forEach((who, claimed) =>
        targets.flatMap(([action, path, all]) =>
          all
            // Whoever may is tried elsewhere; here nobody gets at what is not theirs, whatever they claim.
            .filter((row) => row.restaurant_id !== claimed || !can(who, action, `restaurant:${claimed}`))
            // One of each kind will do for each pair of restaurants.
            .filter(
              (row, i, some) => some.findIndex((other) => other.restaurant_id === row.restaurant_id) === i,
            )
            .map(({ id, restaurant_id }) => ({
              who,
              what: `DELETE ${path} of ${restaurant_id} as of ${claimed}`,
              allowed: false,
              ask: () => who.client.ask('DELETE', `${path}/${id}?restaurant=${claimed}`),
            })),
        ),
      ),
    );
    const after = [];
    for (const table of ['devices', 'people', 'codes', 'api_keys'] as const)
      after.push((await rows(table)).length);
    expect(JSON.stringify(after)).toBe(before);
  });

  test('every restaurant at once is for who belongs to none', async () => {
    const idOf = (who: Somebody) => `by-${who.name.replaceAll(' ', '-')}`;
    const about = (who: Somebody) => ({ who, allowed: can(who, 'restaurants.write', 'global') });
    await expectAnswers(
      forEverybody((who) => [
        { ...about(who), what: 'list', ask: () => who.client.get('/restaurants') },
        {
          ...about(who),
          what: 'found',
          ask: () => who.client.post('/restaurants', { id: idOf(who), name: 'New' }),
        },
      ]),
    );
    await expectAnswers(
      forEverybody((who) => {
        const id = about(who).allowed ? idOf(who) : 'roma';
        return [{ ...about(who), what: 'close', ask: () => who.client.ask('DELETE', `/restaurants/${id}`) }];
      }),
    );
  });

  test('one order is shown to its restaurant, its customer and the channel that placed it', async () => {
    const cases = forEach((who, restaurant) => {
      const { order } = town.orders[restaurant] as Placed;
      const staff = can(who, 'read', `restaurant:${restaurant}`);
      const customer = can(who, 'read', `order:${order.id}`) || who.name === `channel of ${restaurant}`;
      const about = { who, what: `order of ${restaurant}` };
      return [
        { ...about, allowed: staff || customer, ask: () => who.client.get(`/orders/${order.id}`) },
        { ...about, allowed: staff, ask: () => who.client.get(`/orders/${order.id}/timeline`) },
      ];
    });
    for (const { who, answer, shown } of await expectAnswers(cases))
      if (who.principal?.kind === 'channel' || who.principal?.kind === 'customer')
        expect(Object.keys(answer.body), shown).not.toContain('acts');
  });

  test('announcing and ending what was announced is for those whom it is given to', async () => {
    const ids = new Map<string | null, string>();
    for (const restaurant of [...town.restaurants, null]) {
      const of = restaurant === null ? '' : `?restaurant=${restaurant}`;
      const { client } = town.person('key of all');
      const made = await client.post<{ id: string }>(`/announcements${of}`, { text: 'Hello' });
      ids.set(restaurant, made.body.id);
    }
    await expectAnswers(
      forEverybody((who) =>
        [...town.restaurants, null].flatMap((restaurant) => {
          const of = restaurant === null ? '' : `?restaurant=${restaurant}`;
          // Whoever belongs to a restaurant and names none means that one.
          const stream = `restaurant:${restaurant ?? who.principal?.restaurant ?? ''}`;
          const there = restaurant === null && who.principal?.restaurant === null ? 'global' : stream;
          const about = { who, what: `announcements of ${there}` };
          return [
            { ...about, allowed: can(who, 'read', there), ask: () => who.client.get(`/announcements${of}`) },
            {
              ...about,
              allowed: can(who, 'announce', there),
              ask: () => who.client.post(`/announcements${of}`, { text: 'Hi' }),
            },
          ];
        }),
      ),
    );
    const ending = [...ids].map(([restaurant, id]) => ({
      stream: restaurant === null ? 'global' : `restaurant:${restaurant}`,
      id,
    }));
    const refusedOnly = ({ who, stream }: { who: Somebody; stream: string }) => !can(who, 'announce', stream);
    await expectAnswers([
      ...forEverybody((who) =>
        ending
          .filter(({ stream }) => refusedOnly({ who, stream }))
          .map(({ stream, id }) => ({
            who,
            what: `end one of ${stream}`,
            allowed: false,
            ask: () => who.client.ask('DELETE', `/announcements/${id}`),
          })),
      ),
      ...ending.map(({ stream, id }) => {
        const who = town.person(stream === 'global' ? 'key of all' : `manager of ${stream.split(':')[1]}`);
        const ask = () => who.client.ask('DELETE', `/announcements/${id}`);
        return { who, what: `end one of ${stream}`, allowed: can(who, 'announce', stream), ask };
      }),
    ]);
  });

  test('people are notified by those who may, and everybody opens and chooses for themselves alone', async () => {
    const personOf = (name: string) => town.person(name).principal?.id ?? '';
    const notification = { title: 'Hello', body: 'There' };
    const granted = await expectAnswers(
      forEach((who, restaurant) => [
        {
          who,
          what: `notify somebody of ${restaurant}`,
          allowed: can(who, 'notify', `restaurant:${restaurant}`),
          ask: () =>
            who.client.post(`/notifications?restaurant=${restaurant}`, {
              userIds: [personOf(`counter of ${restaurant}`)],
              notification,
            }),
        },
      ]),
    );
    expect(granted.length, 'somebody may').toBeGreaterThan(0);
    // Whoever may notify in one restaurant reaches nobody of another by it: there is no such person there.
    await expectNothing(
      forEach((who, restaurant) => [
        {
          who,
          what: `notify somebody of ${restaurant} as of the other`,
          allowed: false,
          ask: () =>
            who.client.post(`/notifications?restaurant=${restaurant === 'bella' ? 'roma' : 'bella'}`, {
              userIds: [personOf(`counter of ${restaurant}`)],
              notification,
            }),
        },
      ]),
      new Set([...refusals, 422]),
    );
    const theirs = (who: Somebody, action: Action) =>
      who.principal?.kind === 'person' && can(who, action, `user:${who.principal.id}`);
    await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'read an inbox',
          allowed: theirs(who, 'read'),
          ask: () => who.client.get('/notifications'),
        },
        {
          who,
          what: 'read choices',
          allowed: theirs(who, 'read'),
          ask: () => who.client.get('/notifications/choices'),
        },
        {
          who,
          what: 'choose',
          allowed: theirs(who, 'inbox.write'),
          ask: () => who.client.ask('PUT', '/notifications/choices', { choices: { message: 'quiet' } }),
        },
        {
          who,
          what: 'open all',
          allowed: theirs(who, 'inbox.write'),
          ask: () => who.client.post('/notifications/open-all', {}),
        },
      ]),
    );
    // Nobody opens anything in the name of somebody else who was never on their device.
    const others = town.people.flatMap(({ principal }) =>
      principal?.kind === 'person' ? [principal.id] : [],
    );
    const othersThan = (who: Somebody) => [...new Set(others)].filter((id) => id !== who.principal?.id);
    await expectNothing(
      forEverybody((who) =>
        othersThan(who).flatMap((id) => [
          {
            who,
            what: `open for ${id}`,
            allowed: false,
            ask: () => who.client.post('/notifications/open-all', { person: id }),
          },
          {
            who,
            what: `open one for ${id}`,
            allowed: false,
            ask: () =>
              who.client.post('/notifications/00000000-0000-4000-8000-000000000001/open', { person: id }),
          },
        ]),
      ),
    );
  });

  test('pushes and phones are of those who are signed in, and of customers', async () => {
    const theirs = (who: Somebody, action: Action) => {
      const { principal } = who;
      if (principal?.kind === 'customer') return can(who, action, `order:${principal.order}`);
      return principal?.kind === 'person' && can(who, action, `user:${principal.id}`);
    };
    await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'push to an app',
          allowed: theirs(who, 'push.register'),
          ask: () =>
            who.client.ask('PUT', '/push-registrations', {
              kind: 'fcm',
              token: `token-of-${who.name.replaceAll(' ', '-')}`,
            }),
        },
        {
          who,
          what: 'where pushes go',
          allowed: theirs(who, 'push.register'),
          ask: () => who.client.get('/push-registrations'),
        },
        {
          who,
          what: 'a link for a phone',
          allowed: who.principal?.kind === 'person' && theirs(who, 'phones.write'),
          ask: () => who.client.post('/phones/link', {}),
        },
      ]),
    );
    const rows = await town.shop.store.read.selectFrom('push_registrations').select('id').execute();
    const known = new Map<string, string[]>();
    for (const who of town.people) {
      const { body } = await who.client.get<{ registrations?: { id: string }[] }>('/push-registrations');
      known.set(
        who.name,
        (body.registrations ?? []).map(({ id }) => id),
      );
    }
    await expectNothing(
      forEverybody((who) => [
        ...rows
          .filter(({ id }) => known.get(who.name)?.includes(id) !== true)
          .map(({ id }) => ({
            who,
            what: `untie ${id}`,
            allowed: false,
            ask: () => who.client.ask('DELETE', `/push-registrations/${id}`),
          })),
        {
          who,
          what: 'a phone that is none',
          allowed: false,
          ask: () => who.client.ask('DELETE', `/phones/${rows[0]?.id ?? ''}?restaurant=bella`),
        },
      ]),
    );
    await expectAnswers(
      forEach((who, restaurant) => {
        const all = can(who, 'people.write', `restaurant:${restaurant}`);
        const own = who.principal?.restaurant === restaurant && theirs(who, 'phones.write');
        const ask = () => who.client.get(`/phones?restaurant=${restaurant}`);
        return [{ who, what: `phones of ${restaurant}`, allowed: all || own === true, ask }];
      }),
    );
  });

  test('roles are joined and parted by a key of all, and nobody looks where they have no role', async () => {
    const [one, other] = ['counter of bella', 'counter of roma'].map(
      (name) => town.person(name).principal?.id ?? '',
    );
    const allowed = (who: Somebody) => can(who, 'roles.write', 'global');
    const asking = (method: string, body?: object) =>
      forEverybody((who) => [
        {
          who,
          what: `${method} a link`,
          allowed: allowed(who),
          ask: () => who.client.ask(method, `/people/${one}/link`, body),
        },
      ]);
    await expectAnswers(asking('POST', { person: other }));
    await expectAnswers(asking('DELETE'));
    await expectNothing(
      forEach((who, restaurant) =>
        /^(?:manager|visitor)/.test(who.name)
          ? []
          : [
              {
                who,
                what: `switch to ${restaurant}`,
                allowed: false,
                ask: () => who.client.post('/people/switch', { restaurant }),
              },
            ],
      ).filter(
        ({ who, what }) => who.principal?.kind !== 'person' || !what.endsWith(`${who.principal.restaurant}`),
      ),
    );
  });

  test('a beat tells nothing of streams that are not one’s own', async () => {
    const cursors = Object.fromEntries(everyStream().map((stream) => [stream, 0]));
    const beat = { live: true, audible: true, window: 'none', person: null, cursors };
    const granted = await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'beat',
          allowed:
            who.principal?.kind === 'device' ||
            (who.principal?.kind === 'person' && who.principal.device !== null),
          ask: () => who.client.ask('POST', '/beat', beat, { [protocolHeader]: writeProtocol(ourProtocol) }),
        },
      ]),
    );
    for (const { who, answer } of granted)
      expect(Object.keys(answer.body.heads as object).toSorted()).toEqual(
        everyStream()
          .filter((stream) => can(who, 'read', stream))
          .toSorted(),
      );
  });

  test('a farewell: for whoever stands at a device, of that device alone', async () => {
    const farewells = () =>
      town.shop.store.read.selectFrom('devices').select('id').where('farewell_at', 'is not', null).execute();
    const granted = await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'a farewell',
          allowed:
            who.principal?.kind === 'device' ||
            (who.principal?.kind === 'person' && who.principal.device !== null),
          ask: () => who.client.post('/devices/farewell', { why: 'quit', person: null }),
        },
      ]),
    );
    const said = granted.map(({ who: { principal } }) =>
      principal?.kind === 'person' ? principal.device : principal?.id,
    );
    expect((await farewells()).map(({ id }) => id).toSorted()).toEqual([...new Set(said)].toSorted());
  });

  test('a test event: for devices alone, on their own way', async () => {
    await expectAnswers(
      forEverybody((who) => [
        {
          who,
          what: 'a test event',
          allowed: who.principal?.kind === 'device',
          ask: () => who.client.post('/devices/test-event', { test: randomUUID() }),
        },
      ]),
    );
  });

  test('a receipt for another’s order leaves no trace', async () => {
    const before = await traces(town.shop.store);
    const at = new Date().toISOString();
    const answers = await answersTo(
      forEach((who, restaurant) => {
        const { order } = town.orders[restaurant] as Placed;
        const receipts = [{ order: order.id, stage: 'shown', at }];
        const theirs = [`restaurant:${restaurant}`, `order:${order.id}`].some((stream) =>
          can(who, 'receipts', stream),
        );
        const ask = () => who.client.post('/receipts', { receipts });
        return theirs ? [] : [{ who, what: `receipt at ${restaurant}`, allowed: false, ask }];
      }),
    );
    for (const { answer, shown } of answers) expect(answer.status, shown).toBeLessThan(500);
    expect(await traces(town.shop.store)).toBe(before);
  });

  test('what came with a token says nothing of anybody else', async () => {
    for (const who of town.people) {
      if (who.principal === null) continue;
      const { status, body } = await who.client.get<{ streams: string[] }>('/me');
      expect(status).toBe(200);
      for (const stream of body.streams) expect(can(who, 'read', stream), `${who.name} ${stream}`).toBe(true);
      const other = who.principal.restaurant === 'bella' ? 'Roma' : 'Bella';
      if (who.principal.restaurant !== null) expect(JSON.stringify(body)).not.toContain(other);
    }
  });

  const elsewhere = new Set([
    // Asked for by everybody in permissions-pusher.test.ts.
    'POST /pusher/auth',
    'POST /pusher/authorize',
    'POST /pusher/user-auth',
    // Whoever holds the token is who asks: it stands in the address, or it is what ends.
    'GET /track/:token/state',
    'POST /people/step-out',
  ]);

  test('no route that asks who it is has been left out', () => {
    const missing = town.shop.backend.endpoints
      .filter(({ asks }) => asks === 'somebody')
      .map(({ method, path }) => ({ method, path, name: `${method} ${path}` }))
      .filter(({ name }) => !elsewhere.has(name))
      .filter(({ method, path }) => {
        const route = new RegExp(`^${method} ${path.replaceAll(/:\w+/g, '[^/]+')}$`);
        return ![...town.asked].some((asked) => route.test(asked));
      });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
