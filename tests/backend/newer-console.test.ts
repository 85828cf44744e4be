// A console that is newer than its backend: what it says beyond the contract of today is passed over, never refused.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandAnswer } from '../../contract/api.ts';
import { fitOf, ourProtocol, protocolHeader, readProtocol, writeProtocol } from '../../contract/protocol.ts';
import { strictly } from '../../contract/tolerant.ts';
import { onBothDatabases } from './support/databases.ts';
import { heldTo } from './support/sent-strictly.ts';
import { openShop, simpleOrder, type Shop } from './support/shop.ts';

onBothDatabases((databases) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterAll(() => shop.close());

  test('a command with keys nobody here knows is taken, and is answered by the strict form', async () => {
    const { order } = await shop.place();
    const answer = await shop.command(order.id, 'accept', { minutes: 20, tone: 'calm', station: { id: 3 } });
    expect(answer.status).toBe(200);
    expect(strictly(commandAnswer).parse(answer.body)).toMatchObject({ order: { status: 'accepted' } });
  });

  test('a status it may start from that nobody here knows is passed over; of nothing but such ones it is a conflict', async () => {
    const { order } = await shop.place();
    const from = (...statuses: string[]) => shop.command(order.id, 'accept', { from: statuses });
    expect(await from('in-review')).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await from('in-review', 'new')).status).toBe(200);
  });

  test('of several receipts those of a stage nobody here knows are passed over', async () => {
    const { order } = await shop.place();
    const at = new Date(shop.clock.now()).toISOString();
    const receipts = [
      { order: order.id, stage: 'vibrated', at },
      { order: order.id, stage: 'shown', at, screen: 2 },
      { order: 'of another kind', stage: 'shown', at },
    ];
    expect((await shop.till.post('/receipts', { receipts })).status).toBe(204);
    const { body } = await shop.till.get<{ receipts: { stage: string }[] }>(`/orders/${order.id}/timeline`);
    expect(body.receipts.map(({ stage }) => stage)).toEqual(['shown']);
    expect((await shop.till.post('/receipts', { receipts: receipts.slice(0, 1) })).status).toBe(204);
  });

  test('a beat from a window of a kind nobody here knows, about streams nobody here has, is a beat', async () => {
    const beat = {
      live: true,
      audible: true,
      window: 'floating',
      person: null,
      cursors: { 'restaurant:bella': 0, 'station:grill': 4 },
      battery: 0.4,
    };
    const { status, headers } = await shop.till.ask('POST', '/beat', beat, {
      [protocolHeader]: '99;oldest=9',
    });
    expect(status).toBe(200);
    expect(readProtocol(headers.get(protocolHeader))).toEqual(ourProtocol);
  });

  test('every answer tells the version, also a refusal', async () => {
    const refused = await shop.nobody.get('/snapshot');
    expect(refused.status).toBe(401);
    expect(refused.headers.get(protocolHeader)).toBe(writeProtocol(ourProtocol));
    expect(fitOf(ourProtocol, readProtocol(refused.headers.get(protocolHeader)))).toBe('together');
  });

  test('what a person or a sales channel writes stays strict, and says so', async () => {
    const order = await shop.web.post('/orders', { ...simpleOrder, station: 3 });
    expect(order).toMatchObject({ status: 422, body: { field: 'station' } });
  });

  test('a backend that sent more than the contract says would be found out by every test', () => {
    const check = heldTo(shop.backend.endpoints);
    const answer = { method: 'GET', path: '/healthz?x=1', status: 200 };
    expect(() => check({ ...answer, body: { ok: true, now: 'now' } })).not.toThrow();
    expect(() => check({ ...answer, body: { ok: true, now: 'now', more: 1 } })).toThrow(/healthz/);
  });
});
