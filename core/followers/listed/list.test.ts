// What a list of open orders says, and what it does not.
import { expect, test } from 'vitest';
import { answered, createCounter } from '../../../tests/support/counter.ts';
import { shop, theirOrder, withMore } from '../../../tests/support/listed-shop.ts';
import { ourId } from './reading.ts';

test('it says when it checked, never that it is live, and asks in their words', async () => {
  const { core, pass, asked, subscribed } = shop();
  void core.start();
  await pass(3000);
  expect(core.view().status.word).toBe('checked');
  expect(subscribed).toContain('private-orders');
  expect(asked[0]).toMatchObject({
    method: 'GET',
    path: '/api/orders?state=open',
    token: null,
    headers: { 'X-Api-Key': 'let-me-in' },
  });
  expect(asked.map(({ path }) => path)).not.toContain('/beat');
});

test('without a doorbell it is found within ten seconds', async () => {
  const { core, pass, orders, toasts } = shop();
  void core.start();
  await pass(3000);
  orders.push(theirOrder(8));
  await pass(10_500);
  expect(toasts).toHaveLength(1);
});

test('an entry without even an id rings without a name, and leaves with the list', async () => {
  const { core, pass, orders, toasts, rings } = shop();
  void core.start();
  await pass(3000);
  orders.push(theirOrder(8));
  await pass(10_500);
  orders.push({ state: 'open' } as never);
  await pass(10_500);
  expect(toasts.map(({ title }) => title)).toEqual(['New order #8', 'New order ?']);
  expect(rings).toContain('first');
  expect(core.view()).toMatchObject({
    orders: [{ order: { number: '#8' } }],
    unreadable: [{ number: '?', answerable: false }],
    status: { word: 'needs-update' },
  });
  await pass(20_000);
  expect(toasts).toHaveLength(2);
  orders.pop();
  await pass(10_500);
  expect(core.view()).toMatchObject({ unreadable: [], status: { word: 'checked' } });
});

test('the key to their house is nowhere in the open on the disk', async () => {
  const { core, pass, files } = shop();
  void core.start();
  await pass(3000);
  const texts = [...files].map(([, bytes]) => Buffer.from(bytes).toString('utf8'));
  expect(files.size).toBeGreaterThan(1);
  expect(texts.filter((text) => text.includes('let-me-in'))).toEqual([]);
});

test('an order in odd words is heard and leaves like any other', async () => {
  const odd = {
    ...theirOrder(17),
    created_at: 'just now',
    total: {},
    items: [{ name: 'Ramen', quantity: -3 }],
  };
  let data: unknown[] = [theirOrder(18), odd];
  const { core, pass, toasts } = shop({ list: () => answered(200, { data }) });
  void core.start();
  await pass(25_000);
  expect(toasts).toMatchObject([{ title: expect.stringMatching(/^2 orders/) }]);
  expect(core.view().orders).toHaveLength(2);
  data = [theirOrder(18)];
  await pass(25_000);
  expect(core.view().orders.map(({ order }) => order.number)).toEqual(['#18']);
});

test('their ids stay apart: twenty thousand in a row, by half of their bits already', () => {
  const ids = new Set<string>();
  const heads = new Set<string>();
  for (let n = 0; n < 20_000; n += 1) {
    const id = ourId(`ORD-${n}`);
    ids.add(id);
    // Half of the bits would already do, so that they are not all the same ones in disguise.
    heads.add(id.slice(-16));
  }
  expect(ids.size).toBe(20_000);
  expect(heads.size).toBe(20_000);
});

test('a list in pages is read to its end, and counts only then', async () => {
  const pages: Record<string, unknown> = {
    '/api/orders': { data: [theirOrder(21)], links: { next: 'https://orders.example/api/orders?page=2' } },
    '/api/orders?page=2': { data: [theirOrder(22)], links: { next: '?page=3' } },
    '/api/orders?page=3': { data: [theirOrder(23)], links: { next: null } },
  };
  let missing = '';
  const { core, pass, asked } = createCounter({
    policy: withMore({ next: 'links.next' }),
    answer: ({ path }) => (path === missing ? answered(500, {}) : answered(200, pages[path])),
  });
  const numbers = () => core.view().orders.map(({ order }) => order.number);
  void core.start();
  await pass(3000);
  expect(numbers()).toEqual(['#21', '#22', '#23']);
  missing = '/api/orders?page=2';
  await pass(60_000);
  expect(numbers()).toEqual(['#21', '#22', '#23']);
  expect(core.view().status.word).toBe('offline');
  // To no other address does the key travel.
  pages['/api/orders'] = { data: [], links: { next: 'https://elsewhere.example/api/orders?page=2' } };
  asked.length = 0;
  await pass(30_000);
  expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/api/orders']));
  expect(numbers()).toEqual(['#21', '#22', '#23']);
});

test('a list that has fewer orders than it says changes nothing', async () => {
  const data = [theirOrder(24), theirOrder(25)];
  let body = { data, total: 2 };
  const { core, pass } = createCounter({
    policy: withMore({ count: 'total' }),
    answer: () => answered(200, body),
  });
  void core.start();
  await pass(3000);
  body = { data: data.slice(1), total: 2 };
  await pass(60_000);
  expect(core.view().orders).toHaveLength(2);
  body = { data: data.slice(1), total: 1 };
  await pass(20_000);
  expect(core.view().orders).toHaveLength(1);
});

test('a status nobody has a word for is open in the list of open orders, and no answer about a single one', async () => {
  const strange = { ...theirOrder(30), status: 'constructor' };
  let data: unknown[] = [strange, theirOrder(31)];
  const { core, pass } = createCounter({
    policy: withMore({}, { path: '/api/orders/:id' }),
    answer: ({ path }) => answered(200, path === '/api/orders/30' ? strange : { data }),
  });
  void core.start();
  await pass(3000);
  expect(core.view().orders.map(({ column }) => column)).toEqual(['new', 'new']);
  data = [theirOrder(31)];
  await pass(12_000);
  expect(core.view().orders.map(({ order }) => order.number)).toEqual(['#31']);
});
