// The whole brain with an order system that was there before: a list, a way to mark ready, an authorizer.
import { expect, test } from 'vitest';
import { policy } from '../../../contract/policy.ts';
import type { BackendAnswer, BackendRequest } from '../../ports/backend.ts';
import { answered, createCounter, unreachable } from '../../../tests/support/counter.ts';
import { ourId } from './reading.ts';

type Theirs = { id: number; number: string; status: string; created_at: string; items: { name: string }[] };

const theirOrder = (id: number): Theirs => ({
  id,
  number: `#${id}`,
  status: 'open',
  created_at: '2026-03-14T16:59:00Z',
  items: [{ name: 'Ramen' }],
});

const settings = policy.parse({
  backend: {
    url: 'https://orders.example',
    existing: {
      restaurant: { id: 'r1', name: 'Noodle House', currency: 'EUR' },
      token: 'let-me-in',
      header: { name: 'X-Api-Key', value: ':token' },
      list: { path: '/api/orders?state=open', field: 'data' },
      ready: { method: 'PUT', path: '/api/orders/:id', body: { state: 'ready' } },
      authorize: { path: '/broadcasting/auth', style: 'form' },
      pusher: { key: 'k', host: '', port: 6001, tls: false },
      channel: 'private-orders',
      statuses: { open: 'new', done: 'ready' },
    },
  },
});

function shop(
  over: Partial<{
    list: () => BackendAnswer;
    ready: (request: BackendRequest) => BackendAnswer;
    files: Map<string, Uint8Array>;
  }> = {},
) {
  const orders: Theirs[] = [];
  const list = () => answered(200, { data: orders });
  const ready = () => answered(200, {});
  const counter = createCounter({
    policy: settings,
    ...(over.files === undefined ? {} : { files: over.files }),
    answer: (request) => (request.method === 'GET' ? (over.list ?? list)() : (over.ready ?? ready)(request)),
  });
  const doorbell = (name: string) =>
    counter.signal({ kind: 'event', channel: 'private-orders', name, data: {} });
  return { ...counter, orders, list, doorbell };
}

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

test('a doorbell has the list read at once; the order rings once, by whatever way it was found', async () => {
  const { core, pass, orders, toasts, rings, doorbell } = shop();
  void core.start();
  await pass(3000);
  orders.push(theirOrder(7));
  doorbell('order.new');
  await pass(500);
  expect(toasts.map(({ title }) => title)).toEqual(['New order #7']);
  expect(rings).toEqual(['first']);
  await pass(12_000);
  expect(toasts).toHaveLength(1);
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

test.each([10_000, 90_000])(
  'when the list cannot be read for %i ms the doorbell rings anonymously, and the next unknown order takes that ring over',
  async (away) => {
    let reachable = true;
    const { core, pass, orders, toasts, rings, doorbell } = shop({
      list: () => (reachable ? answered(200, { data: orders }) : unreachable),
    });
    void core.start();
    await pass(3000);
    reachable = false;
    orders.push(theirOrder(9));
    doorbell('order.new');
    await pass(900);
    expect(toasts).toHaveLength(0);
    await pass(300);
    expect(toasts.map(({ title }) => title)).toEqual(['A new order came in']);
    expect(rings).toEqual(['first']);
    await pass(away);
    reachable = true;
    await pass(10_000);
    expect(core.view().orders.map(({ order }) => order.number)).toEqual(['#9']);
    // One notification, put in words once they are known; and no second beginning of the bell.
    expect(toasts.map(({ title }) => title)).toEqual(['A new order came in', 'New order #9']);
    expect(new Set(toasts.map(({ id }) => id)).size).toBe(1);
  },
);

test('while no list can be read, a stopped anonymous bell rings again after the snooze, and at the next doorbell', async () => {
  let reachable = true;
  const { core, pass, toasts, rings, doorbell } = shop({
    list: () => (reachable ? answered(200, { data: [] }) : unreachable),
  });
  void core.start();
  await pass(3000);
  reachable = false;
  doorbell('order.new');
  await pass(1500);
  void core.handle({ kind: 'stop-bell' });
  await pass(60_000);
  expect(rings, 'stopped for now').toEqual(['first']);
  doorbell('order.new');
  await pass(1500);
  expect(rings, 'another order').toEqual(['first', 'first']);
  void core.handle({ kind: 'stop-bell' });
  await pass(85_000);
  expect(rings).toHaveLength(2);
  await pass(10_000);
  expect(rings, 'a stop is a snooze').toHaveLength(3);
  expect(toasts).toHaveLength(1);
});

test('the second of two doorbells is heard although the list that told of the first was the last one that could be read', async () => {
  let answer: 'none' | 'the first' | 'no more' = 'none';
  let lists = 0;
  const { core, pass, orders, toasts, doorbell } = shop({
    list: () => {
      if (answer === 'none') return unreachable;
      lists += 1;
      return answer === 'the first' && lists === 1 ? answered(200, { data: orders }) : unreachable;
    },
  });
  void core.start();
  await pass(3000);
  orders.push(theirOrder(20));
  doorbell('order.new');
  await pass(1500);
  expect(toasts.map(({ title }) => title)).toEqual(['A new order came in']);
  answer = 'the first';
  // A reading is under way when the second doorbell comes.
  doorbell('order.updated');
  await pass(0.5);
  doorbell('order.new');
  await pass(200);
  expect(toasts.map(({ title }) => title)).toEqual(['A new order came in', 'New order #20']);
  await pass(1500);
  expect(toasts.map(({ title }) => title).at(-1)).toBe('A new order came in');
  expect(toasts).toHaveLength(3);
});

test('accepting counts here alone; ready is told in their way, once, and stays shown until the list agrees', async () => {
  const { core, pass, orders, asked } = shop();
  orders.push(theirOrder(10));
  void core.start();
  await pass(3000);
  const order = ourId('10');
  const press = (verb: 'accept' | 'ready' | 'reject') => {
    const answer = core.handle({ kind: 'command', order, verb });
    return pass(200).then(() => answer);
  };
  expect(await press('accept')).toMatchObject({ ok: true });
  expect(core.view().orders[0]).toMatchObject({ column: 'preparing', pending: null });
  expect(await press('reject')).toMatchObject({ ok: false, error: { code: 'refused' } });
  expect(await press('ready')).toMatchObject({ ok: true });
  const sent = asked.filter(({ method }) => method === 'PUT');
  expect(sent).toMatchObject([{ path: '/api/orders/10', body: { state: 'ready' } }]);
  orders[0]!.status = 'done';
  await pass(11_000);
  expect(core.view().orders[0]).toMatchObject({ column: 'ready', pending: null });
  expect(asked.filter(({ method }) => method === 'PUT')).toHaveLength(1);
});

test('an answer that leaves it open is settled by reading, not by repeating', async () => {
  const orders = [theirOrder(11)];
  let puts = 0;
  const { core, pass } = shop({
    list: () => answered(200, { data: orders }),
    ready() {
      puts += 1;
      orders[0]!.status = 'done';
      return { kind: 'failure', why: 'timeout', sent: true, message: 'no answer' };
    },
  });
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order: ourId('11'), verb: 'ready' });
  await pass(15_000);
  expect(puts).toBe(1);
  expect(core.view().orders[0]).toMatchObject({ column: 'ready', pending: null });
});

