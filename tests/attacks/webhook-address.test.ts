// A webhook address with a password in it: refused with a sentence; one that an earlier version took is told to the
// administrator and tried no more, and neither a log line nor what became of the call says the password.
import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Restaurant } from '../../contract/restaurant.ts';
import type { Webhook } from '../../contract/webhook.ts';
import { createEscalation } from '../../backend/escalation/index.ts';
import { createLogger } from '../../backend/logger.ts';
import { changeSettings, plainSettings } from '../../backend/restaurant/restaurants.ts';
import type { Client } from '../backend/support/shop.ts';
import { openShop, type Shop } from '../backend/support/shop.ts';

let folder: string;
let shop: Shop;
let admin: Client;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-webhook-'));
  shop = await openShop({ database: path.join(folder, 'shop.db') });
  const key = await shop.backend.identity.addKey({
    kind: 'admin',
    restaurant: shop.restaurant,
    name: 'root',
  });
  admin = shop.client(key.ok ? key.value.key : '');
});
afterEach(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

const settings = { ...plainSettings, name: 'Bella' };
const set = (webhook: string) =>
  admin.ask('PUT', '/restaurant', { ...settings, escalation: { afterSeconds: 60, webhook } });

test.each([
  'https://bell:s3cret-word@hooks.example/x',
  'https://s3cret-word@hooks.example/x',
  'https://:s3cret-word@hooks.example',
  'https:\\\\bell:s3cret-word@hooks.example/x',
  'https:bell:s3cret-word@hooks.example/x',
  ' https://bell:s3cret-word@hooks.example/x',
])('%s is refused, and the sentence does not repeat it', async (url) => {
  const answer = await set(url);
  expect(answer).toMatchObject({ status: 422, body: { field: 'escalation.webhook' } });
  expect(JSON.stringify(answer.body)).not.toContain('s3cret-word');
});

test.each(['https://hooks.example/services/s3cret@word', 'https://hooks.example/?to=a@b.example'])(
  '%s is fine: an @ may stand behind the host',
  async (url) => {
    expect((await set(url)).status).toBe(200);
  },
);

test.each([
  ['with a password', 'http://bell:s3cret-word@127.0.0.1:9/x', 'refused', /user name or a password/],
  ['of nobody', 'http://127.0.0.1:9/s3cret-word', 'waiting', /^the receiver cannot be reached \(\w+\)$/],
])('a call to an address %s, set before, is told without its secret', async (_, url, outcome, last) => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  await shop.backend.log.write((tx, append) =>
    changeSettings(
      tx,
      append,
      shop.restaurant,
      { ...settings, escalation: { afterSeconds: 60, webhook: url } },
      shop.clock.now(),
    ),
  );
  // It is still read, so that whoever looks finds what is wrong.
  expect((await admin.get<Restaurant>('/restaurant')).body.escalation.webhook).toBe(url);
  await shop.place();
  shop.clock.ahead += 120_000;
  const escalation = createEscalation({
    store: shop.store,
    log: shop.backend.log,
    now: shop.clock.now,
    report: (level, line) => logger[level](line),
  });
  await escalation.round();
  await escalation.round();
  const { deliveries } = (await admin.get<Webhook>('/webhook')).body;
  expect(deliveries.length).toBeGreaterThan(0);
  for (const delivery of deliveries)
    expect(delivery).toMatchObject({ outcome, attempts: 1, last: expect.stringMatching(last) });
  expect(lines.some((line) => line.includes('"webhook"'))).toBe(true);
  expect(lines.join('') + deliveries.map((one) => one.last).join('')).not.toContain('s3cret-word');
});
