// A database as 0.3.0 left it in the middle of a shift, with that version's rows in it, is brought to today's schema and
// read by today's code: nobody has to sign in again, and nothing is told twice.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type Backend } from '../../backend/backend.ts';
import { readConfig } from '../../backend/config.ts';
import { openStore } from '../../backend/db/open.ts';
import type { Store } from '../../backend/db/store.ts';
import { projectRoot } from '../../build/paths.mjs';
import type { CommandAnswer, Snapshot } from '../../contract/api.ts';
import type { ChatPage } from '../../contract/chat.ts';
import { parseEvent } from '../../contract/events.ts';
import { ourProtocol, protocolHeader, writeProtocol } from '../../contract/protocol.ts';
import { cheapSecrets } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import { takeBackTo } from './support/former-schema.ts';
import { clientOf, until, type Client } from './support/shop.ts';

type Row = Record<string, string | number | null>;
type Left = {
  at: string;
  /** What people and devices had in their hands. */
  secrets: Record<'till' | 'bar' | 'ada' | 'key' | 'admin' | 'customer' | 'leaveTicket', string>;
  pins: { ada: string; ben: string };
  /** Orders by what they are in. */
  ids: Record<string, string>;
  /** As 0.3.0 answered a manager last. */
  snapshot: Snapshot;
  tables: Record<string, Row[]>;
};
const left = JSON.parse(
  readFileSync(path.join(projectRoot, 'tests/compat/v0.3.0/database.json'), 'utf8'),
) as Left;
const spoken = { [protocolHeader]: writeProtocol(ourProtocol) };

/** All tables of 0.3.0, with its rows. */
async function leaveBehind(database: string): Promise<void> {
  const store = await openStore(database);
  await takeBackTo(store, '005_search');
  await store.write(async (tx) => {
    for (const [table, rows] of Object.entries(left.tables))
      for (const row of rows) {
        const columns = Object.keys(row).map((name) => sql.ref(name));
        await sql`insert into ${sql.table(table)} (${sql.join(columns)}) values (${sql.join(Object.values(row))})
          on conflict do nothing`.execute(tx);
      }
  });
  await store.close();
}

