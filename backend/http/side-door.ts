// A plain door on the loopback for the backend's own publishing, when the front door speaks TLS: its certificate is
// made for the names others call it by, and what goes in here is signed anyway.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { timeouts, usualPatience, type RequestHandler } from './server.ts';

export type SideDoor = { host: string; port: number; close(): Promise<void> };

export async function openSideDoor(handleRequest: RequestHandler): Promise<SideDoor> {
  const server = http.createServer(timeouts(usualPatience), (req, res) => {
    if (!handleRequest(req, res)) res.writeHead(404).end();
  });
  const host = '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
