// A device's token lets its holder listen to the restaurant's channel; it must not let them speak on it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openShop, type Shop } from '../backend/support/shop.ts';
import { authFor, RawClient } from '../pusher/support/raw.ts';
import { targetAt } from '../pusher/support/embedded.ts';

const app = { id: '1', key: 'bella-key', secret: 'bella-secret' };
const env = { PUSHER_KEY: app.key, PUSHER_SECRET: app.secret };
const channel = 'private-restaurant-bella';

const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-attack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let shops = 0;
let shop: Shop;
const sockets: RawClient[] = [];
afterEach(async () => {
  for (const { socket } of sockets.splice(0)) socket.terminate();
  await shop.close();
});

async function open(clientEvents: Record<string, string>): Promise<void> {
  shops += 1;
  shop = await openShop({ database: path.join(folder, `${shops}.db`), env: { ...env, ...clientEvents } });
}

const target = () => targetAt(shop.till.enrolment.pusher.port, app);

/** Signed by the backend for that device, as any program with its token has it done. */
async function listener(installId: string): Promise<RawClient> {
  const device = await shop.enrol(installId);
  const client = new RawClient(target());
  sockets.push(client);
  const socketId = await client.socketId();
  const { body } = await device.post<{ auth: string }>('/pusher/authorize', {
    socketId,
    channelName: channel,
  });
  client.subscribe(channel, body.auth);
  await client.next('pusher_internal:subscription_succeeded');
  return client;
}

/** The next event of the log as somebody forges it who hears all of it. */
async function forgery(): Promise<object> {
  const { order } = await shop.place();
  const last = (await shop.events('restaurant:bella')).at(-1);
  return {
    ...last,
    seq: (last?.seq ?? 0) + 1,
    prev: last?.id,
    id: 'forged',
    type: 'order.updated',
    order: { ...order, status: 'rejected' },
  };
}

test.each([
  ['as it comes', {}],
  ['switched off', { PUSHER_CLIENT_EVENTS: 'off' }],
  ['switched on for pages on channels of their own', { PUSHER_CLIENT_EVENTS: 'on' }],
])('nobody speaks on the channel of the log, with client events %s', async (_how, wish) => {
  await open(wish);
  const [rogue, console] = [await listener('install-rogue'), await listener('install-console')];
  const forged = await forgery();
  await console.next('order.new');
  for (const name of ['client-x', 'client-order.updated', 'client-device.revoked']) {
    rogue.say(name, forged, channel);
    expect((await rogue.next('pusher:error')).data).toMatchObject({ code: 4301 });
  }
  await console.settled();
  expect(console.waiting.filter(({ event }) => event.startsWith('client-'))).toEqual([]);
});

test('on a channel of their own pages may speak once they are let', async () => {
  const talk = 'private-talk';
  for (const [wish, heard] of [
    ['on', ['client-hello']],
    ['off', []],
  ] as const) {
    if (wish === 'off') await shop.close();
    await open({ PUSHER_CLIENT_EVENTS: wish });
    const pages = [new RawClient(target()), new RawClient(target())];
    sockets.push(...pages);
    for (const page of pages) {
      page.subscribe(talk, authFor(target(), `${await page.socketId()}:${talk}`));
      await page.next('pusher_internal:subscription_succeeded');
    }
    pages[0]?.say('client-hello', {}, talk);
    await pages[0]?.settled();
    await pages[1]?.settled();
    expect(pages[1]?.waiting.map(({ event }) => event)).toEqual(heard);
  }
});
