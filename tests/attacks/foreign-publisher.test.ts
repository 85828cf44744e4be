// Whoever got hold of Pusher's secret still has to come from where publishers are.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openShop, until, type Shop } from '../backend/support/shop.ts';
import { targetAt } from '../pusher/support/embedded.ts';
import { signedFetch } from '../pusher/support/signed-fetch.ts';

const app = { id: '1', key: 'bella-key', secret: 'bella-secret' };
const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-attack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let shops = 0;
let shop: Shop;
afterEach(() => shop.close());

async function open(env: Record<string, string>): Promise<void> {
  shops += 1;
  const keys = { PUSHER_KEY: app.key, PUSHER_SECRET: app.secret };
  shop = await openShop({ database: path.join(folder, `${shops}.db`), env: { ...keys, ...env } });
}

async function publish(headers: Record<string, string>): Promise<number> {
  const target = targetAt(shop.till.enrolment.pusher.port, app);
  const body = JSON.stringify({ name: 'order.new', channel: 'private-restaurant-bella', data: '{}' });
  return (await signedFetch(target, 'POST', '/events', { body, headers })).status;
}
const fromAfar = { 'x-forwarded-for': '203.0.113.9' };

test.each([
  ['by default, from this machine', {}, {}, 200],
  ['by default, through a proxy that nobody named', {}, fromAfar, 403],
  ['by default, from afar', { COUNTERBELL_TRUST_PROXY: 'loopback' }, fromAfar, 403],
  [
    'from another network than was named',
    { COUNTERBELL_TRUST_PROXY: 'loopback', PUSHER_API_FROM: '198.51.100.0/24' },
    fromAfar,
    403,
  ],
  [
    'from where it was named',
    { COUNTERBELL_TRUST_PROXY: 'loopback', PUSHER_API_FROM: '203.0.113.0/24' },
    fromAfar,
    200,
  ],
  ['from anywhere, if that is wanted', { PUSHER_API_FROM: 'anywhere' }, fromAfar, 200],
])('publishing with the right secret, %s', async (_where, env, headers, status) => {
  await open(env);
  expect(await publish(headers)).toBe(status);
});

test('whoever else is let in, the backend itself publishes', async () => {
  await open({ PUSHER_API_FROM: '203.0.113.0/24' });
  await shop.place();
  const seq = await until('the order to be published', async () => {
    const { published_seq: published } = await shop.store.read
      .selectFrom('streams')
      .select('published_seq')
      .where('name', '=', 'restaurant:bella')
      .executeTakeFirstOrThrow();
    return published >= 1 && published;
  });
  expect(seq).toBe(1);
});
