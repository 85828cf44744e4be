// Times that a client says something happened at: none is kept that another cannot read, and none borrows a manager.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { order as orderSchema, type Order } from '../../contract/order.ts';
import { parseEvent } from '../../contract/events.ts';
import { snapshot, timeline } from '../../contract/api.ts';
import { isoTime } from '../../contract/wire.ts';
import { strictly } from '../../contract/tolerant.ts';
import { must } from '../backend/identity-house.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, type Client, type Shop } from '../backend/support/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** All of them are good ISO 8601 to the contract. */
const strangeTimes = [
  '0000-01-01T00:00:00+23:59',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-23:59',
  '1969-12-31T23:59:59.999Z',
  `2026-01-01T00:00:00.${'9'.repeat(300)}Z`,
];

onBothDatabases((databases) => {
  let shop: Shop;
  let admin: Client;
  beforeAll(async () => {
    shop = await openShop({ database: await databases.fresh(), env: { COUNTERBELL_TELL_SECONDS: '600' } });
    const { identity } = shop.backend;
    must(await identity.addPerson({ restaurant: 'bella', name: 'Ada', role: 'manager', pin: '482615' }));
    admin = shop.client(must(await identity.addKey({ kind: 'admin', restaurant: 'bella', name: 'it' })).key);
  });
  afterAll(() => shop.close());

  const iso = (at: number) => new Date(at).toISOString();
  const stepIn = async () =>
    (await shop.till.post<{ person: { id: string } }>('/people/step-in', { pin: '482615' })).body.person.id;

  async function expectReadable(id: string): Promise<Order> {
    const read = strictly(orderSchema).parse((await shop.till.get(`/orders/${id}`)).body);
    strictly(timeline).parse((await shop.till.get(`/orders/${id}/timeline`)).body);
    strictly(snapshot).parse((await shop.till.get('/snapshot')).body);
    for (const stream of ['restaurant:bella', `order:${id}`])
      for (const event of await shop.events(stream))
        expect(parseEvent(event), JSON.stringify(event)).toMatchObject({ ok: true });
    return read;
  }

  test('whatever time a command or a receipt names, everybody can read the order afterwards', async () => {
    for (const time of strangeTimes) expect(isoTime.safeParse(time).success, time).toBe(true);
    for (const occurredAt of strangeTimes) {
      const { order, publicToken } = await shop.place();
      for (const verb of ['stop-bell', 'accept', 'delay', 'ready'] as const) {
        const answer = await shop.command(order.id, verb, {
          occurredAt,
          ...(verb === 'delay' ? { minutes: 5 } : {}),
        });
        expect(answer.status, `${verb} at ${occurredAt}`).toBe(200);
      }
      const receipts = (stage: string) => ({ receipts: [{ order: order.id, stage, at: occurredAt }] });
      expect((await shop.till.post('/receipts', receipts('shown'))).status).toBe(204);
      expect((await shop.client(publicToken).post('/receipts', receipts('received'))).status).toBe(204);
      const { acts, placedAt } = await expectReadable(order.id);
      for (const act of acts) {
        expect(Date.parse(act.at)).toBeGreaterThanOrEqual(Date.parse(placedAt));
        expect(Date.parse(act.at)).toBeLessThanOrEqual(shop.clock.now());
      }
    }
  });

  test('an order and a pause that lie out of all reach are refused by their field', async () => {
    const { body: restaurant } = await admin.get('/restaurant');
    const { id: _id, accepting: _accepting, ...settings } = restaurant;
    for (const time of strangeTimes.slice(0, 4)) {
      for (const field of ['promisedAt', 'ringAt']) {
        const answer = await shop.web.post('/orders', { items: [{ name: 'Soup' }], [field]: time });
        expect(answer).toMatchObject({ status: 422, body: { field } });
      }
      const pause = { until: time, reason: 'for ever' };
      expect(await admin.ask('PUT', '/restaurant', { ...settings, pause })).toMatchObject({
        status: 422,
        body: { field: 'pause.until' },
      });
    }
  });

  test('nobody cancels an order of today as a manager who was in before it was placed', async () => {
    const person = await stepIn();
    const then = iso(shop.clock.now());
    await shop.till.post('/people/step-out');
    for (const later of [minute, 10 * day]) {
      shop.clock.ahead += later;
      const { order } = await shop.place();
      const answer = await shop.command(order.id, 'cancel', { person, occurredAt: then });
      expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
      expect((await expectReadable(order.id)).status).toBe('new');
    }
  });

  test('a step-in of more than three days ago speaks for nobody, whenever the order was placed', async () => {
    const { order } = await shop.place();
    const person = await stepIn();
    const then = iso(shop.clock.now());
    await shop.till.post('/people/step-out');
    shop.clock.ahead += 3 * day + minute;
    const late = await shop.command(order.id, 'cancel', { person, occurredAt: then });
    expect(late.status).toBe(403);
  });

  test('what a manager pressed offline after the order was placed still counts as theirs', async () => {
    const { order } = await shop.place();
    shop.clock.ahead += minute;
    const person = await stepIn();
    const then = iso(shop.clock.now());
    shop.clock.ahead += minute;
    await shop.till.post('/people/step-out');
    shop.clock.ahead += day;
    // A minute before they stepped in it was nobody, and an hour after they stepped out likewise.
    for (const wrong of [Date.parse(then) - minute, Date.parse(then) + 60 * minute]) {
      const answer = await shop.command(order.id, 'cancel', { person, occurredAt: iso(wrong) });
      expect(answer.status).toBe(403);
    }
    const answer = await shop.command(order.id, 'cancel', { person, occurredAt: then });
    expect(answer.body.order.acts.at(-1)).toMatchObject({ what: 'cancel', at: then, by: { name: 'Ada' } });
  });
});
