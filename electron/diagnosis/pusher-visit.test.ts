// A visit to a Pusher service that answers, refuses, is silent or is not there.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { addressOf, visitPusher, type PusherVisit } from './pusher-visit.ts';

type Frame = { event: string; data?: Record<string, unknown> };
const open: (WebSocketServer | PusherVisit)[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function visited(answer: (frame: Frame, socket: WebSocket) => void, greets = true) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  open.push(server);
  await once(server, 'listening');
  server.on('connection', (socket) => {
    if (greets) tell(socket, 'pusher:connection_established', { socket_id: '1.2' });
    socket.on('message', (data) => answer(JSON.parse(String(data)) as Frame, socket));
  });
  const { port } = server.address() as AddressInfo;
  const visit = visitPusher({ key: 'k', host: '127.0.0.1', port, tls: false }, () => ({}));
  open.push(visit);
  return { visit, server };
}
const tell = (socket: WebSocket, event: string, data: unknown, channel?: string) =>
  socket.send(JSON.stringify({ event, channel, data: JSON.stringify(data) }));
const sign = async (socketId: string) => ({ ok: true, auth: `k:${socketId}` }) as const;

test('it connects, is authorized for its own socket, subscribes, and hears what comes', async () => {
  const heard: Frame[] = [];
  const { visit } = await visited((frame, socket) => {
    heard.push(frame);
    tell(socket, 'pusher_internal:subscription_succeeded', {}, 'private-a');
    tell(socket, 'device.test', { test: 'x' }, 'private-a');
  });
  expect(await visit.connected()).toBeNull();
  expect(await visit.subscribe('private-a', sign)).toEqual({ error: null, authorized: true });
  expect(heard).toEqual([{ event: 'pusher:subscribe', data: { channel: 'private-a', auth: 'k:1.2' } }]);
  expect(await visit.heard((data) => (data as { test?: string }).test === 'x', 5000)).toBe(true);
  expect(await visit.heard((data) => (data as { test?: string }).test === 'y', 20)).toBe(false);
});

test('a key that is unknown, a signature that is refused, and one that nobody makes are told apart', async () => {
  const refusing = await visited((_frame, socket) =>
    tell(socket, 'pusher:subscription_error', { type: 'AuthError', error: 'Invalid signature' }, 'private-a'),
  );
  await refusing.visit.connected();
  expect(await refusing.visit.subscribe('private-a', sign)).toEqual({
    error: 'Invalid signature',
    authorized: true,
  });
  const unsigned = await visited(() => undefined);
  await unsigned.visit.connected();
  const no = async () => ({ ok: false, status: 403, message: 'not yours' }) as const;
  expect(await unsigned.visit.subscribe('private-a', no)).toEqual({ error: 'not yours', authorized: false });
  const { visit, server } = await visited(() => undefined, false);
  server.on('connection', (socket) => tell(socket, 'pusher:error', { code: 4001, message: 'no such app' }));
  expect(await visit.connected()).toBe('no such app (4001)');
});

test('one that is not there, or goes away, is told with the reason', async () => {
  const { visit, server } = await visited(() => undefined, false);
  server.on('connection', (socket) => socket.close(4100, 'over capacity'));
  expect(await visit.connected()).toBe('closed (4100) over capacity');
  const closed = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const gone = visitPusher({ key: 'k', host: '127.0.0.1', port, tls: false }, () => ({}));
  expect(await gone.connected()).toContain('ECONNREFUSED');
  const impossible = visitPusher({ key: 'k', host: 'a', port: 1, tls: true }, () => {
    throw new Error('use wss');
  });
  expect(await impossible.connected()).toBe('use wss');
});

test.each([
  [{ key: 'k', host: 'p.example', port: 6001, tls: false }, 'ws://p.example:6001/app/k'],
  [{ key: 'k', host: '::1', port: 6001, tls: true }, 'wss://[::1]:6001/app/k'],
  [{ key: 'k', cluster: 'eu', host: '', port: 443, tls: true }, 'wss://ws-eu.pusher.com/app/k'],
])('%j is at %s', (where, at) => {
  expect(addressOf(where).href.split('?')[0]).toBe(at);
});
