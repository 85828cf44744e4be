// A device's test event: through the log to everybody of its restaurant who reads it, and nothing follows from it.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEvent } from '../../contract/events.ts';
import { must } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, type Shop } from './support/shop.ts';

onBothDatabases((databases) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterEach(() => shop.close());

  const path = '/devices/test-event';
  const events = () => shop.store.read.selectFrom('events').selectAll().orderBy('seq').execute();

  test('it has a place in the restaurant’s log, under the name it was given, and is no order', async () => {
    const test = randomUUID();
    const { status, body } = await shop.till.post(path, { test });
    expect(status).toBe(200);
    expect(body).toMatchObject({ stream: 'restaurant:bella' });
    const [event, ...more] = await events();
    expect(more).toEqual([]);
    expect(event?.seq).toBe(body.seq);
    expect(parseEvent(JSON.parse(event?.body ?? ''))).toMatchObject({
      ok: true,
      event: { type: 'device.test', test, device: { name: 'Till' } },
    });
    expect(await shop.store.read.selectFrom('orders').selectAll().execute()).toEqual([]);
    expect(await shop.store.read.selectFrom('escalations').selectAll().execute()).toEqual([]);
  });

  test('only a device sends one, few at a time, and only what is one', async () => {
    const key = must(
      await shop.backend.identity.addKey({ kind: 'admin', restaurant: 'bella', name: 'office' }),
    ).key;
    expect((await shop.client(key).post(path, { test: randomUUID() })).status).toBe(403);
    expect((await shop.client('nonsense').post(path, { test: randomUUID() })).status).toBe(401);
    for (const odd of [{}, { test: 'x' }, { test: randomUUID(), order: {} }])
      expect((await shop.till.post(path, odd)).status).toBe(422);
    const answers = [];
    for (let n = 0; n < 20; n += 1) answers.push((await shop.till.post(path, { test: randomUUID() })).status);
    expect(answers.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(answers).toContain(429);
    const sent = answers.filter((status) => status === 200).length;
    expect((await events()).length).toBe(sent);
  });
});
