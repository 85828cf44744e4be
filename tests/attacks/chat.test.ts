// What somebody might do to a chat: flood it, fill it with what it should not hold, and reach for those of others.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Chat, ChatPage } from '../../contract/chat.ts';
import { protocolHeader } from '../../contract/protocol.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, type Client, type Shop } from '../backend/support/shop.ts';

onBothDatabases((databases) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({
      database: await databases.fresh(),
      settings: { chat: 'customers-begin' },
      env: { COUNTERBELL_RATE_PER_SECOND: '100000' },
    });
  });
  afterEach(() => shop.close());

  const write = (who: Client, id: string, message: unknown, key: string = randomUUID()) =>
    who.post<{ message: { text: string } }>('/api/chat', { id, message }, key);

  test('a flood of one customer is told to wait, and neither staff nor another customer is', async () => {
    const [rude, polite] = [await shop.place(), await shop.place()];
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => write(shop.client(rude.publicToken), rude.order.id, 'hey')),
    );
    const throttled = answers.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(45);
    for (const { headers } of throttled) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await write(shop.client(polite.publicToken), polite.order.id, 'Hello')).status).toBe(200);
    expect((await write(shop.till, rude.order.id, 'Please stop')).status).toBe(200);
    // Having waited it may go on, with what it has a right to.
    shop.clock.ahead += 60_000;
    expect((await write(shop.client(rude.publicToken), rude.order.id, 'sorry')).status).toBe(200);
  });

  test('a customer who goes on for ever comes to an end, and staff can still answer', async () => {
    const { order, publicToken } = await shop.place();
    const statuses: number[] = [];
    for (let i = 0; i < 303; i++) {
      shop.clock.ahead += 2_000;
      statuses.push((await write(shop.client(publicToken), order.id, `${i}`)).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(300);
    expect(statuses.at(-1)).toBe(403);
    expect((await write(shop.till, order.id, 'We call you')).status).toBe(200);
  });

  test.each([
    ['too long', 'x'.repeat(501)],
    ['of nothing', '  \n '],
    ['with a NUL', 'a\u0000b'],
    ['with an escape', 'a\u001b[2Jb'],
    ['that turns what follows around', 'a\u202eb'],
    ['with half a character', 'a\ud83d'],
    ['that is no text', { toString: 'x' }],
    ['that is a list', ['x']],
  ])('a message %s is refused by its field, and leaves nothing', async (_, message) => {
    const { order, publicToken } = await shop.place();
    for (const who of [shop.till, shop.client(publicToken)])
      expect(await write(who, order.id, message)).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect(await shop.store.read.selectFrom('chats').selectAll().execute()).toEqual([]);
  });

  test.each([
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    'https://evil.example/?a=1&b=2 javascript:alert(1)',
    '\u2067الطلب\u2069 and 😀 \u200f',
    '"}],"chats":[{"id":"bella","order":{"id":"',
    "'; drop table chats; --",
    'x'.repeat(500),
    '😀'.repeat(250),
  ])('"%s" is text, and comes back as it was', async (message) => {
    const { order, publicToken } = await shop.place();
    expect((await write(shop.client(publicToken), order.id, message)).body.message.text).toBe(message);
    const { body } = await shop.till.get<ChatPage>(`/api/chat/${order.id}`);
    expect(body.chat.messages.map(({ text }) => text)).toEqual([message]);
    const [event] = await shop.events('chat:bella');
    expect(event).toMatchObject({ chatMessage: { text: message }, plain: { message } });
  });

  test('ids of others, ids that look like patterns, and ids of nothing find no chat', async () => {
    const { order, publicToken } = await shop.place();
    const other = await shop.place();
    const { body } = await write(shop.till, other.order.id, 'Secret');
    const secret = (body.message as unknown as { id: string }).id;
    const customer = shop.client(publicToken);
    for (const id of [
      other.order.id,
      'bella',
      '%',
      '_',
      `${order.id}%`,
      order.id.toUpperCase(),
      randomUUID(),
    ]) {
      // Whoever tries fast is told to wait.
      shop.clock.ahead += 10_000;
      expect((await write(customer, id, 'Hi')).status, id).toBe(404);
      expect((await customer.get(`/api/chat/${encodeURIComponent(id)}`)).status, id).toBe(404);
      expect((await customer.post('/api/chat/read', { id, upTo: secret })).status, id).toBe(404);
    }
    // A message of another chat is no place in one's own.
    expect((await customer.get(`/api/chat/${order.id}?before=${secret}`)).status).toBe(422);
    expect((await customer.post('/api/chat/read', { id: order.id, upTo: secret })).status).toBe(404);
    expect(JSON.stringify(await shop.events(`chat:${order.id}`))).not.toContain('Secret');
  });

  test('1,000 chats: the snapshot stays bounded, orders are taken meanwhile, and each finds its own', async () => {
    const placed = [];
    for (let i = 0; i < 20; i++)
      placed.push(...(await Promise.all(Array.from({ length: 50 }, () => shop.place()))));
    const text = 'x'.repeat(400);
    for (let i = 0; i < placed.length; i += 50) {
      const some = placed.slice(i, i + 50);
      const answers = await Promise.all([
        ...some.map(({ order, publicToken }) =>
          write(shop.client(publicToken), order.id, `${order.id} ${text}`),
        ),
        shop.place(),
      ]);
      expect(new Set(answers.map((answer) => ('status' in answer ? answer.status : 200)))).toEqual(
        new Set([200]),
      );
    }
    const answer = await shop.till.ask<{ chats: Chat[] }>('GET', '/snapshot?limit=200', undefined, {
      [protocolHeader]: '2;oldest=1',
    });
    expect(answer.status).toBe(200);
    let last = answer.body as { chats?: Chat[]; next?: string | null };
    while (typeof last.next === 'string')
      last = (
        await shop.till.ask<typeof last>('GET', `/snapshot?limit=200&after=${last.next}`, undefined, {
          [protocolHeader]: '2;oldest=1',
        })
      ).body;
    expect(last.chats).toHaveLength(200);
    expect(JSON.stringify(last.chats).length).toBeLessThan(512 * 1024);
    for (const { order, publicToken } of placed.slice(0, 20)) {
      const { body } = await shop.client(publicToken).get<ChatPage>(`/api/chat/${order.id}`);
      expect(body.chat.messages.map((one) => one.text.split(' ')[0])).toEqual([order.id]);
    }
  });
});
