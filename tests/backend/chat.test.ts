// Chats: who writes and reads what, what stands in which stream, when they open and close, and what is asked twice.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chat, ChatPage } from '../../contract/chat.ts';
import { parseEvent } from '../../contract/events.ts';
import { protocolHeader } from '../../contract/protocol.ts';
import type { RestaurantSettings } from '../../contract/restaurant.ts';
import { forget } from '../../backend/orders/retention.ts';
import { must } from './identity-house.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { onBothDatabases } from './support/databases.ts';
import { released } from '../compat/recorded.ts';
import { openShop, type Client, type Placed, type Shop } from './support/shop.ts';

const hour = 3_600_000;
type Enrolled = { restaurant: object };
type Written = {
  chat: { id: string; closesAt: string | null };
  message: { id: string; text: string; username: string };
};

onBothDatabases((databases) => {
  let shop: Shop;
  let placed: Placed;
  let customer: Client;
  let ada: Client;
  beforeEach(async () => {
    shop = await openShop({
      database: await databases.fresh(),
      settings: { name: 'Trattoria Bella', timeZone: 'Europe/Rome' },
    });
    placed = await shop.place({ customer: { name: 'Zoe Kvist' } });
    customer = shop.client(placed.publicToken);
    must(
      await shop.backend.identity.addPerson({
        restaurant: 'bella',
        name: 'Ada',
        role: 'manager',
        pin: '135790',
      }),
    );
    const stepped = await shop.till.post<{ token: string }>('/people/step-in', { pin: '135790' });
    ada = shop.client(stepped.body.token);
  });
  afterEach(() => shop.close());

  const write = (who: Client, message: string, id = placed.order.id, key: string = randomUUID()) =>
    who.post<Written>('/api/chat', { id, message }, key);
  const page = async (who: Client, query = '', id = placed.order.id) =>
    (await who.get<ChatPage>(`/api/chat/${id}${query}`)).body;
  const texts = (chat: Chat) => chat.messages.map(({ text }) => text);
  const set = (settings: Partial<RestaurantSettings>) =>
    ada.ask('PUT', '/restaurant', { ...plainSettings, name: 'Trattoria Bella', ...settings });

  test('staff begin, the customer answers, and each stream tells it as its readers may see it', async () => {
    expect(await write(customer, 'Hello?')).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    const first = await write(ada, 'We have no more basil. Is parsley fine?');
    expect(first).toMatchObject({
      status: 200,
      body: { chat: { id: placed.order.id, closesAt: null }, message: { username: 'Ada', from: 'staff' } },
    });
    const second = await write(customer, 'Yes, thank you!');
    expect(second).toMatchObject({
      status: 200,
      body: { message: { username: 'Zoe Kvist', from: 'customer' } },
    });

    const staff = await shop.events('chat:bella');
    const told = await shop.events(`chat:${placed.order.id}`);
    for (const event of [...staff, ...told]) expect(parseEvent(event)).toEqual({ ok: true, event });
    expect(staff).toMatchObject([
      {
        type: 'chat.message',
        seq: 1,
        chat: { id: placed.order.id, order: { id: placed.order.id, number: placed.order.number } },
        chatMessage: { username: 'Ada', text: 'We have no more basil. Is parsley fine?' },
        plain: { username: 'Ada', message: 'We have no more basil. Is parsley fine?' },
      },
      { type: 'chat.message', seq: 2, chatMessage: { username: 'Zoe Kvist', text: 'Yes, thank you!' } },
    ]);
    expect(told).toMatchObject([
      { chatMessage: { username: 'Trattoria Bella' }, plain: { username: 'Trattoria Bella' } },
      { chatMessage: { username: 'Zoe Kvist' } },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/\bAda\b/);
    expect(await shop.events('restaurant:bella')).toHaveLength(1);
    expect(texts((await page(customer)).chat)).toEqual(texts((await page(ada)).chat));
    expect(JSON.stringify(await page(customer))).not.toMatch(/\bAda\b/);
  });

  test('the time that plain clients hear is the restaurant’s, without a leading nought', async () => {
    const at = Date.parse('2026-07-01T07:05:00Z');
    shop.clock.ahead = at - Date.now();
    shop.clock.stop();
    shop.clock.ahead = at - (shop.clock.now() - shop.clock.ahead);
    await write(shop.till, 'Good morning', 'bella');
    const [event] = await shop.events('chat:bella');
    expect(event).toMatchObject({ plain: { username: 'Till', message: 'Good morning', timestamp: '9:05' } });
  });

  test('what was asked twice under one key is written once, whoever is slow, and another text is refused', async () => {
    const key = randomUUID();
    const both = await Promise.all([
      write(ada, 'Soon', 'bella', key),
      write(shop.till, 'Soon', 'bella', key),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    expect(await write(ada, 'Later', 'bella', key)).toMatchObject({
      status: 422,
      body: { code: 'key-reused' },
    });
    expect(await shop.events('chat:bella')).toHaveLength(1);
    // A customer who comes upon staff’s key has written nothing under it.
    await write(ada, 'Hello');
    expect((await write(customer, 'Soon', placed.order.id, key)).status).toBe(200);
  });

  test('what was written offline is whose it was, also after they stepped out, and of nobody who was not in', async () => {
    const written = (person: string) =>
      shop.till.post<Written>('/api/chat', { id: 'bella', message: 'From offline', person }, randomUUID());
    const { body: me } = await ada.get<{ person: { id: string } }>('/me');
    await shop.till.post('/people/step-out');
    expect((await written(me.person.id)).body.message.username).toBe('Ada');
    const second = await shop.enrol('another-till');
    const elsewhere = await second.post<Written>('/api/chat', {
      id: 'bella',
      message: 'x',
      person: me.person.id,
    });
    expect(elsewhere.body.message.username).toBe('Till');
    shop.clock.ahead += 4 * 24 * hour;
    expect((await written(me.person.id)).body.message.username).toBe('Till');
  });

  test('two replies at once are both there, in one order for everybody', async () => {
    await write(ada, 'Hello');
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, i) => write(i % 3 === 0 ? customer : ada, `reply ${i}`)),
    );
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 200));
    const ofStaff = (await page(ada)).chat.messages.map(({ id }) => id);
    expect(ofStaff).toHaveLength(13);
    expect(new Set(ofStaff).size).toBe(13);
    expect((await page(customer)).chat.messages.map(({ id }) => id)).toEqual(ofStaff);
    for (const stream of ['chat:bella', `chat:${placed.order.id}`])
      expect(
        (await shop.events(stream)).map((event) => ('chatMessage' in event ? event.chatMessage.id : '')),
      ).toEqual(ofStaff);
  });

  test('the restaurant chooses whether there is a chat, and who begins', async () => {
    expect((await set({ chat: 'customers-begin' })).body).toMatchObject({ chat: 'customers-begin' });
    expect((await page(customer)).writing).toBe('open');
    expect((await write(customer, 'Is there parking?')).status).toBe(200);
    // Somebody who knows no such setting changes another one.
    expect((await set({ prepMinutes: 25 })).body).toMatchObject({ chat: 'customers-begin', prepMinutes: 25 });
    await set({ chat: 'off' });
    for (const who of [ada, customer])
      expect(await write(who, 'More')).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect((await page(customer)).writing).toBe('off');
    // Staff among themselves are nobody’s setting.
    expect((await write(ada, 'Who closes tonight?', 'bella')).status).toBe(200);
    await set({ chat: 'we-begin' });
    expect((await page(customer)).writing).toBe('not-begun');
    expect((await write(customer, 'Hello?')).status).toBe(403);
  });

  test('it closes two hours after the order was, not before, and opens again with it', async () => {
    await write(ada, 'Hello');
    await shop.command(placed.order.id, 'ready');
    await shop.command(placed.order.id, 'collect');
    const { chat } = await page(customer);
    expect(Date.parse(chat.closesAt ?? '') - shop.clock.now()).toBeGreaterThan(2 * hour - 60_000);
    shop.clock.stop();
    const closes = Date.parse(chat.closesAt ?? '');
    shop.clock.ahead += closes - 1 - shop.clock.now();
    expect((await write(customer, 'I forgot my umbrella')).status).toBe(200);
    shop.clock.ahead += 1;
    for (const who of [ada, customer])
      expect(await write(who, 'Too late')).toMatchObject({
        status: 409,
        body: { code: 'conflict', detail: expect.stringContaining('closed') },
      });
    expect((await page(customer)).writing).toBe('closed');
    expect(texts((await page(customer)).chat)).toEqual(['Hello', 'I forgot my umbrella']);
    await ada.post(`/orders/${placed.order.id}/recall`, {});
    expect((await write(customer, 'Back again')).status).toBe(200);
  });

  test('nobody else reads, writes, or learns that there is such a chat', async () => {
    await write(ada, 'Hello');
    const other = shop.client((await shop.place()).publicToken);
    const missing = randomUUID();
    for (const who of [other, shop.web]) {
      expect(await who.get(`/api/chat/${placed.order.id}`)).toMatchObject({ status: 404 });
      const answers = [await write(who, 'Hi'), await write(who, 'Hi', missing)];
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [404, answers[0]?.body],
        [404, answers[0]?.body],
      ]);
    }
    expect((await customer.get('/api/chat/bella')).status).toBe(404);
    expect((await write(customer, 'Hi', 'bella')).status).toBe(404);
    for (const stream of ['chat:bella', `chat:${placed.order.id}`])
      expect((await other.get(`/streams/${encodeURIComponent(stream)}/events`)).status).toBe(403);
  });

  test('a manager deletes: from the table, from the log, and everybody is told', async () => {
    await write(ada, 'Hello');
    const { body } = await write(customer, 'My password is wxqyana');
    const at = `/api/chat/${placed.order.id}/messages/${body.message.id}`;
    expect((await shop.till.ask('DELETE', at)).status).toBe(403);
    expect((await customer.ask('DELETE', at)).status).toBe(403);
    expect((await ada.ask('DELETE', at)).status).toBe(204);
    expect((await ada.ask('DELETE', at)).status).toBe(204);
    for (const stream of ['chat:bella', `chat:${placed.order.id}`]) {
      const events = await shop.events(stream);
      expect(JSON.stringify(events)).not.toContain('wxqyana');
      expect(events.map((event) => event.seq)).toEqual([1, 2, 3]);
      expect(events[1]).toMatchObject({ chatMessage: { text: '', deleted: true }, plain: { message: '' } });
      expect(events[2]).toMatchObject({ type: 'chat.deleted', deleted: body.message.id });
      for (const event of events) expect(parseEvent(event)).toEqual({ ok: true, event });
    }
    expect((await page(customer)).chat.messages[1]).toMatchObject({ text: '', deleted: true });
    const missing = `/api/chat/${placed.order.id}/messages/${randomUUID()}`;
    expect((await ada.ask('DELETE', missing)).status).toBe(404);
  });

  test('how far somebody has read goes forward only; the customer is not told of staff', async () => {
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) ids.push((await write(ada, text)).body.message.id);
    const read = (who: Client, n: number) =>
      who.post('/api/chat/read', { id: placed.order.id, upTo: ids[n] });
    expect((await read(customer, 1)).status).toBe(204);
    expect((await read(customer, 0)).status).toBe(204);
    expect((await read(shop.till, 2)).status).toBe(204);
    expect((await page(ada)).chat.seen).toMatchObject({
      staff: { message: ids[2] },
      customer: { message: ids[1] },
    });
    expect((await page(customer)).chat.seen).toMatchObject({ staff: null, customer: { message: ids[1] } });
    const marks = async (stream: string) =>
      (await shop.events(stream)).flatMap((event) => (event.type === 'chat.read' ? [event.side] : []));
    expect(await marks('chat:bella')).toEqual(['customer', 'staff']);
    expect(await marks(`chat:${placed.order.id}`)).toEqual(['customer']);
    const elsewhere = await shop.place();
    expect((await ada.post('/api/chat/read', { id: elsewhere.order.id, upTo: ids[0] })).status).toBe(404);
  });

  test('writing, deleting, reading pages and closing at once: every page is of one moment, and all are told alike', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) ids.push((await write(ada, `message ${i}`)).body.message.id);
    const remove = (id: string | undefined) =>
      ada.ask('DELETE', `/api/chat/${placed.order.id}/messages/${id}`);
    const [pages, ...done] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, (_, i) => page(i % 2 === 0 ? customer : ada, '?limit=100'))),
      ...ids.slice(0, 4).map(remove),
      ...Array.from({ length: 6 }, (_, i) => write(i % 2 === 0 ? customer : ada, `more ${i}`)),
      shop.command(placed.order.id, 'ready').then(() => shop.command(placed.order.id, 'collect')),
    ]);
    expect(done.map(({ status }) => status)).toEqual([204, 204, 204, 204, 200, 200, 200, 200, 200, 200, 200]);
    for (const { chat, head } of pages) {
      expect(chat.messages.slice(0, 8).map(({ id }) => id)).toEqual(ids);
      for (const one of chat.messages) expect(one.text === '').toBe(one.deleted);
      // As many events as there are messages and deletions on it.
      expect(head.seq).toBe(chat.messages.length + chat.messages.filter((one) => one.deleted).length);
    }
    const all = (await page(ada, '?limit=100')).chat.messages.map(({ id }) => id);
    for (const stream of ['chat:bella', `chat:${placed.order.id}`])
      expect(
        (await shop.events(stream)).flatMap((event) =>
          event.type === 'chat.message' ? [event.chatMessage.id] : [],
        ),
      ).toEqual(all);
  });

  test('what is written while the customer is forgotten is forgotten, or refused', async () => {
    await write(ada, 'Hello wxqyana');
    const day = 24 * hour;
    const keep = { logMs: 90 * day, timelinesMs: 395 * day, personalMs: 30 * day };
    const forgetNow = () =>
      forget({ store: shop.store, log: shop.backend.log, keep, now: () => shop.clock.now() + 31 * day });
    const [, ...answers] = await Promise.all([
      forgetNow(),
      ...Array.from({ length: 8 }, () => write(customer, 'I am wxqyana')),
    ]);
    for (const { status } of answers) expect([200, 409, 429]).toContain(status);
    const rows = await shop.store.read.selectFrom('chat_messages').selectAll().execute();
    expect(rows).toEqual([]);
    for (const stream of ['chat:bella', `chat:${placed.order.id}`])
      expect(JSON.stringify(await shop.events(stream))).not.toMatch(/wxqyana|\bZoe\b/);
  });

  test('of whom nothing is known any more, nothing is written either, though nobody had written yet', async () => {
    const day = 24 * hour;
    const keep = { logMs: 90 * day, timelinesMs: 395 * day, personalMs: 30 * day };
    const later = () => shop.clock.now() + 31 * day;
    await forget({ store: shop.store, log: shop.backend.log, keep, now: later });
    expect((await write(ada, 'Are you Zoe?')).status).toBe(409);
    expect(await shop.store.read.selectFrom('chat_messages').selectAll().execute()).toEqual([]);
  });

  test('no restaurant is founded under the id of an order: its chat would be the customer’s', async () => {
    const { id } = placed.order;
    const founded = await shop.store.write((tx) => addRestaurant(tx, id, { ...plainSettings, name: 'X' }, 0));
    expect(founded).toMatchObject({ ok: false, field: 'id' });
  });

  test('older messages come by pages, also while some of them are deleted', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 11; i++) ids.push((await write(ada, `message ${i}`)).body.message.id);
    const seen: string[] = [];
    let before = '';
    for (let more = true; more;) {
      const one = await page(customer, `?limit=3${before}`);
      seen.unshift(...one.chat.messages.map(({ id }) => id));
      before = `&before=${one.chat.messages[0]?.id}`;
      await ada.ask('DELETE', `/api/chat/${placed.order.id}/messages/${ids.at(-seen.length)}`);
      ({ more } = one);
    }
    expect(seen).toEqual(ids);
    expect((await customer.get(`/api/chat/${placed.order.id}?before=${randomUUID()}`)).status).toBe(422);
  });

  test('the snapshot has the chats of open orders and the restaurant’s own, at the place of their stream', async () => {
    const header = { [protocolHeader]: '2;oldest=1' };
    const snapshot = async (query = '', who = shop.till) =>
      (
        await who.ask<{ chats?: Chat[]; heads: Record<string, { seq: number }>; next?: string | null }>(
          'GET',
          `/snapshot${query}`,
          undefined,
          header,
        )
      ).body;
    await write(ada, 'Hello');
    await write(customer, 'Hi');
    await write(ada, 'Who closes?', 'bella');
    const quiet = await shop.place();
    const { chats, heads } = await snapshot();
    expect(chats?.map((chat) => [chat.id, texts(chat)])).toEqual([
      ['bella', ['Who closes?']],
      [placed.order.id, ['Hello', 'Hi']],
    ]);
    expect(heads['chat:bella']).toMatchObject({ seq: 3 });
    // Of pages the last one has them.
    let part = await snapshot('?limit=1');
    for (; typeof part.next === 'string'; part = await snapshot(`?limit=1&after=${part.next}`))
      expect(part.chats).toBeUndefined();
    expect(part.chats).toHaveLength(2);
    await shop.command(placed.order.id, 'reject', { reason: 'Closed' });
    expect((await snapshot()).chats).toHaveLength(2);
    shop.clock.ahead += 2 * hour;
    expect((await snapshot()).chats?.map(({ id }) => id)).toEqual(['bella']);
    expect(quiet.order.number).not.toBe('');
  });

  test('whoever speaks the first protocol is told of no chat, and others of each of theirs', async () => {
    const of = async (who: Client, headers: Record<string, string>) => ({
      me: (await who.ask<{ streams: string[] }>('GET', '/me', undefined, headers)).body.streams,
      beat: Object.keys(
        (
          await who.ask<{ heads: object }>(
            'POST',
            '/beat',
            { live: true, audible: true, window: 'none', person: null, cursors: {} },
            headers,
          )
        ).body.heads ?? {},
      ),
    });
    const second = { [protocolHeader]: '2;oldest=1' };
    expect(await of(shop.till, {})).toEqual({
      me: ['restaurant:bella', 'global'],
      beat: ['restaurant:bella', 'global'],
    });
    const now = await of(shop.till, second);
    expect(now.me).toContain('chat:bella');
    expect(now.beat).toContain('chat:bella');
    expect((await of(ada, second)).me).toContain('chat:bella');
    expect((await of(customer, second)).me).toContain(`chat:${placed.order.id}`);
    expect((await shop.till.get('/snapshot')).body).not.toHaveProperty('chats');
  });

  test('whoever speaks the first protocol reads of changed settings those that it knows, in the event’s place', async () => {
    expect((await set({ chat: 'off', prepMinutes: 35 })).status).toBe(200);
    await shop.place();
    type Read = { events: { seq: number; type: string; restaurant?: object }[]; head: { seq: number } };
    const read = async (headers: Record<string, string>) =>
      (
        await shop.till.ask<Read>(
          'GET',
          '/streams/restaurant:bella/events?after=0&limit=100',
          undefined,
          headers,
        )
      ).body;
    const changedIn = ({ events }: Read) =>
      events.findLast(({ type }) => type === 'restaurant.updated')?.restaurant;
    const [first, second] = [await read({}), await read({ [protocolHeader]: '2;oldest=1' })];
    expect(changedIn(second)).toMatchObject({ chat: 'off', prepMinutes: 35 });
    // 0.1.0 refuses an event in which anything stands that it does not know.
    const [oldest] = released;
    const enrolled = oldest?.exchanges.find(({ name }) => name === 'enrol')?.answered.body as Enrolled;
    expect(Object.keys(changedIn(first) ?? {}).toSorted()).toEqual(
      Object.keys(enrolled.restaurant).toSorted(),
    );
    expect(changedIn(first)).toMatchObject({ prepMinutes: 35 });
    const places = ({ events, head }: Read) => [events.map(({ seq, type }) => `${seq} ${type}`), head];
    expect(places(first)).toEqual(places(second));
  });

  test('switched off by configuration there is nothing of it', async () => {
    const without = await openShop({ database: await databases.fresh(), env: { COUNTERBELL_CHAT: 'off' } });
    try {
      const header = { [protocolHeader]: '2;oldest=1' };
      const { order } = await without.place();
      expect((await without.till.post('/api/chat', { id: order.id, message: 'Hi' })).status).toBe(404);
      const snapshot = await without.till.ask('GET', '/snapshot', undefined, header);
      expect(snapshot.body).not.toHaveProperty('chats');
      expect(JSON.stringify(snapshot.body)).not.toContain('chat:');
      expect(without.till.enrolment.channels).not.toHaveProperty('chat');
      const enrolled = await without.nobody.ask('GET', '/openapi.json');
      expect(JSON.stringify(enrolled.body)).not.toContain('/api/chat');
      // Nor by its name: in what stands in the log from before, or at a head.
      const cursors = { 'chat:bella': 0 };
      const body = { live: true, audible: true, window: 'shown', person: null, cursors };
      const beat = await without.till.ask('POST', '/beat', body, header);
      expect(beat.status).toBe(200);
      expect(JSON.stringify(beat.body)).not.toContain('chat:');
      expect((await without.till.get('/streams/chat:bella/events?after=0')).status).toBe(403);
    } finally {
      await without.close();
    }
  });
});
