// What this system needs of a Pusher server's HTTP API.
import { describe, expect, test } from 'vitest';
import { startInterop } from './support/interop.ts';
import { fresh, subscribed } from './support/official.ts';
import { signedFetch } from './support/signed-fetch.ts';

const { target, sdk, clients, raw } = await startInterop();

describe('the HTTP API', () => {
  test('lists occupied channels, by prefix', async () => {
    const prefix = fresh('presence-list');
    await subscribed(await clients.connected({ person: { id: 'ada' } }), `${prefix}-a`);
    await subscribed(await clients.connected({ person: { id: 'bo' } }), `${prefix}-b`);
    const answer = await sdk.get({
      path: '/channels',
      params: { filter_by_prefix: prefix, info: 'user_count' },
    });
    expect(await answer.json()).toMatchObject({
      channels: { [`${prefix}-a`]: { user_count: 1 }, [`${prefix}-b`]: { user_count: 1 } },
    });
  });

  test('tells whether a channel is occupied', async () => {
    const channel = fresh('occupied');
    await subscribed(await clients.connected(), channel);
    expect(await (await sdk.get({ path: `/channels/${channel}` })).json()).toMatchObject({ occupied: true });
    expect(await (await sdk.get({ path: `/channels/${fresh('empty')}` })).json()).toMatchObject({
      occupied: false,
    });
  });

  test('knows members of presence channels only', async () => {
    expect((await signedFetch(target, 'GET', `/channels/${fresh('orders')}/users`)).status).toBe(400);
  });

  const event = { name: 'e', data: '{}', channels: [fresh('orders')] };
  const post = (options: object, change: object = {}) =>
    signedFetch(target, 'POST', '/events', { body: JSON.stringify({ ...event, ...change }), ...options });

  test('turns away who has not the secret, and what was changed on the way', async () => {
    expect((await post({})).status).toBe(200);
    expect((await post({ secret: 'guessed' })).status).toBe(401);
    expect((await post({ key: 'unknown' })).status).toBe(401);
    expect((await post({ sentBody: JSON.stringify({ ...event, name: 'f' }) })).status).toBe(401);
  });

  test('turns away a signature that is more than ten minutes old', async () => {
    expect((await post({ timestamp: Math.floor(Date.now() / 1000) - 700 })).status).toBe(401);
  });

  test('takes empty data, and hands it on', async () => {
    const client = raw();
    await client.socketId();
    client.subscribe(event.channels[0]!);
    await client.next('pusher_internal:subscription_succeeded');
    expect((await post({}, { data: '' })).status).toBe(200);
    expect(JSON.parse((await client.next('e')).raw).data).toBe('');
  });

  test('refuses what is too long or wrongly named', async () => {
    const status = async (change: object) => (await post({}, change)).status;
    expect(await status({ data: 'x'.repeat(10_241) })).toBe(413);
    expect(await status({ channels: Array.from({ length: 101 }, (_, n) => `c${n}`) })).toBe(400);
    expect(await status({ channels: ['not allowed!'] })).toBe(400);
    expect(await status({ channels: ['fine\nnot fine'] })).toBe(400);
    expect(await status({ name: 'x'.repeat(201) })).toBe(400);
    expect(await status({ name: 'pusher:subscribe' })).toBe(400);
  });
});
