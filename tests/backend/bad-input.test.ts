// What is malformed, too large, unknown or stolen gets a clear 4xx that names the field, and changes nothing.
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem } from '../../contract/problem.ts';
import { onBothDatabases } from './support/databases.ts';
import { fuzzBackend } from './support/fuzzing.ts';
import { openShop, simpleOrder, type Shop } from './support/shop.ts';

const fuzzCases = 500;

onBothDatabases((databases, kind) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_RATE_PER_SECOND: '100000' },
    });
  });
  afterAll(() => shop.close());

  const [item] = simpleOrder.items;
  test.each([
    ['no items', { items: [] }, 'items'],
    ['items missing', {}, 'items'],
    ['a negative quantity', { items: [{ ...item, quantity: -1 }] }, 'items.0.quantity'],
    ['half a pizza', { items: [{ ...item, quantity: 0.5 }] }, 'items.0.quantity'],
    ['a name of 1 MB', { items: [{ ...item, name: 'x'.repeat(2 ** 20) }] }, 'items.0.name'],
    ['an unknown currency', { ...simpleOrder, total: { amount: 1, currency: 'XQX' } }, 'total.currency'],
    ['a field nobody knows', { ...simpleOrder, status: 'ready' }, 'status'],
    ['a table without a number', { ...simpleOrder, fulfilment: { kind: 'dine-in' } }, 'fulfilment.table'],
    ['no date', { ...simpleOrder, promisedAt: 'tomorrow' }, 'promisedAt'],
    ['a time nobody waits for', { ...simpleOrder, promisedAt: '9999-01-01T00:00:00Z' }, 'promisedAt'],
    ['a time long gone', { ...simpleOrder, ringAt: '1999-01-01T00:00:00Z' }, 'ringAt'],
    ['a NUL in a name', { items: [{ ...item, name: 'Sou\u0000p' }] }, 'items.0.name'],
    ['half a character', { items: [{ ...item, name: 'Sou\ud800p' }] }, 'items.0.name'],
    ['nothing but half a character', { items: [item], customer: { name: '\udc00' } }, 'customer.name'],
    ['a bell in a name', { items: [{ ...item, name: 'Sou\u0007p' }] }, 'items.0.name'],
    ['two lines in a name', { items: [{ ...item, name: 'Soup\nfree' }] }, 'items.0.name'],
    ['a C1 control in a note', { ...simpleOrder, note: 'no\u009b nuts' }, 'note'],
    ['letters turned around', { items: [{ ...item, modifiers: ['\u202estun on'] }] }, 'items.0.modifiers.0'],
    ['more than anything costs', { items: [{ ...item, quantity: 999, price: 100_000_000 }] }, 'total'],
  ])('an order with %s is refused and names the field', async (_, body, field) => {
    const before = await shop.events('restaurant:bella');
    const answer = await shop.web.post('/orders', body);
    expect(answer.status).toBe(422);
    expect(problem.parse(answer.body)).toMatchObject({ code: 'invalid', field });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await shop.events('restaurant:bella')).toEqual(before);
  });

  test('what cannot be read is told apart', async () => {
    const post = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
      fetch(`${shop.backend.url}/orders`, {
        method: 'POST',
        headers: { 'content-type': type, authorization: `Bearer ${shop.till.enrolment.token}` },
        body,
      });
    expect((await post('{"items":', 'application/json')).status).toBe(400);
    expect((await post(new Uint8Array([0x22, 0xff, 0x22]), 'application/json')).status).toBe(400);
    expect((await post('<order/>', 'application/xml')).status).toBe(415);
    expect((await post(`"${'x'.repeat(3 * 2 ** 20)}"`, 'application/json')).status).toBe(413);
    const key = await shop.web.ask('POST', '/orders', simpleOrder, { 'idempotency-key': 'x'.repeat(300) });
    expect(key).toMatchObject({ status: 422, body: { field: 'Idempotency-Key' } });
  });

  test('text from outside stays text', async () => {
    const name = `Robert'); DROP TABLE orders;-- "\\ % _ 😀`;
    const { order } = await shop.place({ customer: { name }, note: '{{7*7}} <b>' });
    expect(
      (await shop.till.get<{ customer: { name: string } }>(`/orders/${order.id}`)).body.customer.name,
    ).toBe(name);
    const found = await shop.till.get<{ orders: unknown[] }>(
      `/orders?q=${encodeURIComponent("robert'); drop")}`,
    );
    expect(found.body.orders).toHaveLength(1);
  });

  test('paths that want out lead nowhere', async () => {
    const { port } = shop.till.enrolment.pusher;
    const raw = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () =>
          socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
        );
        let text = '';
        socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
        socket.on('end', () => resolve(text));
        socket.on('error', reject);
      });
    for (const path of [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/orders/..%2f..%2f',
      '/\\..\\',
      '/%',
      '//etc/passwd',
    ])
      expect(await raw(path)).toMatch(/^HTTP\/1\.1 40[0-9]/);
  });

  test('without a token, with a wrong one, and with one of a device that was sent away', async () => {
    expect(await shop.nobody.get('/snapshot')).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in' },
    });
    expect((await shop.client('made-up').get('/snapshot')).status).toBe(401);
    const stolen = await shop.enrol('install-stolen');
    expect((await stolen.get('/snapshot')).status).toBe(200);
    await shop.backend.identity.revokeDevice('bella', stolen.enrolment.device.id);
    for (const path of ['/snapshot', '/me', '/streams/restaurant:bella/events'])
      expect(await stolen.get(path)).toMatchObject({ status: 401, body: { code: 'device-revoked' } });
    const auth = { socket_id: '1.1', channel_name: 'private-restaurant-bella' };
    expect((await stolen.post('/pusher/auth', auth)).status).toBe(401);
  });

  test('answers are not sniffed, framed, cached or read by other pages', async () => {
    const answer = await shop.till.ask('GET', '/snapshot', undefined, {
      origin: 'https://elsewhere.example',
    });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test(`${fuzzCases} requests made up from the API’s document get a clear answer and break nothing`, async () => {
    const admin = await shop.backend.identity.addKey({ kind: 'admin', restaurant: null, name: 'root' });
    const till = await shop.enrol('install-fuzz');
    const { publicToken } = await shop.place();
    const tokens = {
      till: till.enrolment.token,
      web: shop.web.token,
      customer: publicToken,
      admin: admin.ok ? admin.value.key : '',
      unknown: 'nobody-knows-this',
    };
    const statuses = await fuzzBackend(shop, tokens, fuzzCases, kind === 'sqlite' ? 11 : 12);
    // If hardly anything got past the first look, the generator would be testing that look only.
    expect(Object.keys(statuses).length).toBeGreaterThan(5);
    expect(statuses[200] ?? 0).toBeGreaterThan(fuzzCases / 50);
  });
});
