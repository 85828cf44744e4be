// Somebody sends half a request and waits, or drips it: answered 408 and hung up on, over plain HTTP, over TLS and for
// what the embedded Pusher endpoint reads; whoever is connected for good reason stays so. A stop waits for nobody.
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, copyFileSync, existsSync, rmSync, statSync } from 'node:fs';
import { connect as connectPlain, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificate } from '../../backend/http/certificate.ts';
import { createServer, timeouts, usualPatience } from '../../backend/http/server.ts';
import { createPusherServer } from '../../backend/pusher-server/index.ts';
import { openStore } from '../../backend/db/open.ts';
import { buildBackend, runBackend } from '../backend/support/process.ts';
import { clientOf, openShop, simpleOrder, type Shop } from '../backend/support/shop.ts';

/** What comes back until the other side hangs up. */
function untilHungUp(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (piece: Buffer) => (said += piece.toString()));
  socket.on('error', () => {});
  return new Promise((resolve) => void socket.on('close', () => resolve(said)));
}

const patience = { headersMs: 150, requestMs: 300, lookEveryMs: 30, silentMs: 400 };
const own = makeCertificate(['localhost', '127.0.0.1'], Date.now());

describe.each([
  ['plain HTTP', false],
  ['TLS', true],
])('over %s', (_, secure) => {
  const app = { id: '1', key: 'key', secret: 'secret' };
  const embedded = createPusherServer({ app, now: Date.now });
  const server = createServer({
    log: pino({ level: 'silent' }),
    embedded,
    patience,
    ...(secure ? { tls: own } : {}),
  });
  server.post('/orders', (request, reply) => void reply.send(request.body));
  const asked = new EventEmitter();
  server.get('/much', (request, reply) => {
    asked.emit('much', request.raw.socket);
    void reply.send(Buffer.alloc(64 * 2 ** 20));
  });
  let port: number;
  beforeAll(async () => {
    await server.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = server.server.address() as AddressInfo);
  });
  afterAll(async () => {
    await embedded.close();
    server.server.closeAllConnections();
    await server.close();
  });
  const dial = (): Socket =>
    secure
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connectPlain(port, '127.0.0.1');
  const head = (at: string, more = '') =>
    `POST ${at} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}`;

  test.concurrent.each([
    ['nothing at all', ''],
    ['half of its headers', head('/orders')],
    ['half of a body', head('/orders', 'Content-Length: 100\r\n\r\n{"items"')],
    ['half of a body for the embedded endpoint', head('/apps/1/events?x=1', 'Content-Length: 100\r\n\r\n{')],
  ])('who sends %s is answered 408 and hung up on', async (_what, sent) => {
    const socket = dial();
    const said = untilHungUp(socket);
    socket.write(sent);
    // The embedded endpoint says no before it has the body, and still does not wait for it for ever.
    expect(await said).toMatch(/HTTP\/1\.1 408 /);
  });

  test.concurrent('who drips a body byte by byte gains nothing by it', async () => {
    const socket = dial();
    const said = untilHungUp(socket);
    socket.write(head('/orders', 'Content-Length: 100000\r\n\r\n'));
    const dripping = setInterval(() => socket.writable && socket.write(' '), 40);
    expect(await said).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dripping);
  });

  test.concurrent('a WebSocket that says nothing, and a connection kept alive between requests, stay', async () => {
    const ws = new WebSocket(
      `${secure ? 'wss' : 'ws'}://127.0.0.1:${port}/app/key?protocol=7&client=t&version=1`,
      {
        rejectUnauthorized: false,
      },
    );
    await new Promise((resolve) => void ws.once('message', resolve));
    const kept = dial();
    const said = untilHungUp(kept);
    const ask = () => kept.write(head('/orders', 'Content-Length: 2\r\n\r\n{}'));
    const answered = () => new Promise((resolve) => void kept.once('data', resolve));
    ask();
    await answered();
    // Somebody else's time-out tells that more time has passed than any request is given.
    const slow = dial();
    const over = untilHungUp(slow);
    slow.write(head('/orders', 'Content-Length: 100\r\n\r\n{'));
    await over;
    ask();
    await answered();
    kept.end();
    expect((await said).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    const pong = new Promise((resolve) => void ws.once('message', resolve));
    ws.send('{"event":"pusher:ping","data":{}}');
    expect(String(await pong)).toContain('pusher:pong');
    ws.terminate();
  });

  test('who asks for much and reads nothing of it is hung up on', async () => {
    const socket = dial();
    socket.on('error', () => {});
    socket.pause();
    socket.write('GET /much HTTP/1.1\r\nHost: x\r\n\r\n');
    const [theirs] = (await once(asked, 'much')) as [Socket];
    await once(theirs, 'close');
    expect(theirs.bytesWritten).toBeGreaterThan(socket.bytesRead);
    socket.destroy();
  });

  test('every server of the backend has these limits, not Node’s', () => {
    expect(server.server).toMatchObject(timeouts(patience));
    const usual = timeouts(usualPatience);
    expect(usual.headersTimeout).toBeLessThanOrEqual(usual.requestTimeout);
    expect(usual.requestTimeout).toBeLessThanOrEqual(30_000);
    expect(usual.connectionsCheckingInterval).toBeLessThanOrEqual(2_000);
    expect(server.server.timeout).toBe(patience.silentMs);
  });
});

describe('of the shop', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'counterbell-slow-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('120,000 nested brackets are no more than a request that cannot be read', async () => {
    const shop: Shop = await openShop({ database: path.join(folder, 'shop.db') });
    const nested = `${'['.repeat(120_000)}${']'.repeat(120_000)}`;
    try {
      const bodies = [nested, `{"code":${nested}}`, `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`];
      for (const body of bodies) {
        // Where that much is read at all, it is read no further.
        expect(await shop.web.ask('POST', '/orders', body)).toMatchObject({
          status: 400,
          body: { code: 'unreadable' },
        });
        for (const at of ['/enrol', '/beat', '/receipts', '/pusher/auth'])
          expect([400, 413], at).toContain((await shop.till.ask('POST', at, body)).status);
      }
      expect((await shop.till.get('/snapshot')).status).toBe(200);
    } finally {
      await shop.close();
    }
  });

  test('half a request does not hold up a stop, and the file of a stopped backend is the whole database', async () => {
    await buildBackend();
    const file = path.join(folder, 'shop.db');
    const backend = await runBackend(
      { PORT: '0', DATABASE_URL: file, COUNTERBELL_DEMO_API_KEY: 'demokey-123' },
      ['--demo'],
    );
    const web = clientOf(backend.url, 'demokey-123');
    const placed = [];
    for (let i = 0; i < 20; i++) placed.push((await web.post('/orders', simpleOrder)).status);
    expect(placed).toEqual(placed.map(() => 201));
    const half = connectPlain(Number(new URL(backend.url).port), '127.0.0.1');
    half.on('error', () => {});
    half.write(
      'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    // A whole request on another connection is answered only after the half one was read.
    expect((await web.get('/healthz')).status).toBe(200);
    expect((await backend.stop()).code).toBe(0);

    const log = `${file}-wal`;
    expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
    const copy = path.join(folder, 'copy.db');
    copyFileSync(file, copy);
    const store = await openStore(copy);
    const orders = await store.read.selectFrom('orders').select('id').execute();
    await store.close();
    expect(orders.length).toBeGreaterThanOrEqual(20);
  });
});
