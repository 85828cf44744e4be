// Receives webhooks: keeps what it was called with, and answers what it was told to, then 204.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Call = { headers: IncomingHttpHeaders; body: string };
export type Receiver = { url: string; calls: Call[]; answers: number[]; server: Server };

export function openReceiver(): Promise<Receiver> {
  const calls: Call[] = [];
  const answers: number[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk: Buffer) => (body += chunk.toString()));
    req.on('end', () => {
      calls.push({ headers: req.headers, body });
      res.writeHead(answers.shift() ?? 204).end();
    });
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ url: `http://127.0.0.1:${port}/bell`, calls, answers, server });
    }),
  );
}
