// Publishing into the embedded server says the same as publishing to it over HTTP.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPusherServer, type PusherServer } from '../pusher-server/index.ts';
import { embeddedPublisher, servicePublisher, type Publisher } from './publisher.ts';

const app = { id: '1', key: 'key', secret: 'secret' };
let server: PusherServer;
let http: Server;
let both: Publisher[];

beforeEach(async () => {
  server = createPusherServer({ app, limits: { eventDataBytes: 100 } });
  http = createServer((req, res) => void server.handleRequest(req, res));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const service = { appId: app.id, key: app.key, secret: app.secret, host: '127.0.0.1', port, tls: false };
  both = [embeddedPublisher(server, app), servicePublisher(service)];
});
afterEach(async () => {
  for (const publisher of both) publisher.close();
  await server.close({ graceMs: 0 });
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

const ring = (data: string, channel = 'private-restaurant-1') => ({ name: 'order.new', channel, data });
const answers = async (ask: (publisher: Publisher) => unknown) => Promise.all(both.map(ask));

test('what can be published is taken, by request or without', async () => {
  expect(await answers(({ publish }) => publish([ring('{}'), ring('{}')]))).toEqual([
    { ok: true },
    { ok: true },
  ]);
});

test.each([
  ['too long', [ring('x'.repeat(101))]],
  ['for a channel that cannot be', [ring('{}', 'no such channel!')]],
  ['too many', Array.from({ length: 11 }, () => ring('{}'))],
])('what is %s is refused for good, in the same words', async (_why, rings) => {
  const [inside, outside] = await answers(({ publish }) => publish(rings));
  expect(inside).toMatchObject({
    ok: false,
    refused: true,
    why: expect.stringContaining('Pusher answered 4'),
  });
  expect(inside).toEqual(outside);
});

test('a server that is closing is no refusal: the next one will take it', async () => {
  await server.close({ graceMs: 0 });
  for (const answer of await answers(({ publish }) => publish([ring('{}')])))
    expect(answer).toMatchObject({ ok: false, refused: false });
});

test('both sign the same', async () => {
  const [inside, outside] = await answers((publisher) => [
    publisher.signChannel('1.2', 'private-a'),
    publisher.signUser('1.2', { id: 'device:1' }),
  ]);
  expect(inside).toEqual(outside);
});
