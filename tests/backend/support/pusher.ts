// A Pusher service apart from every backend, as a chain of restaurants has one.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherServer, type PusherApp } from '../../../backend/pusher-server/index.ts';

export type TestPusher = { port: number; app: PusherApp; stop(): Promise<void> };

export async function startPusher(): Promise<TestPusher> {
  const app = { id: '7', key: 'chain-key', secret: 'chain-secret' };
  const pusher = createPusherServer({ app });
  const server = http.createServer((req, res) => {
    if (!pusher.handleRequest(req, res)) res.writeHead(404).end();
  });
  server.on('upgrade', (req, socket, head) => {
    if (!pusher.handleUpgrade(req, socket, head)) socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    app,
    async stop() {
      await pusher.close();
      server.close();
    },
  };
}
