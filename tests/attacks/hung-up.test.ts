// Whoever asks for a WebSocket and hangs up, or never does, costs the backend nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBackend, runBackend, type BackendProcess } from '../backend/support/process.ts';

let folder: string;
let backend: BackendProcess;
beforeAll(async () => {
  await buildBackend();
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-hung-up-'));
  backend = await runBackend({ PORT: '0', DATABASE_URL: path.join(folder, 'shop.db') });
});
afterAll(async () => {
  await backend.kill();
  rmSync(folder, { recursive: true, force: true });
});

const upgrade = (where: string) =>
  [
    `GET ${where} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');

async function connected(): Promise<net.Socket> {
  const socket = net.connect({
    port: Number(new URL(backend.url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const answers = async () => (await fetch(`${backend.url}/healthz`)).status;

test('a connection that is reset while its upgrade is refused does not end the process', async () => {
  for (const where of ['/', '/orders', '/app/nobody?protocol=7', '/app/%zz'])
    for (let n = 0; n < 40; n++) {
      const socket = await connected();
      socket.write(upgrade(where));
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
  expect(await answers()).toBe(200);
});

test('a refused upgrade is let go of although the other side never hangs up', async () => {
  const socket = await connected();
  socket.write(upgrade('/orders'));
  socket.resume();
  await once(socket, 'end');
  // Only a connection that is gone answers what is written into it with a reset.
  const gone = new Promise((resolve) => void socket.once('close', resolve));
  const knocking = setInterval(() => socket.write('x'), 5);
  await gone.finally(() => clearInterval(knocking));
  expect(await answers()).toBe(200);
});
