// A Pusher service between a console and the real one: it passes every frame on, or does what a test tells it to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';

export type Frame = { event: string; channel?: string; data?: unknown };
/** What becomes of a frame of the console: it goes on, is lost, or is answered with this one instead. */
export type Fate = 'pass' | 'lose' | Frame;

export type Puppet = {
  port: number;
  /** How many connections were made to it. */
  connections(): number;
  /** Closes every connection as soon as it is made, until told otherwise. */
  closeAtOnce(code: number | null): void;
  onFrame(decide: (frame: Frame, connection: number) => Fate): void;
  /** Closes the open connections with this code. */
  close(code: number): void;
  /** Every frame that consoles sent. */
  heard: readonly { connection: number; frame: Frame }[];
  /** Every frame of the service that went to consoles. */
  told: readonly { connection: number; frame: Frame }[];
  stop(): Promise<void>;
};

export async function startPuppet(servicePort: number): Promise<Puppet> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  let connections = 0;
  let closeAtOnce: number | null = null;
  let decide: (frame: Frame, connection: number) => Fate = () => 'pass';
  const heard: { connection: number; frame: Frame }[] = [];
  const told: { connection: number; frame: Frame }[] = [];

  server.on('connection', (console, request) => {
    const connection = (connections += 1);
    if (closeAtOnce !== null) return console.close(closeAtOnce);
    const service = new WebSocket(`ws://127.0.0.1:${servicePort}${request.url}`);
    const early: string[] = [];
    service.on('open', () => {
      for (const text of early) service.send(text);
    });
    service.on('message', (data) => {
      told.push({ connection, frame: JSON.parse(String(data)) as Frame });
      console.send(String(data));
    });
    console.on('message', (data) => {
      const text = String(data);
      const frame = JSON.parse(text) as Frame;
      heard.push({ connection, frame });
      const fate = decide(frame, connection);
      if (fate === 'lose') return;
      if (fate !== 'pass') console.send(JSON.stringify(fate));
      else if (service.readyState === WebSocket.OPEN) service.send(text);
      else early.push(text);
    });
    console.on('close', () => service.terminate());
    service.on('close', () => console.terminate());
    service.on('error', () => console.terminate());
    console.on('error', () => service.terminate());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  return {
    port: (http.address() as AddressInfo).port,
    connections: () => connections,
    closeAtOnce: (code) => void (closeAtOnce = code),
    onFrame: (next) => void (decide = next),
    close(code) {
      for (const client of server.clients) client.close(code);
    },
    heard,
    told,
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
