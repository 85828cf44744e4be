// What anybody may do at the backend's front door: ask too much, send much, send through others' browsers, look inside.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../backend/identity-house.ts';
import { openShop, simpleOrder, type Client, type Shop } from '../backend/support/shop.ts';

let folder: string;
let shop: Shop;
const openWith = async (env: Record<string, string>) => {
  shop = await openShop({ database: path.join(folder, `${randomUUID()}.db`), env });
};
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-door-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => shop.close());

const beat = { live: true, audible: true, window: 'none', person: null, cursors: {} };
const ask = (address: string, headers: Record<string, string> = {}, route = '/me') =>
  fetch(shop.backend.url + route, { headers: { 'x-forwarded-for': address, ...headers } });
const statuses = async (answers: Promise<Response>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
const of = (status: number, all: number[]) => all.filter((one) => one === status).length;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('asking too much', () => {
  // So slow that it does not matter how long the test takes.
  beforeEach(() => openWith({ COUNTERBELL_RATE_PER_SECOND: '1', COUNTERBELL_TRUST_PROXY: '127.0.0.1' }));
  const flood = (address: (n: number) => string) =>
    statuses(Array.from({ length: 60 }, (_, n) => ask(address(n), bearer(`cbd_made-up-${randomUUID()}`))));

  test('a new made-up token for each request is limited like none', async () => {
    const answers = await flood(() => '203.0.113.9');
    expect(of(401, answers)).toBeLessThanOrEqual(20);
    expect(of(429, answers)).toBeGreaterThanOrEqual(40);
    for (const headers of [{ 'x-api-key': randomUUID() }, { authorization: `Basic ${randomUUID()}` }])
      for (const route of ['/me', '/metrics'])
        expect((await ask('203.0.113.9', headers, route)).status).toBe(429);
    // Whoever was known before is not held up by it.
    expect((await ask('203.0.113.10', bearer(shop.till.token))).status).toBe(200);
    expect((await ask('203.0.113.9', bearer(shop.till.token))).status).toBe(200);
  });

  test('the addresses of one household are one', async () => {
    expect(of(429, await flood((n) => `2001:db8:1:2::${n.toString(16)}`))).toBeGreaterThanOrEqual(40);
  });

  test('a good token in a form is limited like one in a header', async () => {
    const { publicToken: token, order } = await shop.place();
    const body = new URLSearchParams({
      token,
      socket_id: '1.1',
      channel_name: `private-order-${order.id}`,
    });
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    const answers = await statuses(
      Array.from({ length: 60 }, () =>
        fetch(`${shop.backend.url}/pusher/auth`, { method: 'POST', headers, body }),
      ),
    );
    expect(of(200, answers)).toBeGreaterThan(0);
    expect(of(429, answers)).toBeGreaterThanOrEqual(30);
  });

  test('a token has one spelling, and no other with an allowance of its own', async () => {
    const { publicToken, order } = await shop.place();
    const spellings = Array.from({ length: 60 }, (_, n) => publicToken + '.'.repeat(n + 1));
    const route = `/orders/${order.id}`;
    const answers = await statuses(spellings.map((token) => ask('203.0.113.9', bearer(token), route)));
    expect(of(200, answers)).toBe(0);
    expect(of(429, answers)).toBeGreaterThanOrEqual(40);
    for (const other of [`${publicToken}=`, publicToken.replace(/^.{20}/, '$&!')])
      expect((await ask('203.0.113.10', bearer(other), route)).status).toBe(401);
    expect((await ask('203.0.113.10', bearer(publicToken), route)).status).toBe(200);
  });

  test('a token that is good no more is nobody’s', async () => {
    const thief = await shop.enrol('stolen-laptop');
    expect((await ask('203.0.113.9', bearer(thief.token))).status).toBe(200);
    await shop.backend.identity.revokeDevice('bella', thief.enrolment.device.id);
    const answers = await statuses(Array.from({ length: 30 }, () => ask('203.0.113.9', bearer(thief.token))));
    const others = await statuses(Array.from({ length: 30 }, () => ask('203.0.113.9')));
    expect(of(401, answers) + of(401, others)).toBeLessThanOrEqual(30);
  });
});

test('twenty consoles behind one address come back all at once, and each has its own limit', async () => {
  await openWith({ COUNTERBELL_RATE_PER_SECOND: '5' });
  const consoles: Client[] = [];
  for (let n = 0; n < 20; n++) {
    consoles.push(await shop.enrol(`install-${n}`));
    // Enrolling is anybody's, so the address pays for it.
    shop.clock.ahead += 1000;
  }
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all(consoles.map((console) => console.post('/beat', beat)));
    expect(answers.map(({ status }) => status)).toEqual(consoles.map(() => 200));
  }
});

