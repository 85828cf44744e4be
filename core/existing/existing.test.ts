// The whole brain with an order system that was there before: a list, a way to mark ready, an authorizer.
import { expect, test } from 'vitest';
import { policy } from '../../contract/policy.ts';
import type { BackendAnswer, BackendRequest } from '../ports/backend.ts';
import { answered, createCounter, unreachable } from '../../tests/support/counter.ts';
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
  over: Partial<{ list: () => BackendAnswer; ready: (request: BackendRequest) => BackendAnswer }> = {},
) {
  const orders: Theirs[] = [];
  const list = () => answered(200, { data: orders });
  const ready = () => answered(200, {});
  const counter = createCounter({
    policy: settings,
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

test('when the list cannot be read the doorbell rings anonymously, and the next unknown order takes that ring over', async () => {
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
  reachable = true;
  await pass(10_000);
  expect(core.view().orders.map(({ order }) => order.number)).toEqual(['#9']);
  expect(toasts).toHaveLength(1);
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
