// What an order says of its customer stays until the kitchen has used it, and then nothing anywhere names them.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, afterEach, beforeEach } from 'vitest';
import { backup, restore } from '../../backend/db/backup.ts';
import { CompiledQuery, sql } from 'kysely';
import { parseEvent } from '../../contract/events.ts';
import type { Order } from '../../contract/order.ts';
import { up as sweepInboxes } from '../../backend/db/migrations/004_inboxes.ts';
import { forget } from '../../backend/orders/retention.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, until, type Shop } from '../backend/support/shop.ts';

const day = 86_400_000;
const keep = { logMs: 14 * day, timelinesMs: 395 * day, personalMs: 30 * day };

onBothDatabases((databases) => {
  let shop: Shop;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'counterbell-erasure-'));
    shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_TELL_SECONDS: '0.02' },
    });
  });
  afterEach(async () => {
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inDays = (days: number) => new Date(shop.clock.now() + days * day).toISOString();
  const forgetAfter = (days: number, more: Partial<typeof keep> = {}) => {
    const at = shop.clock.now() + days * day;
    return forget({ store: shop.store, log: shop.backend.log, keep: { ...keep, ...more }, now: () => at });
  };
  const read = async (id: string) => (await shop.till.get<Order>(`/orders/${id}`)).body;
  const customer = { name: 'Anastasia', phone: '555 0100', userId: 'cust-ana' };
  const personal = {
    customer,
    fulfilment: { kind: 'delivery', address: 'Lindenallee 7' },
    note: 'allergic to nuts',
  } as const;

  /** Every row of every table. */
  async function everything(): Promise<string> {
    const tables = await shop.store.read.introspection.getTables();
    const rows = await Promise.all(
      tables.map(({ name }) => shop.store.read.executeQuery(CompiledQuery.raw(`select * from ${name}`))),
    );
    return JSON.stringify(rows.map((result) => result.rows));
  }

  test.each([
    ['is to ring', { ringAt: 45, promisedAt: 46 }],
    ['rings long before it is wanted', { ringAt: 1, promisedAt: 60 }],
    ['is wanted by then', { promisedAt: 60 }],
  ])(
    'a scheduled order that %s keeps address, telephone and allergies until it was needed',
    async (_, when) => {
      const times = Object.fromEntries(Object.entries(when).map(([name, days]) => [name, inDays(days)]));
      const { order } = await shop.place({ ...personal, ...times });
      await forgetAfter(44);
      expect(await read(order.id)).toMatchObject(personal);
      expect(await everything()).toContain('Lindenallee');
      await forgetAfter(92);
      expect(await everything()).not.toMatch(/anastasia|555 0100|lindenallee|allergic|cust-ana/i);
    },
  );

  test('an order placed more than a year ahead is kept like any other once it is done', async () => {
    const { order } = await shop.place({ promisedAt: inDays(399) });
    shop.clock.ahead += 399 * day;
    await shop.command(order.id, 'reject', { reason: 'Closed' });
    await forgetAfter(0.1);
    expect((await read(order.id)).status).toBe('rejected');
    await forgetAfter(396);
    expect((await shop.till.get(`/orders/${order.id}`)).status).toBe(404);
  });

  const written = async (order: string, publicToken: string) => {
    for (const [who, message] of [
      [shop.till, 'Hello Anastasia, is 555 0100 right?'],
      [shop.client(publicToken), 'Yes, Lindenallee 7, and allergic to nuts'],
    ] as const)
      expect((await who.post('/api/chat', { id: order, message }, randomUUID())).status).toBe(200);
  };

  test.each([
    ['the log is kept longer', { logMs: 90 * day }],
    ['it is not', {}],
  ])('what was written in an order’s chat goes with the names, also where %s', async (_, more) => {
    const { order, publicToken } = await shop.place(personal);
    await written(order.id, publicToken);
    await shop.till.post('/api/chat', { id: 'bella', message: 'Anastasia was angry' }, randomUUID());
    await shop.command(order.id, 'reject', { reason: 'Closed' });
    await forgetAfter(29, more);
    expect(await everything()).toMatch(/Anastasia, is 555 0100 right.*allergic to nuts/s);
    await forgetAfter(31, more);
    expect(await everything()).not.toMatch(/anastasia|555 0100|lindenallee|allergic|cust-ana/i);
    for (const stream of ['chat:bella', `chat:${order.id}`])
      for (const event of await shop.events(stream)) expect(parseEvent(event)).toEqual({ ok: true, event });
    // Nobody writes new names into what is forgotten.
    const late = await shop
      .client(publicToken)
      .post('/api/chat', { id: order.id, message: 'Anastasia here' });
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  test('the chat of an order that is still open is forgotten as well, and closed for good', async () => {
    const { order, publicToken } = await shop.place(personal);
    await written(order.id, publicToken);
    await forgetAfter(31, { logMs: 90 * day });
    expect(await everything()).not.toMatch(/anastasia|555 0100|lindenallee|allergic|cust-ana/i);
    expect((await shop.till.post('/api/chat', { id: order.id, message: 'Hello?' })).status).toBe(409);
    const told = await shop.events('chat:bella');
    expect(told.filter(({ type }) => type === 'chat.deleted')).toHaveLength(2);
  });

  test('of an order that is deleted nothing of its chat is left', async () => {
    const { order, publicToken } = await shop.place(personal);
    await written(order.id, publicToken);
    await shop.command(order.id, 'reject', { reason: 'Closed' });
    await forgetAfter(31);
    await forgetAfter(396);
    expect(await everything()).not.toContain(`chat:${order.id}`);
    expect(await shop.store.read.selectFrom('chats').selectAll().execute()).toEqual([]);
  });

  async function toldReady(more = {}): Promise<string> {
    const { order } = await shop.place({ ...personal, ...more });
    await shop.command(order.id, 'ready');
    await until('the customer is told', async () => (await read(order.id)).toldAt);
    await shop.command(order.id, 'collect');
    return order.id;
  }

  test('with the last order that names them a customer’s inbox goes, whatever stands in the log', async () => {
    await toldReady();
    shop.clock.ahead += 20 * day;
    const second = await toldReady();
    expect(await everything()).toContain('user:cust-ana');
    await forgetAfter(11, { logMs: 90 * day });
    // The first is forgotten, what the second told stays readable.
    expect((await shop.events('user:cust-ana')).map((event) => 'order' in event && event.order.id)).toEqual([
      second,
    ]);
    await forgetAfter(31, { logMs: 90 * day });
    expect(await everything()).not.toMatch(/anastasia|555 0100|lindenallee|allergic|cust-ana/i);
    // Who comes back begins anew.
    await toldReady();
    expect(await shop.events('user:cust-ana')).toHaveLength(1);
  });

  test('an inbox that came back empty with a backup goes as well', async () => {
    await toldReady();
    const file = path.join(folder, 'yesterday.gz');
    await backup(shop.store, file, Date.now());
    await restore(shop.store, file);
    expect(await everything()).toContain('user:cust-ana');
    await forgetAfter(31);
    expect(await everything()).not.toMatch(/anastasia|555 0100|lindenallee|allergic|cust-ana/i);
  });

  test('what a customer’s page tells of an order long over brings no name back into the log', async () => {
    const { order, publicToken } = await shop.place(personal);
    await shop.command(order.id, 'reject', { reason: 'Closed' });
    shop.clock.ahead += 20 * day;
    const at = new Date(shop.clock.now()).toISOString();
    const receipts = [{ order: order.id, stage: 'page-open', at }];
    expect((await shop.client(publicToken).post('/receipts', { receipts })).status).toBe(204);
    await shop.place();
    // The embedded Pusher refuses what is signed under another clock: as if it had taken all of it.
    await shop.store.write((tx) =>
      tx
        .updateTable('streams')
        .set({ published_seq: sql`seq` })
        .execute(),
    );
    await forgetAfter(11);
    expect(await everything()).not.toMatch(/anastasia|555 0100|lindenallee|allergic|cust-ana/i);
  });

  test('inboxes that an earlier version left behind are swept away, those in use and those of staff are not', async () => {
    await toldReady({ customer: { ...customer, userId: 'cust-bo' } });
    await shop.store.write(async (tx) => {
      const plain = {
        epoch: 'e',
        seq: 1,
        last_id: 'x',
        prev_id: null,
        epoch_from: 0,
        published_seq: 1,
        lease_owner: null,
        lease_until: 0,
      };
      await tx
        .insertInto('streams')
        .values({ ...plain, name: 'user:cust-ana' })
        .execute();
      await tx
        .insertInto('streams')
        .values({ ...plain, name: 'user:ada' })
        .execute();
      await tx
        .insertInto('events')
        .values({ stream: 'user:cust-ana', seq: 1, id: 'x', type: 'order.ready', at: 1, body: '{}' })
        .execute();
      await tx
        .insertInto('people')
        .values({
          id: 'ada',
          restaurant_id: 'bella',
          name: 'Ada',
          role: 'manager',
          email: null,
          pin_hash: null,
          password_hash: null,
          created_at: 1,
          ended_at: null,
        })
        .execute();
      await sweepInboxes(tx as never);
    });
    const rows = await shop.store.read
      .selectFrom('streams')
      .select('name')
      .where('name', 'like', 'user:%')
      .orderBy('name')
      .execute();
    expect(rows.map((row) => row.name)).toEqual(['user:ada', 'user:cust-bo']);
    expect(await everything()).not.toContain('cust-ana');
  });
});
