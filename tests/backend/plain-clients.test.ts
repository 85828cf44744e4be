// Clients of other systems on a running backend and its own Pusher server: only names and addresses in their settings
// were changed, and the backend has theirs.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import PusherServer from 'pusher';
import { afterEach, expect, test } from 'vitest';
import { must } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import {
  chatPage,
  notificationsApp,
  phoneApp,
  waysToAsk,
  type AppSettings,
  type WayToAsk,
} from './support/plain-apps.ts';
import { openShop, until, type Shop } from './support/shop.ts';

const app = { PUSHER_APP_ID: '1', PUSHER_KEY: 'bella-key', PUSHER_SECRET: 'bella-secret' };

onBothDatabases((databases) => {
  const ends: (() => unknown)[] = [];
  let shop: Shop;
  let people = 0;
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    await shop.close();
  });

  async function open(env: Record<string, string>, settings = {}): Promise<void> {
    shop = await openShop({ database: await databases.fresh(), env: { ...app, ...env }, settings });
  }

  /** Signed in with e-mail and password, as on a phone. */
  async function person(role: 'counter' | 'manager'): Promise<{ id: string; token: string }> {
    people += 1;
    const login = { email: `p${people}@bella.example`, password: 'correct horse battery' };
    const { restaurant } = shop;
    const { id } = must(
      await shop.backend.identity.addPerson({ restaurant, name: `${role} ${people}`, role, ...login }),
    );
    const { body } = await shop.nobody.post<{ token: string }>('/people/step-in', login);
    return { id, token: body.token };
  }

  const settings = (token: string, ask: WayToAsk, more: Partial<AppSettings> = {}): AppSettings => ({
    key: app.PUSHER_KEY,
    port: shop.till.enrolment.pusher.port,
    server: shop.backend.url,
    token,
    ask,
    ...more,
  });

  function running<App extends { stop(): void }>(started: App): App {
    ends.push(started.stop);
    return started;
  }

  /** An app server that was there before: it knows its customers, and authorizes what they may hear. */
  async function customersServer(customer: string, token: string): Promise<string> {
    const pusher = new PusherServer({
      appId: '1',
      key: app.PUSHER_KEY,
      secret: app.PUSHER_SECRET,
      host: 'x',
    });
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const form = new URLSearchParams(body);
        const json = body.startsWith('{') ? (JSON.parse(body) as Record<string, string>) : {};
        const socket = form.get('socket_id') ?? form.get('socketId') ?? json.socketId ?? '';
        const channel = form.get('channel_name') ?? form.get('channelName') ?? json.channelName ?? '';
        const knows = request.headers.authorization === `Bearer ${token}`;
        if (!knows || channel !== `private-${customer}`) return response.writeHead(403).end();
        return response.end(JSON.stringify(pusher.authorizeChannel(socket, channel)));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test.each(waysToAsk)(
    'a phone app hears of orders on its user’s channel and logs its connection (%s)',
    async (ask) => {
      await open({ PUSHER_USER_CHANNEL: 'private-:user' }, { orderNewToManagers: true });
      const manager = await person('manager');
      const hers = running(phoneApp(settings(manager.token, ask), 'private-:user', manager.id));
      const server = await customersServer('customer-9', 'their-own');
      const his = running(phoneApp(settings('their-own', ask, { server }), 'private-:user', 'customer-9'));
      for (const { log } of [hers, his]) await until('the subscription', () => log.includes('subscribed'));
      expect(hers.log).toEqual(['connecting -> connected', 'subscribed']);

      const { order } = await shop.place({ customer: { name: 'Ana', userId: 'customer-9' } });
      await until('order.new', () => hers.alerts.length > 0);
      expect(hers.alerts).toEqual([{ text: `New order ${order.number}.`, order: order.id }]);
      await shop.command(order.id, 'ready');
      await until('order.ready', () => his.alerts.length > 0);
      expect(his.alerts).toEqual([{ text: `Your order ${order.number} is ready.`, order: order.id }]);

      // Somebody else's inbox, and a key that this server does not know.
      const other = running(phoneApp(settings(manager.token, ask), 'private-:user', 'somebody-else'));
      await until('the refusal', () => other.log.some((line) => line.startsWith('error')));
      expect(other.log.at(-1)).toMatch(
        ask === 'form' ? /^error: .* code: 403$/ : /^error: .*403.*not subscribe/,
      );
      const lost = running(phoneApp(settings(manager.token, ask, { key: 'x' }), 'private-:user', manager.id));
      const end = /error: .*key.* code: 4001[\s\S]*-> (?:failed|disconnected)/;
      await until('the end', () => end.test(lost.log.join('\n')));
    },
  );

  test.each(waysToAsk)('an app counts what was not opened, by the name it knows (%s)', async (ask) => {
    await open({
      PUSHER_USER_CHANNEL: 'private-:id',
      PUSHER_EVENT_ALIASES: 'notification.new=Internal Notification',
    });
    const [ada, bo] = [await person('manager'), await person('counter')];
    const hers = running(notificationsApp(settings(ada.token, ask), ada.id));
    const his = running(notificationsApp(settings(bo.token, ask), bo.id));
    for (const one of [hers, his]) await until('the subscription', one.subscribed);
    await notify(ada.token, [ada.id, bo.id], 'Staff meeting', 'At five.');
    for (const one of [hers, his]) {
      await until('the notification', () => one.items.length > 0);
      expect(one.items).toEqual([
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          title: 'Staff meeting',
          body: 'At five.',
          opened: false,
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        },
      ]);
      expect(one.unread()).toBe(1);
    }
    await notify(ada.token, [bo.id], 'Oven', 'Is cold.');
    await until('the second one', () => his.unread() === 2);
    expect(hers.unread()).toBe(1);
    // Each came under both names, and reads alike under either.
    const [oven, meeting] = his.items;
    expect(his.whatever).toEqual([oven, oven, meeting, meeting].map((item) => expect.objectContaining(item)));
  });

  /** To several at once, as the app pushed by itself before. */
  async function notify(by: string, userIds: readonly string[], title: string, body: string): Promise<void> {
    const answer = await shop.client(by).post('/notifications', { userIds, notification: { title, body } });
    expect(answer).toMatchObject({ status: 201, body: { to: userIds.length } });
  }

  test.each(['off', 'on'])('it tells nobody past the backend, client events %s', async (clientEvents) => {
    await open({
      PUSHER_USER_CHANNEL: 'private-:id',
      PUSHER_EVENT_ALIASES: 'notification.new=Internal Notification',
      PUSHER_CLIENT_EVENTS: clientEvents,
    });
    const { id, token } = await person('manager');
    const [phone, tablet] = [0, 1].map(() => running(notificationsApp(settings(token, 'form'), id)));
    if (!phone || !tablet) throw new Error('There are two.');
    for (const one of [phone, tablet]) await until('the subscription', one.subscribed);
    const forged = { id: 'x', title: 'Forged', opened: false };
    // The library lets only such names through …
    expect(() => phone.tellDirectly('Internal Notification', forged)).toThrow(/client-/);
    // … and who does without it is refused by the server, under whatever name.
    phone.send('Internal Notification', forged);
    await until('a refusal', () => phone.failures.length === 1);
    expect(phone.failures[0]?.message).toMatch(/Unknown event "Internal Notification"/);
    phone.tellDirectly('client-Internal Notification', forged);
    await until('another refusal', () => phone.failures.length === 2);
    expect(phone.failures[1]).toMatchObject({ code: 4301, message: expect.stringMatching(/^Client event/) });
    await notify(token, [id], 'True', 'It is.');
    await until('what the backend says', () => tablet.items.length > 0);
    expect(tablet.items.map(({ title }) => title)).toEqual(['True']);
  });

  /** As everybody writes; the answer is 200. */
  async function write(token: string, id: string, message: string): Promise<void> {
    expect((await shop.client(token).post('/api/chat', { id, message })).status).toBe(200);
  }

  test.each([
    ['private-CHAT_:id', 'private-CHAT_'],
    ['presence-CHAT_:id', 'presence-CHAT_'],
    ['CHAT_:id', 'CHAT_'],
  ])('a web page shows what is said in a chat called %s', async (template, beginning) => {
    await open({ PUSHER_CHAT_CHANNEL: template });
    const { order, publicToken } = await shop.place({ customer: { name: 'Ana' } });
    const { token } = await person('counter');
    for (const ask of waysToAsk) {
      const theirs = running(chatPage(settings(publicToken, ask), `${beginning}${order.id}`));
      const ours = running(chatPage(settings(token, ask), `${beginning}${shop.restaurant}`));
      for (const page of [theirs, ours]) await until('the subscription', page.subscribed);
      await write(token, order.id, `Is ten past all right? ${ask}`);
      await write(publicToken, order.id, `Yes. ${ask}`);
      await write(token, shop.restaurant, `More ice, please. ${ask}`);
      await until('both messages', () => theirs.lines.length > 1);
      await until('the message among staff', () => ours.lines.length > 0);
      const at = /^(?:\d|1\d|2[0-3]):[0-5]\d /;
      for (const line of [...theirs.lines, ...ours.lines]) expect(line).toMatch(at);
      expect(theirs.lines.map((line) => line.replace(at, ''))).toEqual([
        `Bella: Is ten past all right? ${ask}`,
        `Ana: Yes. ${ask}`,
      ]);
      expect(ours.lines.map((line) => line.replace(at, ''))).toEqual([
        `counter ${people}: More ice, please. ${ask}`,
      ]);
      theirs.stop();
      ours.stop();
    }
  });

  test.each(waysToAsk)('who is in a chat is told as staff and customers may know it (%s)', async (ask) => {
    await open({ PUSHER_CHAT_CHANNEL: 'presence-CHAT_:id' });
    const { order, publicToken } = await shop.place();
    const ada = await person('counter');
    const { id: tillId, name: tillName } = shop.till.enrolment.device;
    const join = async (token: string, id: string) => {
      const page = running(chatPage(settings(token, ask), `presence-CHAT_${id}`));
      await until('the subscription', page.subscribed);
      return page;
    };
    const first = await join(shop.till.token, shop.restaurant);
    await join(ada.token, shop.restaurant);
    await until('somebody', () => first.came.length > 0);
    expect(first.here).toEqual([{ id: tillId, info: { name: tillName } }]);
    expect(first.came).toEqual([{ id: ada.id, info: { name: `counter ${people}` } }]);

    const customers = await join(publicToken, order.id);
    expect(customers.here).toEqual([{ id: order.id, info: { name: `customer of ${order.number}` } }]);
    for (const token of [ada.token, shop.till.token]) await join(token, order.id);
    await until('the restaurant', () => customers.came.length > 0);
    // The last to come is one more of the same member, so that nobody can count them.
    const last = await join(shop.till.token, order.id);
    expect(customers.came).toEqual([{ id: 'bella', info: { name: 'Bella' } }]);
    expect(last.here).toHaveLength(2);
  });

  test('nobody joins a chat that is none of theirs', async () => {
    await open({ PUSHER_CHAT_CHANNEL: 'presence-CHAT_:id' });
    const [one, other] = [await shop.place(), await shop.place()];
    const { token } = await person('counter');
    const asks = async (by: string, channelName: string) =>
      (await shop.client(by).post('/pusher/authorize', { socketId: '1.2', channelName })).status;
    expect(await asks(one.publicToken, `presence-CHAT_${one.order.id}`)).toBe(200);
    expect(await asks(one.publicToken, `presence-CHAT_${other.order.id}`)).toBe(403);
    expect(await asks(one.publicToken, 'presence-CHAT_bella')).toBe(403);
    expect(await asks(token, `presence-CHAT_${one.order.id}`)).toBe(200);
    expect(await asks(token, 'presence-CHAT_roma')).toBe(403);
    expect(await asks(shop.web.token, 'presence-CHAT_bella')).toBe(403);
  });
});
