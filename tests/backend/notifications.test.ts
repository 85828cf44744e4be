// Notifications as people and programs send and read them: all of those named or nobody, once, and opened once.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEvent } from '../../contract/events.ts';
import { plainChoices } from '../../contract/notifications.ts';
import { onBothDatabases } from './support/databases.ts';
import { must } from './identity-house.ts';
import { allTold, inboxOf, join, stepIn, streamOf, type Member } from './support/people-told.ts';
import { openShop, type Client, type Shop } from './support/shop.ts';

const letter = (to: readonly (Member | string)[], more: object = {}) => ({
  userIds: to.map((one) => (typeof one === 'string' ? one : one.id)),
  notification: { title: 'Fridge', body: 'It is open.', ...more },
});

onBothDatabases((databases) => {
  let shop: Shop;
  let ada: Member;
  let bo: Member;
  beforeEach(async () => {
    shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_RATE_PER_SECOND: '10000' },
    });
    ada = await join(shop, 'manager');
    bo = await join(shop, 'counter');
  });
  afterEach(() => shop.close());

  const rows = async () => ({
    notifications: (await shop.store.read.selectFrom('notifications').select('id').execute()).length,
    recipients: (await shop.store.read.selectFrom('notification_recipients').select('person_id').execute())
      .length,
  });

  test('what a manager sends stands in the inbox and the stream of each, as one and the same', async () => {
    const { order } = await shop.place();
    const sent = await ada.client.post<{ id: string; to: number }>(
      '/notifications',
      letter([ada, bo], { data: { door: 3 }, order: order.id }),
    );
    expect(sent).toMatchObject({ status: 201, body: { to: 2 } });
    await allTold(shop);
    const { notifications, unread, before } = await inboxOf(bo.client);
    expect({ unread, before }).toEqual({ unread: 1, before: null });
    expect(notifications).toEqual([
      {
        id: sent.body.id,
        kind: 'message',
        title: 'Fridge',
        body: 'It is open.',
        opened: false,
        createdAt: expect.any(String),
        data: { door: 3 },
        order: { id: order.id, number: order.number },
        from: `manager ${ada.pin}`,
      },
    ]);
    const [event] = await streamOf(shop, bo.id);
    const [notification] = notifications;
    const { title, body, opened, createdAt } = notification!;
    // As plain clients read it, the event itself is the notification.
    expect(event).toMatchObject({
      type: 'notification.new',
      id: sent.body.id,
      title,
      body,
      opened,
      createdAt,
    });
    expect(event).toMatchObject({ notification });
    expect(parseEvent(event)).toMatchObject({ ok: true, event: { type: 'notification.new' } });
  });

  test('one name that is nobody’s: nobody is notified, and it is said who', async () => {
    const gone = await join(shop, 'counter');
    await shop.backend.identity.endPerson(shop.restaurant, gone.id);
    const answer = await ada.client.post('/notifications', letter([bo, gone, 'nobody-at-all', ada]));
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', field: 'userIds' } });
    expect(String(answer.body.detail)).toContain(`"${gone.id}", "nobody-at-all"`);
    expect(String(answer.body.detail)).not.toContain(bo.id);
    expect(await rows()).toEqual({ notifications: 0, recipients: 0 });
    const many = await ada.client.post(
      '/notifications',
      letter([bo, ...Array.from({ length: 9 }, (_, i) => `ghost-${i}`)]),
    );
    expect(String(many.body.detail)).toContain('"ghost-4" and 4 more');
  });

  test('an order of nobody, too many people, too much data, empty words: refused by name', async () => {
    const refused = async (body: object) => (await ada.client.post('/notifications', body)).body;
    expect(await refused(letter([bo], { order: randomUUID() }))).toMatchObject({
      code: 'invalid',
      field: 'notification.order',
    });
    expect(await refused(letter([bo], { data: { long: 'x'.repeat(5_000) } }))).toMatchObject({
      code: 'invalid',
      field: 'notification.data',
    });
    expect(await refused(letter(Array.from({ length: 501 }, (_, i) => `p${i}`)))).toMatchObject({
      code: 'invalid',
      field: 'userIds',
    });
    expect(await refused(letter([]))).toMatchObject({ code: 'invalid', field: 'userIds' });
    expect(await refused(letter([bo], { title: ' ' }))).toMatchObject({ field: 'notification.title' });
    expect(await rows()).toEqual({ notifications: 0, recipients: 0 });
  });

  test('500 people at once, of whom one is named twice', async () => {
    const ids = Array.from({ length: 499 }, (_, i) => `person-${i}`);
    await shop.store.write(async (tx) => {
      for (const id of ids)
        await tx
          .insertInto('people')
          .values({
            id,
            restaurant_id: shop.restaurant,
            name: id,
            role: 'counter',
            email: null,
            pin_hash: null,
            password_hash: null,
            created_at: 0,
            ended_at: null,
          })
          .execute();
    });
    const sent = await ada.client.post('/notifications', letter([...ids, ids[0]!]));
    expect(sent).toMatchObject({ status: 201, body: { to: 499 } });
    await allTold(shop);
    for (const id of [ids[0]!, ids[498]!]) expect(await streamOf(shop, id)).toHaveLength(1);
  });

  test('sent again under its key it is the same one, also when both are under way at once', async () => {
    const send = (body: object, key = 'k-1') => ada.client.post<{ id: string }>('/notifications', body, key);
    const [one, other] = await Promise.all([send(letter([bo])), send(letter([bo]))]);
    expect([one?.status, other?.status]).toEqual([201, 201]);
    expect((await send(letter([bo]))).body).toEqual(one?.body);
    expect(other?.body).toEqual(one?.body);
    expect(await send(letter([ada]))).toMatchObject({ status: 422, body: { code: 'key-reused' } });
    expect((await send(letter([bo]), 'k-2')).body.id).not.toBe(one?.body.id);
    await allTold(shop);
    expect(await streamOf(shop, bo.id)).toHaveLength(2);
    expect(await rows()).toEqual({ notifications: 2, recipients: 2 });
  });

  test('who may: managers, administrators, and a channel’s key that was given the right', async () => {
    const { identity } = shop.backend;
    const keyed = async (wanted: Parameters<typeof identity.addKey>[0]) =>
      shop.client(must(await identity.addKey(wanted)).key);
    const pager = await keyed({
      kind: 'channel',
      restaurant: shop.restaurant,
      name: 'pager',
      rights: ['notify'],
    });
    const it = await keyed({ kind: 'admin', restaurant: shop.restaurant, name: 'it' });
    const all = await keyed({ kind: 'admin', restaurant: null, name: 'head office' });
    const admin = await join(shop, 'admin');
    const { publicToken } = await shop.place();
    const statusOf = async (client: Client, query = '') =>
      (await client.post(`/notifications${query}`, letter([bo]))).status;
    expect(await statusOf(pager)).toBe(201);
    expect(await statusOf(it)).toBe(201);
    expect(await statusOf(admin.client)).toBe(201);
    expect(await statusOf(all, `?restaurant=${shop.restaurant}`)).toBe(201);
    expect(await statusOf(all)).toBe(422);
    for (const client of [shop.web, shop.till, bo.client, shop.client(publicToken)])
      expect(await statusOf(client)).toBe(403);
    expect(await statusOf(shop.nobody)).toBe(401);
    // Another restaurant's people are nobody here, whoever asks.
    expect(await statusOf(pager, '?restaurant=elsewhere')).toBe(404);
  });

  test('the right is given when the key is made, and an administrator’s key takes none', async () => {
    const it = shop.client(
      must(await shop.backend.identity.addKey({ kind: 'admin', restaurant: shop.restaurant, name: 'it' }))
        .key,
    );
    const made = await it.post<{ key: string }>('/keys', { name: 'pager', rights: ['notify'] });
    expect(made.status).toBe(201);
    expect((await shop.client(made.body.key).post('/notifications', letter([bo]))).status).toBe(201);
    const { body } = await it.get<{ keys: { name: string; rights: string[] }[] }>('/keys');
    expect(body.keys.map(({ name, rights }) => ({ name, rights }))).toContainEqual({
      name: 'pager',
      rights: ['notify'],
    });
    expect(body.keys.find(({ name }) => name === 'web')?.rights).toEqual([]);
    const wrong = await it.post('/keys', { name: 'x', kind: 'admin', rights: ['notify'] });
    expect(wrong).toMatchObject({ status: 422, body: { field: 'rights' } });
  });

  test('opened on two devices at once it is opened once, and a second time is no event', async () => {
    const other = await stepIn(shop, bo.pin);
    const { body } = await ada.client.post<{ id: string }>('/notifications', letter([bo]));
    await allTold(shop);
    const [one, two] = await Promise.all(
      [bo.client, other].map((client, i) => client.post(`/notifications/${body.id}/open`, {}, `press-${i}`)),
    );
    expect([one?.status, two?.status]).toEqual([200, 200]);
    const events = await streamOf(shop, bo.id);
    expect(events.map(({ type }) => type)).toEqual(['notification.new', 'notification.opened']);
    expect(events[1]).toMatchObject({ opening: { ids: [body.id], count: 1 } });
    expect(['press-0', 'press-1']).toContain(events[1]?.cause);
    expect(await bo.client.post(`/notifications/${body.id}/open`)).toMatchObject({
      status: 200,
      body: { stream: `user:${bo.id}`, seq: 2 },
    });
    expect(await inboxOf(other)).toMatchObject({ unread: 0, notifications: [{ opened: true }] });
    expect(await inboxOf(other, '?unread=true')).toMatchObject({ notifications: [] });
  });

  test('somebody else’s notification is nobody’s: not read, not opened', async () => {
    const { body } = await ada.client.post<{ id: string }>('/notifications', letter([bo]));
    await allTold(shop);
    expect((await ada.client.post(`/notifications/${body.id}/open`)).status).toBe(404);
    expect((await bo.client.post(`/notifications/${randomUUID()}/open`)).status).toBe(404);
    expect(await inboxOf(ada.client)).toEqual({ notifications: [], unread: 0, before: null });
    for (const client of [shop.till, shop.web]) {
      expect((await client.get('/notifications')).status).toBe(403);
      expect((await client.post(`/notifications/${body.id}/open`)).status).toBe(403);
      expect((await client.post('/notifications/open-all')).status).toBe(403);
      expect((await client.get('/notifications/choices')).status).toBe(403);
    }
    expect(await inboxOf(bo.client)).toMatchObject({ unread: 1 });
  });

  test('all up to what was seen are opened, and what came meanwhile is not', async () => {
    for (const title of ['One', 'Two', 'Three'])
      await ada.client.post('/notifications', letter([bo], { title }));
    await allTold(shop);
    const seen = (await inboxOf(bo.client)).notifications[0]?.createdAt;
    shop.clock.ahead += 1_000;
    await ada.client.post('/notifications', letter([bo], { title: 'Meanwhile' }));
    await allTold(shop);
    const answer = await bo.client.post('/notifications/open-all', { upTo: seen }, 'press');
    expect(answer).toMatchObject({ status: 200, body: { stream: `user:${bo.id}`, seq: 5 } });
    const events = await streamOf(shop, bo.id);
    expect(events.at(-1)).toMatchObject({
      type: 'notification.opened',
      cause: 'press',
      opening: { ids: [], upTo: seen, count: 3 },
    });
    expect(await inboxOf(bo.client)).toMatchObject({
      unread: 1,
      notifications: [{ title: 'Meanwhile' }, {}, {}, {}],
    });
    // Once more changes nothing, and without a moment it is all that there is.
    expect((await bo.client.post('/notifications/open-all', { upTo: seen })).body).toMatchObject({ seq: 5 });
    expect((await bo.client.post('/notifications/open-all')).body).toMatchObject({ seq: 6 });
    expect(await inboxOf(bo.client)).toMatchObject({ unread: 0 });
  });

  test('however it comes between, what was counted as opened came before it, and nothing else was', async () => {
    // Unread on a device: what came, less what openings that came after it count. Everything at once, over and over.
    for (let round = 0; round < 6; round += 1) {
      await Promise.all([
        ...Array.from({ length: 5 }, () => ada.client.post('/notifications', letter([bo, ada]))),
        ...Array.from({ length: 3 }, () => bo.client.post('/notifications/open-all')),
      ]);
    }
    await allTold(shop);
    let unread = 0;
    const open = new Map<string, string>();
    for (const event of await streamOf(shop, bo.id)) {
      if (event.type === 'notification.new') {
        unread += 1;
        open.set(event.id, String(event.createdAt));
      } else {
        const { count, upTo } = event.opening as { count: number; upTo: string };
        const opened = [...open].filter(([, createdAt]) => createdAt <= upTo);
        expect(opened).toHaveLength(count);
        for (const [id] of opened) open.delete(id);
        unread -= count;
      }
    }
    const inbox = await inboxOf(bo.client, '?unread=true&limit=100');
    expect(inbox.unread).toBe(unread);
    expect(new Set(inbox.notifications.map(({ id }) => id))).toEqual(new Set(open.keys()));
  });

  test('pages follow each other however much comes and is opened between them', async () => {
    const sent: string[] = [];
    for (let i = 0; i < 12; i += 1)
      sent.unshift(
        (await ada.client.post<{ id: string }>('/notifications', letter([bo], { title: `N${i}` }))).body.id,
      );
    await allTold(shop);
    const inOrder = (await inboxOf(bo.client)).notifications.map(({ id }) => id);
    expect(new Set(inOrder)).toEqual(new Set(sent));
    const seen: string[] = [];
    let before = '';
    for (let page = 0; ; page += 1) {
      const answer = await inboxOf(bo.client, `?limit=5${before}`);
      seen.push(...answer.notifications.map(({ id }) => id));
      if (answer.before === null) break;
      before = `&before=${answer.before}`;
      shop.clock.ahead += 1_000;
      await ada.client.post('/notifications', letter([bo], { title: `Later ${page}` }));
      await bo.client.post(`/notifications/${seen[0]}/open`);
      await allTold(shop);
    }
    expect(seen).toEqual(inOrder);
    expect((await bo.client.get('/notifications?before=yesterday')).body).toMatchObject({ field: 'before' });
    expect(await inboxOf(bo.client, '?unread=true&limit=100')).toMatchObject({ unread: 13, before: null });
  });

  test('a device tells later what somebody opened on it while they were stepped in, and for nobody else', async () => {
    const device = await shop.enrol('install-of-both');
    const tokenOfBo = await stepIn(shop, bo.pin, device);
    const send = async () => (await ada.client.post<{ id: string }>('/notifications', letter([bo]))).body.id;
    const first = await send();
    const second = await send();
    await allTold(shop);
    shop.clock.ahead += 60_000;
    const pressed = new Date(shop.clock.now()).toISOString();
    shop.clock.ahead += 60_000;
    await device.post('/people/step-out');
    expect((await tokenOfBo.get('/notifications')).status).toBe(401);
    shop.clock.ahead += 60_000;
    const after = new Date(shop.clock.now()).toISOString();

    const open = (by: Client, id: string, body: object) =>
      by.post(`/notifications/${id}/open`, { person: bo.id, ...body }, `open-${id}`);
    expect((await open(shop.till, first, { occurredAt: pressed })).status).toBe(403);
    expect((await open(device, first, { occurredAt: after })).status).toBe(403);
    expect((await open(device, first, { occurredAt: pressed, person: ada.id })).status).toBe(403);
    expect((await open(ada.client, first, { occurredAt: pressed })).status).toBe(403);
    expect(await inboxOf(bo.client)).toMatchObject({ unread: 2 });
    expect((await open(device, first, { occurredAt: pressed })).status).toBe(200);
    const all = { person: bo.id, occurredAt: pressed };
    expect((await device.post('/notifications/open-all', all)).status).toBe(200);
    const kept = await shop.store.read.selectFrom('notification_recipients').selectAll().execute();
    expect(kept.map(({ opened_at }) => opened_at)).toEqual([Date.parse(pressed), Date.parse(pressed)]);
    // What one says of oneself is taken as well.
    expect((await open(bo.client, second, { person: bo.id })).status).toBe(200);
    await shop.backend.identity.endPerson(shop.restaurant, bo.id);
    expect((await open(device, second, { occurredAt: pressed })).status).toBe(403);
  });

  test('what was pressed right before a step-out counts, also by a console whose clock is a little ahead', async () => {
    const device = await shop.enrol('install-ahead');
    const notified = await ada.client.post<{ id: string }>('/notifications', letter([bo]));
    await allTold(shop);
    shop.clock.stop();
    await stepIn(shop, bo.pin, device);
    const steppedIn = shop.clock.now();
    shop.clock.ahead += 60_000;
    await device.post('/people/step-out');
    const steppedOut = shop.clock.now();
    shop.clock.ahead += 60_000;

    const openedAt = async (ms: number) =>
      (
        await device.post(`/notifications/${notified.body.id}/open`, {
          person: bo.id,
          occurredAt: new Date(ms).toISOString(),
        })
      ).status;
    expect(await openedAt(steppedIn - 30_000)).toBe(403);
    expect(await openedAt(steppedOut + 30_000)).toBe(403);
    expect(await openedAt(steppedOut + 3000)).toBe(200);
    expect(await openedAt(steppedIn - 3000)).toBe(200);
  });

  test('what somebody chose: off is listed as opened, quiet is counted; two kinds cannot be off', async () => {
    expect((await bo.client.get('/notifications/choices')).body).toEqual({ choices: plainChoices });
    const choose = (choices: object, key?: string) =>
      bo.client.ask(
        'PUT',
        '/notifications/choices',
        { choices },
        key === undefined ? {} : { 'idempotency-key': key },
      );
    expect(await choose({ message: 'off' }, 'k')).toMatchObject({ status: 200, body: { seq: 1 } });
    expect(await choose({ message: 'off' }, 'k')).toMatchObject({ status: 200, body: { seq: 1 } });
    const [event] = await streamOf(shop, bo.id);
    const chosen = { ...plainChoices, message: 'off' };
    expect(event).toMatchObject({ type: 'notification.choices', cause: 'k', choices: chosen });
    expect((await bo.client.get('/notifications/choices')).body).toEqual({ choices: chosen });

    await ada.client.post('/notifications', letter([ada, bo]));
    await allTold(shop);
    expect(await inboxOf(bo.client)).toMatchObject({ unread: 0, notifications: [{ opened: true }] });
    expect((await streamOf(shop, bo.id)).at(-1)).toMatchObject({ type: 'notification.new', opened: true });
    expect(await inboxOf(ada.client)).toMatchObject({ unread: 1 });
    await choose({ message: 'quiet' });
    await ada.client.post('/notifications', letter([bo]));
    await allTold(shop);
    expect(await inboxOf(bo.client)).toMatchObject({ unread: 1 });

    for (const kind of ['escalation', 'no-console']) {
      const wrong = await choose({ [kind]: 'off' });
      expect(wrong).toMatchObject({ status: 422, body: { field: `choices.${kind}` } });
      expect((await choose({ [kind]: 'quiet' })).status).toBe(200);
    }
    expect((await choose({ message: 'loud' })).status).toBe(422);
    expect((await choose({ gossip: 'bell' })).status).toBe(422);
  });
});
