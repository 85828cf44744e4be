// Sets up pusher-js on Node as the console uses it, against a Pusher server or one that does only what a test says; what was
// opened is closed after each test.
import { createHash, createHmac } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Pusher from 'pusher-js';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createPusherServer, type PusherServer } from '../../backend/pusher-server/index.ts';
import type { Log } from '../../core/ports/log.ts';
import type {
  AuthorizeAnswer,
  AuthorizeRequest,
  Realtime,
  RealtimeOptions,
  RealtimeSignal,
} from '../../core/ports/realtime.ts';
import { createPusherRealtime } from '../../electron/adapters/pusher-realtime.ts';

export const app = { id: '1', key: 'key', secret: 'secret' };
export const logged: { event: string; fields: unknown }[] = [];
const note = (event: string, fields?: unknown) => void logged.push({ event, fields });
export const log: Log = { debug: note, info: note, warn: note, error: note };
let realtime: Realtime;
// The class that makes sockets is one for the whole process; each adapter puts its own there.
beforeEach(() => {
  realtime = createPusherRealtime({ Pusher, log });
});

export const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
  logged.length = 0;
});

type Host = { port: number; http: Server; sockets: Set<Socket>; pusher?: PusherServer };

async function listen(http: Server, port = 0): Promise<Host> {
  const sockets = new Set<Socket>();
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => http.close(resolve));
  };
  cleanUp.push(stop);
  return { port: (http.address() as AddressInfo).port, http, sockets };
}

export async function startServer(port = 0, key = app.key): Promise<Host & { pusher: PusherServer }> {
  const pusher = createPusherServer({ app: { ...app, key } });
  const http = createServer((req, res) => void (pusher.handleRequest(req, res) || res.writeHead(404).end()));
  http.on('upgrade', (req, socket, head) => pusher.handleUpgrade(req, socket, head));
  const host = await listen(http, port);
  cleanUp.push(() => pusher.close({ graceMs: 10 }));
  return { ...host, pusher };
}

/** A server that says and does only what a test lets it. */
export async function startPuppet(
  onConnection: (say: (frame: object) => void, close: (code: number) => void) => void,
) {
  const http = createServer();
  const puppet = new WebSocketServer({ server: http });
  puppet.on('connection', (socket) =>
    onConnection(
      (frame) => socket.send(JSON.stringify(frame)),
      (code) => socket.close(code),
    ),
  );
  cleanUp.push(() => puppet.close());
  return { ...(await listen(http)), puppet };
}
export const greeting = (id = '1.1') => ({
  event: 'pusher:connection_established',
  data: JSON.stringify({ socket_id: id, activity_timeout: 30 }),
});

const sign = (key: string, text: string) =>
  `${key}:${createHmac('sha256', app.secret).update(text).digest('hex')}`;
export async function permit(request: AuthorizeRequest, key = app.key): Promise<AuthorizeAnswer> {
  if (request.for === 'channel')
    return { ok: true, auth: sign(key, `${request.socketId}:${request.channel}`) };
  const userData = JSON.stringify({ id: 'device-1' });
  return { ok: true, auth: sign(key, `${request.socketId}::user::${userData}`), userData };
}

/** On a presence channel: what is signed is the very text that says who it is. */
export async function permitMember(request: AuthorizeRequest, channelData: string): Promise<AuthorizeAnswer> {
  if (request.for === 'user') return permit(request);
  return {
    ok: true,
    auth: sign(app.key, `${request.socketId}:${request.channel}:${channelData}`),
    channelData,
  };
}

export function open(port: number, over: Partial<RealtimeOptions> = {}) {
  const signals: RealtimeSignal[] = [];
  const client = realtime.open({
    address: { key: app.key, host: '127.0.0.1', port, tls: false },
    fingerprint: null,
    activityTimeoutMs: 8000,
    pongTimeoutMs: 4000,
    authorize: (request) => permit(request, over.address?.key),
    signal: (signal) => signals.push(signal),
    ...over,
  });
  cleanUp.push(() => client.close());
  const heard = (kind: RealtimeSignal['kind'], times = 1) =>
    vi.waitFor(
      () => {
        const found = signals.filter((signal) => signal.kind === kind);
        if (found.length < times) throw new Error(`heard ${signals.map((signal) => signal.kind).join(' ')}`);
        return found[times - 1] as never as Record<string, unknown>;
      },
      { timeout: 10_000, interval: 10 },
    );
  return { client, signals, heard };
}

export async function publish(port: number, channel: string, name: string, data: string, key = app.key) {
  const body = JSON.stringify({ name, channels: [channel], data });
  const query = [
    `auth_key=${key}`,
    `auth_timestamp=${Math.floor(Date.now() / 1000)}`,
    'auth_version=1.0',
    `body_md5=${createHash('md5').update(body).digest('hex')}`,
  ].join('&');
  const path = `/apps/${app.id}/events`;
  const signature = createHmac('sha256', app.secret).update(`POST\n${path}\n${query}`).digest('hex');
  // On a connection of its own, which is not kept: tests count them.
  const status = await new Promise((resolve, reject) => {
    const asked = request(`http://127.0.0.1:${port}${path}?${query}&auth_signature=${signature}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      agent: false,
    });
    asked.once('error', reject);
    asked.once('response', (answer) => resolve(answer.resume().statusCode));
    asked.end(body);
  });
  expect(status).toBe(200);
}