test('the key to their house is nowhere in the open on the disk', async () => {
  const { core, pass, files } = shop();
  void core.start();
  await pass(3000);
  const texts = [...files].map(([, bytes]) => Buffer.from(bytes).toString('utf8'));
  expect(files.size).toBeGreaterThan(1);
  expect(texts.filter((text) => text.includes('let-me-in'))).toEqual([]);
});

test('what an earlier process may have sent is read about before it is sent again', async () => {
  const orders = [theirOrder(12)];
  let puts = 0;
  const files = new Map<string, Uint8Array>();
  const ready = (): BackendAnswer => {
    puts += 1;
    orders[0]!.status = 'done';
    return new Promise(() => undefined) as never;
  };
  const first = shop({ list: () => answered(200, { data: orders }), ready, files });
  void first.core.start();
  await first.pass(3000);
  void first.core.handle({ kind: 'command', order: ourId('12'), verb: 'ready' });
  await first.pass(500);
  expect(puts).toBe(1);
  const second = shop({ list: () => answered(200, { data: orders }), ready, files });
  void second.core.start();
  await second.pass(15_000);
  expect(puts).toBe(1);
  expect(second.core.view().orders[0]).toMatchObject({ column: 'ready', pending: null });
});

test('one short list does not make a press that never arrived look done', async () => {
  const orders = [theirOrder(13)];
  let [arrives, short] = [false, false];
  let puts = 0;
  const { core, pass } = shop({
    list: () => answered(200, { data: short ? [] : orders }),
    ready() {
      if (!arrives) {
        short = true;
        return { kind: 'failure', why: 'timeout', sent: true, message: 'no answer' };
      }
      puts += 1;
      orders[0]!.status = 'done';
      return answered(200, {});
    },
  });
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order: ourId('13'), verb: 'ready' });
  await pass(300);
  [arrives, short] = [true, false];
  await pass(30_000);
  expect(puts).toBe(1);
});

test('a press on an order that is closed over there is refused in words', async () => {
  let orders = [theirOrder(14), theirOrder(15)];
  const { core, pass } = shop({
    list: () => answered(200, { data: orders }),
    ready: () => unreachable,
  });
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order: ourId('14'), verb: 'ready' });
  await pass(300);
  orders = orders.slice(1);
  await pass(30_000);
  const view = core.view().orders.find(({ order }) => order.id === ourId('14'));
  expect(view).toMatchObject({ column: 'closed', pending: { state: 'refused' } });
  void core.handle({ kind: 'dismiss-refused', order: ourId('14') });
  await pass(15_000);
  expect(core.view().orders.map(({ order }) => order.id)).toEqual([ourId('15')]);
});

