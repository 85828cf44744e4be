// One port for an application's own routes and for Pusher, as the backend runs it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { createPusherServer } from '../../backend/pusher-server/index.ts';
import { within } from './support/deadline.ts';
import { APP, targetAt } from './support/embedded.ts';
import { createClients, createSdk, happens, subscribed } from './support/official.ts';

test('Fastify and Pusher share a server, and each gets its own requests', async () => {
  const pusher = createPusherServer({ app: APP });
  const app = fastify({
    serverFactory: (handler) => {
      const server = createServer((req, res) => {
        if (!pusher.handleRequest(req, res)) handler(req, res);
      });
      server.on('upgrade', (req, socket, head) => {
        if (!pusher.handleUpgrade(req, socket, head)) socket.destroy();
      });
      return server;
    },
  });
  app.post('/orders', (request) => ({ got: request.body }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const target = targetAt(port);
  const sdk = createSdk(target);
  const clients = createClients(target, sdk);

  const channel = await subscribed(await clients.connected(), 'orders');
  const heard = happens(channel, 'order.new');
  await sdk.trigger('orders', 'order.new', { n: 1 });
  expect(await within(heard, 'the event')).toEqual({ n: 1 });
  const reply = await fetch(`http://127.0.0.1:${port}/orders`, {
    method: 'POST',
    body: '{"n":2}',
    headers: { 'content-type': 'application/json' },
  });
  expect(await reply.json()).toEqual({ got: { n: 2 } });

  clients.done();
  await pusher.close();
  await app.close();
});

test('an activity time-out of zero is refused at once: clients would refuse it later', () => {
  expect(() => createPusherServer({ app: APP, activityTimeoutS: 0 })).toThrow(/above 0/);
});
