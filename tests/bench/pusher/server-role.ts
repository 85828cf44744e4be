// The embedded server alone in its process, so that what is measured is its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPusherServer } from '../../../backend/pusher-server/index.ts';
import type { Answers } from './roles.ts';

export const APP = { id: '7001', key: 'bench-key', secret: 'bench-secret' };

export type Memory = { rssBytes: number; heapBytes: number };

export function serverAnswers(): Answers {
  // A bench is one address with thousands of clients; nothing else about the server is changed.
  const limits = { connectionsPerAddress: 10_000, connectBurstPerAddress: 20_000 };
  const pusher = createPusherServer({ app: APP, limits });
  const host = createServer((req, res) => {
    if (!pusher.handleRequest(req, res)) res.writeHead(404).end();
  });
  host.on('upgrade', (req, socket, head) => {
    if (!pusher.handleUpgrade(req, socket, head)) socket.destroy();
  });
  return {
    listen: () =>
      new Promise<number>((resolve) => {
        host.listen(0, '127.0.0.1', () => resolve((host.address() as AddressInfo).port));
      }),
    stats: () => pusher.stats(),
    async memory(): Promise<Memory> {
      // Garbage of the handshakes is not what an idle connection costs.
      for (let n = 0; n < 3; n += 1) {
        globalThis.gc!();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const { rss, heapUsed, external } = process.memoryUsage();
      return { rssBytes: rss, heapBytes: heapUsed + external };
    },
  };
}