test('an order that was in the list before its doorbell came is not rung a second time when the list then fails', async () => {
  let reachable = true;
  const { core, pass, orders, toasts, doorbell } = shop({
    list: () => (reachable ? answered(200, { data: orders }) : unreachable),
  });
  void core.start();
  await pass(3000);
  // A reading is under way, brings the order, and is the last one that works for a while.
  doorbell('order.updated');
  await pass(0.5);
  orders.push(theirOrder(16));
  doorbell('order.new');
  await pass(1);
  reachable = false;
  await pass(20_000);
  expect(toasts.map(({ title }) => title)).toEqual(['New order #16']);
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

test('what was accepted here does not keep a device from leaving', async () => {
  const { core, pass, orders } = shop();
  orders.push(theirOrder(20));
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order: ourId('20'), verb: 'accept' });
  await pass(300);
  const left = core.handle({ kind: 'leave', discard: false });
  await pass(1000);
  expect(await left).toMatchObject({ ok: true });
  expect(core.view().status.word).toBe('not-enrolled');
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

const withMore = (list: object, order?: object) => {
  const { backend } = settings;
  const existing = { ...backend?.existing, list: { path: '/api/orders', field: 'data', ...list } };
  return policy.parse({ backend: { ...backend, existing: { ...existing, ...(order && { order }) } } });
};

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

test('an order the list does not name any more is asked for: cancelled while it was prepared is told, and understood', async () => {
  const open = [theirOrder(26), theirOrder(27)];
  let one: BackendAnswer = unreachable;
  const { core, pass, asked, toasts } = createCounter({
    policy: policy.parse({
      backend: {
        ...settings.backend,
        existing: {
          ...settings.backend?.existing,
          order: { path: '/api/orders/:id', field: 'data' },
          statuses: { open: 'new', done: 'ready', void: 'cancelled' },
        },
      },
    }),
    answer: ({ path }) => (path === '/api/orders/26' ? one : answered(200, { data: open })),
  });
  const order = ourId('26');
  const view = () => core.view().orders.find((each) => each.order.id === order);
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order, verb: 'accept' });
  await pass(300);
  one = answered(200, { data: { ...theirOrder(26), status: 'void' } });
  open.shift();
  await pass(12_000);
  expect(asked.filter(({ path }) => path === '/api/orders/26')).toHaveLength(1);
  expect(view()).toMatchObject({ column: 'understand', order: { toBeUnderstood: 'cancelled' } });
  expect(toasts.map(({ title }) => title)).toContain('Order #26 was CANCELLED');
  void core.handle({ kind: 'command', order, verb: 'understood' });
  await pass(30_000);
  expect(view()).toMatchObject({ column: 'closed', pending: null });
  expect(toasts.filter(({ title }) => title.includes('CANCELLED'))).toHaveLength(1);
});

test('an order that is still open by itself stays, whatever the list leaves out', async () => {
  const open = [theirOrder(28), theirOrder(29)];
  let known = true;
  const { core, pass } = createCounter({
    policy: withMore({}, { path: '/api/orders/:id' }),
    answer: ({ path }) =>
      path === '/api/orders/28'
        ? answered(known ? 200 : 404, known ? theirOrder(28) : {})
        : answered(200, { data: open }),
  });
  void core.start();
  await pass(3000);
  open.shift();
  await pass(60_000);
  expect(core.view().orders).toHaveLength(2);
  known = false;
  await pass(12_000);
  expect(core.view().orders.map(({ order }) => order.number)).toEqual(['#29']);
});

test('a device that left stays away until the policy brings another key', async () => {
  const files = new Map<string, Uint8Array>();
  const first = shop({ files });
  void first.core.start();
  await first.pass(3000);
  void first.core.handle({ kind: 'leave', discard: false });
  await first.pass(3000);
  const again = shop({ files });
  void again.core.start();
  await again.pass(20_000);
  expect(again.core.view().status.word).toBe('not-enrolled');
  expect(again.asked).toEqual([]);
  const { backend } = settings;
  const other = createCounter({
    policy: policy.parse({ backend: { ...backend, existing: { ...backend?.existing, token: 'another' } } }),
    answer: () => answered(200, { data: [] }),
    files,
  });
  void other.core.start();
  await other.pass(5000);
  expect(other.core.view().status.word).toBe('checked');
  expect(other.asked[0]?.headers).toEqual({ 'X-Api-Key': 'another' });
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

test('whoever leans on the doorbell has the list read twice a second at most, and other subscribers not at all', async () => {
  const { core, pass, asked, doorbell } = shop();
  void core.start();
  await pass(3000);
  const lists = () => asked.filter(({ path }) => path.startsWith('/api/orders')).length;
  const readIn5s = async (name: string): Promise<number> => {
    const before = lists();
    for (let times = 0; times < 100; times += 1) {
      doorbell(name);
      await pass(50);
    }
    return lists() - before;
  };
  expect(await readIn5s('client-order')).toBeLessThanOrEqual(1);
  const often = await readIn5s('order.changed');
  expect(often).toBeGreaterThanOrEqual(8);
  expect(often).toBeLessThanOrEqual(11);
});
