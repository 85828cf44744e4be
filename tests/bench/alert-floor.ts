// What an alert costs without the product: an HTTP request, a line made durable, a WebSocket frame and a notification
// over D-Bus, through a server and a client that do nothing else, each in a process of its own.
import { fdatasyncSync, openSync, writeSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import dbus from 'dbus-next';
import { WebSocket, WebSocketServer } from 'ws';
import { startRole, type Answers } from './pusher/roles.ts';

export const floorRoles: Record<string, () => Answers> = {
  'floor-server': () => ({
    async listen(): Promise<number> {
      const file = openSync(path.join(os.tmpdir(), `counterbell-floor-${process.pid}`), 'w');
      const server = http.createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body = Buffer.concat(chunks);
          writeSync(file, body);
          fdatasyncSync(file);
          for (const client of sockets.clients) client.send(body);
          response.writeHead(201).end();
        });
      });
      const sockets = new WebSocketServer({ server, perMessageDeflate: false });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    },
  }),
  'floor-console': () => ({
    async connect({ port, busAddress }: { port: number; busAddress: string }) {
      const bus = dbus.sessionBus({ busAddress });
      await once(bus, 'connect');
      const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
      socket.on('message', (data: Buffer) => {
        const { title } = JSON.parse(data.toString()) as { title: string };
        const name = 'org.freedesktop.Notifications';
        const message = new dbus.Message({
          destination: name,
          path: '/org/freedesktop/Notifications',
          interface: name,
          member: 'Notify',
          signature: 'susssasa{sv}i',
          body: ['floor', 0, '', title, '', [], {}, -1],
        });
        void bus.call(message);
      });
      await once(socket, 'open');
    },
  }),
};

export type AlertFloor = { post(title: string): Promise<void>; stop(): Promise<void> };

/** An order's worth of bytes under this title is posted; its notification arrives on the bus. */
export async function startAlertFloor(busAddress: string): Promise<AlertFloor> {
  const server = startRole('floor-server');
  const client = startRole('floor-console');
  const port = await server.ask<number>('listen');
  await client.ask('connect', { port, busAddress });
  return {
    async post(title) {
      const body = JSON.stringify({ title, order: 'x'.repeat(1000) });
      const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body });
      if (answer.status !== 201) throw new Error(`The floor answered ${answer.status}.`);
    },
    async stop() {
      await client.stop();
      await server.stop();
    },
  };
}
