// The connection to PostgreSQL is lost between COMMIT and its answer: nobody can know whether it was done, so the
// answer says so, nothing is done twice, and the same Idempotency-Key finds what was done.
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { copyOfTemplate } from '../backend/support/cluster.ts';
import { openShop, simpleOrder, type Placed, type Shop } from '../backend/support/shop.ts';
import { randomUUID } from 'node:crypto';

const commit = Buffer.from('commit\0');

/** Carries everything; of the next so many commits it lets the server hear, and nobody the answer. */
async function losingCommits(socket: string) {
  const losing = { commits: 0, lost: 0 };
  const server: Server = createServer((client) => {
    const upstream = connect(socket);
    let swallowing = false;
    client.on('data', (piece: Buffer) => {
      if (losing.commits > 0 && piece.includes(commit)) {
        losing.commits -= 1;
        swallowing = true;
      }
      upstream.write(piece);
    });
    upstream.on('data', (piece: Buffer) => {
      if (!swallowing) return void client.write(piece);
      losing.lost += 1;
      client.destroy();
      upstream.destroy();
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { losing, port, stop: () => void server.close() };
}

let proxy: Awaited<ReturnType<typeof losingCommits>>;
let shop: Shop;
beforeEach(async () => {
  const postgres = inject('postgres');
  if ('why' in postgres) throw new Error(postgres.why);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await copyOfTemplate(postgres.folder, name);
  proxy = await losingCommits(path.join(postgres.folder, '.s.PGSQL.5432'));
  shop = await openShop({ database: `postgres://counterbell@127.0.0.1:${proxy.port}/${name}` });
});
afterEach(async () => {
  await shop.close();
  proxy.stop();
});

const marks = async () => {
  const rows = await shop.store.read.selectFrom('orders').select('body').execute();
  return rows.map((row) => String((JSON.parse(row.body) as { note: string }).note)).toSorted();
};

test('orders that shared the transaction are told that nobody knows, and none of them is placed twice', async () => {
  const notes = Array.from({ length: 6 }, (_, i) => `order ${i}`);
  proxy.losing.commits = 1;
  const answers = await Promise.all(
    notes.map((note) => shop.web.post<Placed>('/orders', { ...simpleOrder, note })),
  );
  expect(proxy.losing.lost).toBe(1);
  const told = answers.filter((answer) => answer.status === 503);
  expect(told.length).toBeGreaterThan(0);
  for (const { body, headers } of told) {
    expect(body).toMatchObject({ code: 'busy', detail: expect.stringContaining('Idempotency-Key') });
    expect(headers.get('retry-after')).toBe('1');
  }
  expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
  expect(await marks()).toEqual(notes);
});

test('sent again under the same key, the order is the one that was placed', async () => {
  proxy.losing.commits = 1;
  const order = { ...simpleOrder, note: 'once' };
  expect((await shop.web.post('/orders', order, 'key-1')).status).toBe(503);
  const again = await shop.web.post<Placed>('/orders', order, 'key-1');
  expect(again.status).toBe(201);
  expect(await marks()).toEqual(['once']);
  const { order: placed } = again.body;
  proxy.losing.commits = 1;
  expect((await shop.command(placed.id, 'accept', {}, 'key-2')).status).toBe(503);
  expect(await shop.command(placed.id, 'accept', {}, 'key-2')).toMatchObject({
    status: 200,
    body: { already: null, order: { status: 'accepted' } },
  });
  const events = await shop.events('restaurant:bella');
  expect(events.map(({ type }) => type)).toEqual(['order.new', 'order.updated']);
});
