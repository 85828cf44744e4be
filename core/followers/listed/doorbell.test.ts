// What is pushed by an order system that was there before: it rings, also when the list cannot be read.
import { expect, test } from 'vitest';
import { answered, unreachable } from '../../../tests/support/counter.ts';
import { shop, theirOrder } from '../../../tests/support/listed-shop.ts';

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

test.each([10_000, 90_000])(
  'when the list cannot be read for %i ms the doorbell rings for an unknown order, and the next unknown order takes that ring over',
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

test('while no list can be read, a stopped bell for an unknown order rings again after the snooze, and at the next doorbell', async () => {
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
