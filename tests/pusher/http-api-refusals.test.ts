// The HTTP API in detail: what it refuses, and with which words.
import { Agent, request } from 'node:http';
import { expect, test } from 'vitest';
import { within } from './support/deadline.ts';
import { NOW, running, target, raws, post } from './support/http-api.ts';
import { RawClient } from './support/raw.ts';
import { signedFetch } from './support/signed-fetch.ts';

test.each([
  [-600, 200],
  [600, 200],
  [-601, 401],
  [601, 401],
])('a clock that is %i s off gets %i', async (off, status) => {
  const event = { name: 'e', data: '{}', channels: ['orders'] };
  const reply = await post('/events', event, { timestamp: Math.floor(NOW / 1000) + off });
  expect(reply.status).toBe(status);
  expect(reply.text).toMatch(status === 200 ? /^\{\}$/ : /Timestamp expired/);
});

test('a refusal is one line that says what to do', async () => {
  const event = JSON.stringify({ name: 'e', data: '{}', channels: ['orders'] });
  const reply = await post('/events', event, { secret: 'wrong' });
  expect(reply.type).toBe('text/plain; charset=utf-8');
  expect(reply.text).toMatch(/^Invalid signature: sign "POST\\n\/apps\/7001\/events\\nauth_key=.*\n$/);
  expect(reply.text).not.toContain(target.app.secret);
});

test.each([
  ['auth_version', { auth_version: '2.0' }],
  ['auth_key', { auth_key: '' }],
  ['auth_timestamp', { auth_timestamp: '' }],
  ['auth_timestamp', { auth_timestamp: 'yesterday' }],
])('a request with a wrong %s is refused', async (_what, params) => {
  const reply = await signedFetch(target, 'GET', '/channels', { params });
  expect(reply.status).toBe(401);
});

test('whatever is added to a signed request breaks the signature', async () => {
  const reply = await signedFetch(target, 'GET', '/channels', { sentParams: { info: 'subscription_count' } });
  expect(reply.status).toBe(401);
});

test('the signature covers the body: another one, a missing md5 and a wrong md5 are refused', async () => {
  const body = '{"name":"e","data":"{}","channels":["orders"]}';
  const status = async (options: object) => (await signedFetch(target, 'POST', '/events', options)).status;
  expect(await status({ body })).toBe(200);
  expect(await status({ body, sentBody: `${body} ` })).toBe(401);
  expect(await status({ body, bodyMd5: '0'.repeat(32) })).toBe(401);
  expect(await status({ sentBody: body })).toBe(401);
});

test.each([
  ['not JSON', '{'],
  ['no object', '"text"'],
  ['nothing', 'null'],
  ['no name', { data: '', channels: ['a'] }],
  ['an empty name', { name: '', data: '', channels: ['a'] }],
  ['no data', { name: 'e', channels: ['a'] }],
  ['data that is no text', { name: 'e', data: {}, channels: ['a'] }],
  ['no channel', { name: 'e', data: '' }],
  ['an empty list of channels', { name: 'e', data: '', channels: [] }],
  ['a channel that is a number', { name: 'e', data: '', channels: [1] }],
  ['a socket id that is none', { name: 'e', data: '', channels: ['a'], socket_id: '1.2.3' }],
  ['a reserved name', { name: 'pusher:e', data: '', channels: ['a'] }],
  ['an internal name', { name: 'pusher_internal:subscription_succeeded', data: '', channels: ['a'] }],
  ['two channels, one encrypted', { name: 'e', data: '', channels: ['private-encrypted-a', 'a'] }],
  ['unknown info', { name: 'e', data: '', channels: ['a'], info: 'weather' }],
])('%s cannot be published', async (_what, body) => {
  expect((await post('/events', body)).status).toBe(400);
});

test('a batch is published whole or not at all', async () => {
  const client = new RawClient(target);
  raws.push(client);
  await client.socketId();
  client.subscribe('whole');
  await client.next('pusher_internal:subscription_succeeded');
  const good = { name: 'good', data: '', channel: 'whole' };
  const long = { ...good, data: 'x'.repeat(10_241) };
  expect(await post('/batch_events', { batch: [good, { ...good, name: 7 }] })).toMatchObject({
    status: 400,
    text: expect.stringContaining('batch[1]'),
  });
  expect(await post('/batch_events', { batch: [good, long] })).toMatchObject({ status: 413 });
  expect(await post('/batch_events', { batch: Array.from({ length: 11 }, () => good) })).toMatchObject({
    status: 400,
  });
  expect(await post('/batch_events', {})).toMatchObject({ status: 400 });
  expect(await post('/batch_events', { batch: Array.from({ length: 10 }, () => good) })).toMatchObject({
    status: 200,
  });
  for (let n = 0; n < 10; n += 1) await client.next('good');
  await client.settled();
  expect(client.waiting).toEqual([]);
});

test('an event of exactly the longest data is published, in characters that take several bytes too', async () => {
  const event = { name: 'e', channels: ['orders'] };
  expect((await post('/events', { ...event, data: 'x'.repeat(10_240) })).status).toBe(200);
  expect((await post('/events', { ...event, data: 'é'.repeat(5_120) })).status).toBe(200);
  expect((await post('/events', { ...event, data: 'é'.repeat(5_121) })).status).toBe(413);
});

test('a body beyond every limit is answered, not stored', async () => {
  const reply = await post('/events', 'x'.repeat(1024 * 1024 + 1));
  expect(reply.status).toBe(413);
});

test('a stranger is turned away before the body is read', async () => {
  const { host, port } = target;
  const req = request({
    host,
    port,
    method: 'POST',
    path: '/apps/7001/events',
    headers: { 'content-length': 900_000 },
  });
  req.on('error', () => {});
  const status = new Promise((resolve) => req.on('response', (res) => resolve(res.statusCode)));
  // The head alone: if the server waited for the body, there would be no answer.
  req.flushHeaders();
  expect(await within(status, 'the refusal')).toBe(401);
  req.destroy();
});

test('many requests over one connection', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const before = running.sockets.length;
  const { host, port, app } = target;
  const { default: PusherSdk } = await import('pusher');
  const one = new PusherSdk({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port: String(port),
    agent,
  } as never);
  for (let n = 0; n < 20; n += 1) expect((await one.trigger('orders', 'e', { n })).status).toBe(200);
  expect(running.sockets.length).toBe(before + 1);
  agent.destroy();
});

test.each([
  ['GET', '/apps/7002/channels', 404],
  ['GET', '/apps', 404],
  ['GET', '/apps/', 404],
  ['GET', '/apps/7001', 401],
])('%s %s gets %i without a signature', async (method, path, status) => {
  const reply = await fetch(`http://${target.host}:${target.port}${path}`, { method });
  expect(reply.status).toBe(status);
});

test('paths that do not exist and methods that do not fit are named', async () => {
  expect((await signedFetch(target, 'GET', '/weather')).status).toBe(404);
  expect((await signedFetch(target, 'GET', '/channels/a/b/c')).status).toBe(404);
  expect(await signedFetch(target, 'GET', '/events')).toMatchObject({ status: 405, text: 'Use POST\n' });
  expect((await signedFetch(target, 'GET', '/channels/%zz')).status).toBe(400);
});

test('what is not ours is left to the host', async () => {
  for (const path of ['/', '/orders', '/application', '/app', '/appsy/1']) {
    const reply = await fetch(`http://${target.host}:${target.port}${path}`);
    expect([reply.status, await reply.text()]).toEqual([404, 'host']);
  }
});