onBothDatabases((databases) => {
  let store: Store;
  let backend: Backend;
  let till: Client;
  let ada: Client;
  const started = Date.now();
  const now = (): number => Date.parse(left.at) + (Date.now() - started);

  beforeAll(async () => {
    const database = await databases.fresh();
    await leaveBehind(database);
    store = await openStore(database);
    const config = readConfig({ PORT: '0', COUNTERBELL_TELL_SECONDS: '0.3' }, []);
    const logger = pino({ level: 'silent' });
    backend = await startBackend({
      config,
      store,
      logger,
      now,
      random: Math.random,
      secretCost: cheapSecrets,
    });
    [till, ada] = [clientOf(backend.url, left.secrets.till), clientOf(backend.url, left.secrets.ada)];
  });
  afterAll(async () => {
    await backend?.stop();
    await store?.close();
  });

  const snapshotOf = async (who: Client): Promise<Snapshot> => {
    const { status, body } = await who.ask<Snapshot>('GET', '/snapshot', undefined, spoken);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  type Page = { events: unknown[]; head: { epoch: string; seq: number; id: string | null } };
  const events = (who: Client, stream: string, query = 'after=0&limit=500') =>
    who.ask<Page>('GET', `/streams/${stream}/events?${query}`, undefined, spoken);
  const streams = Object.keys(left.snapshot.heads);
  const userOfAda = streams.find((stream) => stream.startsWith('user:')) ?? '';

  test('the snapshot has every order as it was, at the place of every stream, and what a manager was called for', async () => {
    const here = await snapshotOf(ada);
    const byId = (orders: Snapshot['orders']) => orders.toSorted((a, b) => a.id.localeCompare(b.id));
    expect(byId(here.orders)).toEqual(byId(left.snapshot.orders));
    for (const stream of streams) expect(here.heads[stream], stream).toEqual(left.snapshot.heads[stream]);
    expect(left.snapshot.escalations).toHaveLength(1);
    expect(here.escalations).toEqual(left.snapshot.escalations);
    expect(here.restaurant).toMatchObject(left.snapshot.restaurant ?? {});
    // What there was none of yet.
    expect(here).toMatchObject({ inbox: { notifications: [], unread: 0 }, announcements: [] });
  });

  test('every event of before is read, and a console that was up to date goes on from its place', async () => {
    for (const stream of streams.filter((name) => name !== 'global')) {
      const { body } = await events(ada, stream);
      const all = body.events.map((wire) => parseEvent(wire));
      expect(all.filter(({ ok }) => !ok)).toEqual([]);
      expect(all.map((read) => read.ok && read.event.seq)).toEqual(all.map((_, at) => at + 1));
      const { seq, id } = left.snapshot.heads[stream] ?? { seq: 0, id: '' };
      expect(all).toHaveLength(seq);
      const after = await events(ada, stream, `after=${seq}&id=${id}`);
      expect(after).toMatchObject({ status: 200, body: { events: [] } });
    }
  });

  test('devices, people, keys and customers are let in with what they had; new tables have what there was', async () => {
    const beat = { live: true, audible: true, window: 'shown', person: null, cursors: {} };
    for (const token of [left.secrets.till, left.secrets.bar])
      expect(await clientOf(backend.url, token).post('/beat', beat)).toMatchObject({ status: 200 });
    expect(await till.post('/people/step-in', { pin: left.pins.ben })).toMatchObject({
      status: 200,
      body: { person: { name: 'Ben', role: 'counter' } },
    });
    expect(await till.post('/people/step-in', { pin: left.pins.ada })).toMatchObject({ status: 200 });
    const admin = clientOf(backend.url, left.secrets.admin);
    const devices = await admin.get<{ devices: object[] }>('/devices?restaurant=bella');
    expect(devices.body.devices).toMatchObject([{ kind: 'counter' }, { kind: 'counter' }]);
    const customer = clientOf(backend.url, left.secrets.customer);
    expect(await customer.get(`/track/${left.secrets.customer}/state`)).toMatchObject({
      status: 200,
      body: { order: { status: 'ready' } },
    });
    const chat = await till.get<ChatPage>(`/api/chat/${left.ids.accepted}`);
    expect(chat).toMatchObject({ status: 200, body: { chat: { messages: [] }, writing: 'open' } });
  });

  test('what is sent once more under a key of before is the same, and done once', async () => {
    const order = {
      items: [{ name: 'Margherita', quantity: 1, price: 950, modifiers: [], allergens: ['gluten', 'milk'] }],
    };
    const before = await snapshotOf(till);
    const accepted = await till.post<CommandAnswer>(
      `/orders/${left.ids.collected}/accept`,
      {},
      'accept-collected',
    );
    expect(accepted.status).toBe(200);
    const web = clientOf(backend.url, left.secrets.key);
    expect(await web.post('/orders', order, 'key-of-waiting')).toMatchObject({
      status: 422,
      body: { code: 'key-reused' },
    });
    expect((await snapshotOf(till)).heads).toEqual(before.heads);
  });

  test('who was called is called once, and called off when the order is answered', async () => {
    const stepped = await till.post<{ token: string }>('/people/step-in', { pin: left.pins.ada });
    const again = clientOf(backend.url, stepped.body.token);
    const types = async () =>
      (await events(again, userOfAda)).body.events.map((event) => (event as { type: string }).type);
    expect((await till.post(`/orders/${left.ids.waiting}/accept`)).status).toBe(200);
    await until('the call to be called off', async () => (await types()).includes('escalation.cancelled'));
    expect((await types()).filter((type) => type === 'escalation.raised')).toHaveLength(1);
    expect((await snapshotOf(again)).escalations).toEqual([]);
    const sent = await again.post('/notifications', {
      userIds: [userOfAda.slice('user:'.length)],
      notification: { title: 'After the update', body: 'It works.' },
    });
    expect(sent.status).toBe(201);
    await until('it to be in the inbox', async () => (await types()).includes('notification.new'));
    expect((await snapshotOf(again)).inbox).toMatchObject({ unread: 1 });
  });
});
