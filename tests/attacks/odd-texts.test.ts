// Whatever letters an order is written in: it is placed or refused by name, never a 500, and what is kept is whole. When
// the database itself refuses a row, no line of the log says what stood in it.
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeText } from '../../contract/wire.ts';
import { createLogger } from '../../backend/logger.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, simpleOrder, type Shop } from '../backend/support/shop.ts';

const broken = /\p{Surrogate}|\0/u;

/** Any UTF-16 at all, halves of characters included; and emoji right where a text is cut. */
const units = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 90 })
  .map((codes) => String.fromCharCode(...codes));
const emoji = fc.tuple(fc.nat(3), fc.nat(45)).map(([shift, count]) => 'x'.repeat(shift) + '🍕'.repeat(count));
const odd = fc.oneof(
  { weight: 20, arbitrary: fc.string({ unit: 'grapheme', minLength: 3, maxLength: 30 }) },
  { weight: 2, arbitrary: emoji },
  { weight: 1, arbitrary: units },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 90 }) },
);

const order = fc.record(
  {
    number: odd,
    channel: fc.constantFrom('web', 'Phone 1'),
    note: odd,
    customer: fc.record({ name: odd, phone: odd, userId: odd }, { requiredKeys: ['name'] }),
    fulfilment: fc.oneof(
      fc.record({ kind: fc.constant('dine-in'), table: odd }),
      fc.record({ kind: fc.constant('delivery'), address: odd, courier: odd }, { requiredKeys: ['kind'] }),
    ),
    items: fc.array(
      fc.record(
        {
          name: odd,
          id: odd,
          note: odd,
          modifiers: fc.array(odd, { maxLength: 3 }),
          allergens: fc.array(odd, { maxLength: 3 }),
        },
        { requiredKeys: ['name'] },
      ),
      { minLength: 1, maxLength: 20 },
    ),
  },
  { requiredKeys: ['items'] },
);

onBothDatabases((databases, kind) => {
  let shop: Shop;
  const lines: string[] = [];
  beforeAll(async () => {
    shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_RATE_PER_SECOND: '100000' },
      logger: createLogger('info', { write: (line) => void lines.push(line) }),
    });
  });
  afterAll(() => shop.close());

  const kept = async () => {
    const rows = await shop.store.read.selectFrom('orders').select(['body', 'search']).execute();
    const events = await shop.store.read.selectFrom('events').select('body').execute();
    return [
      ...rows.flatMap(({ body, search }) => [JSON.stringify(JSON.parse(body)), search]),
      ...events.map(({ body }) => body),
    ];
  };

  test('orders in any letters are placed or refused, and what is kept of them is whole', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(order, fc.option(odd), async (posted, q) => {
        const { status } = await shop.web.post('/orders', posted);
        statuses.add(status);
        expect([201, 422]).toContain(status);
        const asked = q === null ? '%ED%A0%80%00' : encodeURIComponent(wholeText(q));
        expect([200, 422]).toContain((await shop.till.get(`/orders?q=${asked}`)).status);
      }),
      { numRuns: 120 },
    );
    expect(statuses).toEqual(new Set([201, 422]));
    for (const text of await kept()) {
      expect(text).not.toMatch(broken);
      expect(text).not.toMatch(/\\ud[89a-f]/i);
    }
  });

  test('an emoji that lies across the end of what is kept goes as a whole', async () => {
    const items = Array.from({ length: 14 }, (_, i) => ({ name: `${'🍕'.repeat(i === 0 ? 38 : 40)}x` }));
    for (const first of ['', 'x', 'xx', 'xxx'])
      expect((await shop.web.post('/orders', { items: [{ name: `${first}y` }, ...items] })).status).toBe(201);
    const twice = { name: 'Soup', id: `${'x'.repeat(33)}🍕` };
    expect((await shop.web.post('/orders', { items: [twice, twice] })).status).toBe(201);
    const key = await shop.backend.identity.addKey({
      kind: 'channel',
      restaurant: shop.restaurant,
      name: `${'x'.repeat(39)}🍕🍕`,
    });
    const named = shop.client(key.ok ? key.value.key : '');
    expect((await named.post('/orders', simpleOrder)).status).toBe(201);
    for (const text of await kept()) expect(text).not.toMatch(broken);
  });

  test('names of fields are texts as well', async () => {
    for (const odd of ['\0', '\ud83c', 'user:\0x', 'restaurant:\udf55'])
      for (const body of [
        { [odd]: 1 },
        { streams: { [odd]: { epoch: 'e', seq: 1, id: null } } },
        { ...simpleOrder, [odd]: {} },
      ]) {
        for (const at of ['/beat', '/receipts', '/orders']) {
          const answer = await (at === '/orders' ? shop.web : shop.till).post(at, body);
          expect(answer, at).toMatchObject({ status: 422, body: { code: 'invalid' } });
        }
      }
  });

  test('letters with accents are found however they are spelt', async () => {
    const composed = 'Crème brûlée 한국'.normalize('NFC');
    const decomposed = composed.normalize('NFD');
    await shop.place({ items: [{ name: decomposed, quantity: 1, modifiers: [], allergens: [] }] });
    const { order: kept } = await shop.place({ customer: { name: composed } });
    const row = { id: kept.id, search: `1 ${decomposed.toLowerCase()}` };
    await shop.store.write((tx) =>
      tx.updateTable('orders').set({ search: row.search }).where('id', '=', row.id).execute(),
    );
    for (const q of [composed, decomposed, 'crème', 'BRÛLÉE', '한국'.normalize('NFD')])
      expect(
        (await shop.till.get<{ orders: unknown[] }>(`/orders?q=${encodeURIComponent(q)}`)).body.orders,
        q,
      ).toHaveLength(2);
  });

  test('a row that the database refuses is told by a code, and nothing of it is logged', async () => {
    const refuse =
      kind === 'postgres'
        ? "alter table orders add constraint no_soup check (search not like '%secretsoup%')"
        : "create trigger no_soup before insert on orders when new.search like '%secretsoup%' begin select raise(abort, 'no soup'); end";
    await shop.store.write((tx) => tx.executeQuery(CompiledQuery.raw(refuse)));
    const answer = await shop.web.post('/orders', {
      ...simpleOrder,
      customer: { name: 'Anastasia', phone: '555 0100' },
      items: [{ name: 'Secretsoup' }],
    });
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    // It is this order's trouble alone.
    expect((await shop.web.post('/orders', simpleOrder)).status).toBe(201);
    const told = lines.find((line) => line.includes('request.failed')) ?? '';
    expect(told).toContain(kind === 'postgres' ? '23514' : 'SQLITE_CONSTRAINT');
    expect(lines.join('') + JSON.stringify(answer.body)).not.toMatch(/secretsoup|anastasia|555 0100/i);
  });
});