describe('sending much, and through others', () => {
  beforeEach(() => openWith({ COUNTERBELL_CORS_ORIGINS: 'https://shop.example' }));

  /** The answer to a request of which only the head ever comes. */
  async function answerToHead(...head: string[]): Promise<string> {
    const { hostname, port } = new URL(shop.backend.url);
    const socket = net.connect(Number(port), hostname);
    socket.write([...head, 'Host: x', 'Content-Length: 2000000', '', '{'].join('\r\n'));
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return bytes.toString().split('\r\n')[0] ?? '';
  }

  test('who asks is looked at before anything of a body is read, and nobody may send a long one', async () => {
    const json = 'Content-Type: application/json';
    const none = ['POST /orders HTTP/1.1', json];
    expect(await answerToHead(...none)).toContain(' 401 ');
    expect(await answerToHead(...none, 'Authorization: Bearer made-up')).toContain(' 401 ');
    const { publicToken } = await shop.place();
    for (const token of [shop.till.token, publicToken])
      expect(await answerToHead(...none, `Authorization: Bearer ${token}`)).toContain(' 403 ');
    expect(await answerToHead('POST /beat HTTP/1.1', json)).toContain(' 401 ');
    for (const route of ['/enrol', '/leave', '/people/step-in', '/pusher/auth', '/pusher/authorize'])
      expect(await answerToHead(`POST ${route} HTTP/1.1`, json), route).toContain(' 413 ');
    const long = 'x'.repeat(40_000);
    const order = { items: [{ ...simpleOrder.items[0], name: 'Soup' }], note: long };
    expect((await shop.web.post('/orders', order)).status).toBe(422);
  });

  test('a form of another site enrols nobody and costs nobody a try', async () => {
    const body = JSON.stringify({ code: 'GUESS', installId: 'install-x', deviceName: 'x' });
    const { host } = new URL(shop.backend.url);
    const foreign: Record<string, string>[] = [
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=utf-8' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
      { 'content-type': 'application/json', 'sec-fetch-site': 'same-site', origin: 'https://evil.example' },
      { 'content-type': 'application/json', origin: 'https://evil.example' },
      { 'content-type': 'application/json', origin: 'null' },
    ];
    for (const route of ['/enrol', '/people/step-in', '/leave'])
      for (const headers of foreign)
        expect([403, 415], JSON.stringify(headers)).toContain(await status(route, headers, body));
    expect(await shop.store.read.selectFrom('guesses').selectAll().execute()).toEqual([]);
    for (const headers of [
      { 'sec-fetch-site': 'same-origin', origin: `http://${host}` },
      { origin: `http://${host}` },
      { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' },
      {},
    ] as Record<string, string>[])
      expect(await status('/enrol', { 'content-type': 'application/json', ...headers }, body)).toBe(403);
    expect(await shop.store.read.selectFrom('guesses').select('failures').execute()).toEqual([
      { failures: 4 },
    ]);
  });

  /** As a browser sends it: `fetch` would not let a program set these headers. */
  async function status(route: string, headers: Record<string, string>, body: string): Promise<number> {
    const request = http.request(shop.backend.url + route, { method: 'POST', headers });
    request.end(body);
    const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
    answer.resume();
    return answer.statusCode ?? 0;
  }
});

describe('looking inside', () => {
  /** Asks through a proxy that says nothing of whom it asks for. */
  async function throughProxy(headers: (sent: http.IncomingHttpHeaders) => http.OutgoingHttpHeaders) {
    const { hostname, port } = new URL(shop.backend.url);
    const proxy = http.createServer((req, res) => {
      const onward = http.request(
        { hostname, port, path: req.url, headers: headers(req.headers) },
        (answer) => {
          res.writeHead(answer.statusCode ?? 500);
          answer.pipe(res);
        },
      );
      onward.end();
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const at = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/metrics`;
    const { status } = await fetch(at).finally(() => proxy.close());
    return status;
  }
  const metrics = async (headers: Record<string, string> = {}) =>
    (await fetch(`${shop.backend.url}/metrics`, { headers })).status;

  test('metrics are for whoever asks at the machine itself, and for administrators', async () => {
    await openWith({});
    expect(await metrics()).toBe(200);
    expect(await throughProxy((sent) => sent)).toBe(403);
    for (const name of ['x-forwarded-for', 'x-real-ip', 'via', 'forwarded'])
      expect(await throughProxy(() => ({ [name]: '203.0.113.9' }))).toBe(403);
  });

  test.each<Record<string, string>>([
    { PUBLIC_URL: 'https://bell.example' },
    { COUNTERBELL_TRUST_PROXY: 'loopback' },
  ])('where a proxy is told of, for administrators alone, whatever it passes on: %o', async (env) => {
    await openWith(env);
    expect(await throughProxy(() => ({}))).toBe(403);
    expect(await metrics()).toBe(403);
    const { identity } = shop.backend;
    const admin = must(await identity.addKey({ kind: 'admin', restaurant: null, name: 'it' })).key;
    expect(await metrics(bearer(admin))).toBe(200);
  });
});
