// Announcements: made for a restaurant or for all, told to consoles and to plain clients, ended by somebody or by time.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import Pusher from 'pusher-js';
import { runAdmin } from '../../backend/admin/cli.ts';
import { forgetAnnouncements } from '../../backend/announcements/announcements.ts';
import { openStore } from '../../backend/db/open.ts';
import type { Announcement } from '../../contract/announcements.ts';
import type { Snapshot } from '../../contract/api.ts';
import { ourProtocol, protocolHeader, writeProtocol } from '../../contract/protocol.ts';
import { onBothDatabases } from './support/databases.ts';
import { until, type Client } from './support/shop.ts';
import { openTown, type Town } from './support/town.ts';

const day = 86_400_000;
const spoken = { [protocolHeader]: writeProtocol(ourProtocol) };

onBothDatabases((databases) => {
  let database: string;
  let town: Town;
  beforeAll(async () => {
    database = await databases.fresh();
    town = await openTown(database);
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    await town.shop.store.write((tx) => tx.deleteFrom('announcements').execute());
  });

  const client = (name: string): Client => town.person(name).client;
  const inHours = (hours: number): string =>
    new Date(town.shop.clock.now() + hours * 3_600_000).toISOString();
  /** Each a moment after the one before, so that there is a newest. */
  async function announce(name: string, text: string, more: object = {}, query = ''): Promise<string> {
    town.shop.clock.ahead += 1;
    const answer = await client(name).post<{ id: string }>(`/announcements${query}`, { text, ...more });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body.id;
  }
  const listed = async (name: string, query = ''): Promise<string[]> =>
    (
      await client(name).get<{ announcements: Announcement[] }>(`/announcements${query}`)
    ).body.announcements.map(({ text }) => text);
  const snapshotOf = async (name: string, headers: Record<string, string> = spoken): Promise<Snapshot> =>
    (await client(name).ask<Snapshot>('GET', '/snapshot', undefined, headers)).body;
  const lastOf = async (stream: string) => (await town.shop.events(stream)).at(-1);

  test('there is room for fifty, and for another when one has ended', async () => {
    const ids = [];
    for (let n = 0; n < 50; n += 1) ids.push(await announce('manager of bella', `Note ${n}`));
    const another = () => client('manager of bella').post('/announcements', { text: 'One more' });
    expect((await another()).status).toBe(409);
    expect((await client('manager of roma').post('/announcements', { text: 'Here' })).status).toBe(201);
    await client('manager of bella').ask('DELETE', `/announcements/${ids[0]}`);
    expect((await another()).status).toBe(201);
  });

  test('a manager’s is for the restaurant: in its stream, its list and its snapshot, and nowhere else', async () => {
    const id = await announce('manager of bella', 'The oven is being repaired\nuntil five.', {
      until: inHours(5),
    });
    const event = await lastOf('restaurant:bella');
    expect(event).toMatchObject({
      type: 'announcement.new',
      message: 'The oven is being repaired\nuntil five.',
      announcement: { id, to: 'restaurant', text: 'The oven is being repaired\nuntil five.' },
    });
    expect(event).toHaveProperty('announcement.from', 'manager bella');
    expect(await listed('device of bella')).toEqual(['The oven is being repaired\nuntil five.']);
    expect(await listed('device of roma')).toEqual([]);
    const here = await snapshotOf('device of bella');
    expect(here.announcements?.map((one) => one.id)).toEqual([id]);
    expect(here.heads['restaurant:bella']?.id).toBe(event?.id);
    expect((await snapshotOf('device of roma')).announcements).toEqual([]);
    // 0.1.0 reads a snapshot strictly.
    expect(await snapshotOf('device of bella', {})).not.toHaveProperty('announcements');
  });

  test('one for all is made by a key of all that names no restaurant, and shown in every restaurant', async () => {
    await announce('manager of roma', 'Only in Roma');
    const all = await announce('key of all', 'Everywhere');
    const bella = await announce('key of all', 'Only in Bella', {}, '?restaurant=bella');
    expect(await lastOf('global')).toMatchObject({ announcement: { id: all, to: 'all' } });
    expect(await lastOf('global')).not.toHaveProperty('announcement.from');
    expect(await lastOf('restaurant:bella')).toMatchObject({ announcement: { id: bella } });
    expect(await listed('counter of bella')).toEqual(['Only in Bella', 'Everywhere']);
    expect(await listed('counter of roma')).toEqual(['Everywhere', 'Only in Roma']);
    expect(await listed('key of all')).toEqual(['Everywhere']);
    expect((await snapshotOf('device of roma')).announcements).toHaveLength(2);
  });

  test('a restaurant’s own key reaches no further than the restaurant, and a manager ends none that is for all', async () => {
    await announce('key of bella', 'From the office');
    expect(await lastOf('restaurant:bella')).toMatchObject({ announcement: { text: 'From the office' } });
    const all = await announce('key of all', 'Everywhere');
    const refused = await client('manager of bella').ask('DELETE', `/announcements/${all}`);
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect(await listed('device of bella')).toEqual(['Everywhere', 'From the office']);
    const unknown = await client('key of all').post('/announcements?restaurant=nowhere', { text: 'Hello' });
    expect(unknown).toMatchObject({ status: 404, body: { field: 'restaurant' } });
  });

  test('what is ended is an event, once, and is gone from list and snapshot', async () => {
    const id = await announce('manager of bella', 'Closed on Monday');
    expect(await client('manager of roma').ask('DELETE', `/announcements/${id}`)).toMatchObject({
      status: 404,
    });
    expect(await client('admin of bella').ask('DELETE', `/announcements/${id}`)).toMatchObject({
      status: 204,
    });
    const ended = await lastOf('restaurant:bella');
    expect(ended).toMatchObject({ type: 'announcement.ended', announcement: { id } });
    expect(await client('admin of bella').ask('DELETE', `/announcements/${id}`)).toMatchObject({
      status: 404,
    });
    expect(await lastOf('restaurant:bella')).toEqual(ended);
    expect(await listed('device of bella')).toEqual([]);
    expect((await snapshotOf('device of bella')).announcements).toEqual([]);
  });

  test('time ends it without an event, and it cannot be ended afterwards', async () => {
    const id = await announce('manager of bella', 'Until noon', { until: inHours(1) });
    const last = await lastOf('restaurant:bella');
    town.shop.clock.ahead += 3_600_001;
    expect(await listed('device of bella')).toEqual([]);
    expect((await snapshotOf('device of bella')).announcements).toEqual([]);
    expect(await client('manager of bella').ask('DELETE', `/announcements/${id}`)).toMatchObject({
      status: 404,
    });
    expect(await lastOf('restaurant:bella')).toEqual(last);
  });

  test.each([
    ['an end in the past', { text: 'Hello', until: '2020-01-01T00:00:00Z' }, 'until'],
    ['an end in 401 days', { text: 'Hello', until: new Date(Date.now() + 402 * day).toISOString() }, 'until'],
    ['no end that can be read', { text: 'Hello', until: 'tomorrow' }, 'until'],
    ['no text', { text: '  ' }, 'text'],
    ['too much text', { text: 'a'.repeat(301) }, 'text'],
    ['what nobody knows', { text: 'Hello', loud: true }, 'loud'],
  ])('%s is refused by its field', async (_, body, field) => {
    const answer = await client('manager of bella').post('/announcements', body);
    expect(answer).toMatchObject({ status: 422, body: { field } });
    expect(await listed('device of bella')).toEqual([]);
  });

  test('sent again under its key it is the same one; under that key nothing else is announced', async () => {
    const post = (text: string, name = 'manager of bella') =>
      client(name).post<{ id: string }>('/announcements', { text }, 'once-only');
    const [first, second] = await Promise.all([post('Once'), post('Once')]);
    expect([first.status, second.status]).toEqual([201, 201]);
    const again = await post('Once');
    expect([first.body.id, second.body.id]).toEqual([again.body.id, again.body.id]);
    expect(await listed('device of bella')).toEqual(['Once']);
    expect(await post('Twice')).toMatchObject({ status: 422, body: { code: 'key-reused' } });
    expect((await post('Once', 'manager of roma')).body.id).not.toBe(again.body.id);
  });

  test('a plain client of the channel for all hears it, without a token', async () => {
    const { pusher: address } = town.shop.till.enrolment;
    const pusher = new Pusher(address.key, {
      cluster: '',
      wsHost: '127.0.0.1',
      wsPort: Number(new URL(town.shop.backend.url).port),
      forceTLS: false,
      enabledTransports: ['ws'],
    });
    const heard: { name: string; message: string }[] = [];
    const channel = pusher.subscribe('global');
    try {
      await new Promise((done) => void channel.bind('pusher:subscription_succeeded', done));
      for (const name of ['announcement.new', 'announcement.ended'])
        channel.bind(name, ({ message }: { message: string }) => heard.push({ name, message }));
      await announce('manager of bella', 'Nobody else’s business');
      const id = await announce('key of all', 'The phone line is down.');
      await until('the announcement', () => heard.length === 1);
      expect(heard).toEqual([{ name: 'announcement.new', message: 'The phone line is down.' }]);
      await client('key of all').ask('DELETE', `/announcements/${id}`);
      await until('its end', () => heard.length === 2);
      expect(heard[1]).toMatchObject({ name: 'announcement.ended' });
    } finally {
      pusher.disconnect();
    }
  });

  test('the command line announces, lists and ends, here and everywhere', async () => {
    const run = async (...args: string[]) => {
      const out: string[] = [];
      const code = await runAdmin({
        args: [...args, '--json'],
        openStore: () => openStore(database),
        out: (line) => out.push(line),
        err: (line) => out.push(line),
        readSecret: async () => '',
        now: town.shop.clock.now,
      });
      return { code, said: JSON.parse(out.join('\n')) as { id: string; announcements: Announcement[] } };
    };
    const here = ['--restaurant', 'bella'];
    const { said: made } = await run('announcement', 'add', 'Fire drill at 3', '--expires', '12h', ...here);
    town.shop.clock.ahead += 1;
    await run('announcement', 'add', 'For everybody', '--all');
    expect(await listed('device of bella')).toEqual(['For everybody', 'Fire drill at 3']);
    expect(await listed('device of roma')).toEqual(['For everybody']);
    const { said } = await run('announcement', 'list', ...here);
    expect(said.announcements.map(({ to }) => to)).toEqual(['all', 'restaurant']);
    expect(await run('announcement', 'revoke', made.id)).toMatchObject({ code: 0 });
    expect(await run('announcement', 'revoke', made.id)).toMatchObject({ code: 1 });
    expect(await run('announcement', 'add', 'Long', '--expires', '500d', ...here)).toMatchObject({ code: 1 });
    expect(await listed('device of bella')).toEqual(['For everybody']);
  });

  test('the people whom it is for are notified of it, and nobody else', async () => {
    const told = async (name: string) => {
      const { body } = await client(name).get<{ notifications: { kind: string; title: string }[] }>(
        '/notifications?limit=100',
      );
      return body.notifications.filter(({ kind }) => kind === 'announcement').map(({ title }) => title);
    };
    const long = `Deliveries come by the yard ${'all day '.repeat(12)}`.trim();
    await announce('manager of bella', 'Inventory tonight');
    await announce('key of all', long);
    const cut = `${long.slice(0, 79)}…`;
    const ours = async (name: string) =>
      (await told(name)).filter((title) => title === cut || title === 'Inventory tonight').toSorted();
    await until('everybody to be told', async () => (await ours('counter of roma')).length > 0);
    await until('all of it to be told', async () => (await ours('counter of bella')).length > 1);
    expect(await ours('counter of bella')).toEqual([cut, 'Inventory tonight']);
    expect(await ours('counter of roma')).toEqual([cut]);
  });

  test('what was announced first everybody is told first', async () => {
    const { id } = town.person('counter of bella').principal ?? {};
    const texts = ['One', 'Two', 'Three', 'Four', 'Five'].map((nth) => `${nth} of the order`);
    for (const text of texts) await announce('manager of bella', text);
    const told = async () =>
      (await town.shop.events(`user:${id}`))
        .flatMap((event) => (event.type === 'notification.new' ? [event.notification.title] : []))
        .filter((title) => texts.includes(title));
    await until('all of it to be told', async () => (await told()).length === texts.length);
    expect(await told()).toEqual(texts);
  });

  test('rows of those that ended long ago go, current ones stay', async () => {
    await announce('manager of bella', 'Stays');
    await announce('manager of bella', 'Ends by time', { until: inHours(1) });
    const ended = await announce('manager of bella', 'Is ended');
    await client('manager of bella').ask('DELETE', `/announcements/${ended}`);
    const { store, clock } = town.shop;
    expect(await forgetAnnouncements(store, clock.now() - day)).toEqual({ announcements: 0 });
    expect(await forgetAnnouncements(store, clock.now() + day)).toEqual({ announcements: 2 });
    expect(await listed('device of bella')).toEqual(['Stays']);
  });
});
