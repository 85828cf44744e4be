// What is pressed where only "ready" can be told.
import { expect, test } from 'vitest';
import type { BackendAnswer } from '../../ports/backend.ts';
import { answered, unreachable } from '../../../tests/support/counter.ts';
import { shop, theirOrder } from '../../../tests/support/listed-shop.ts';
import { ourId } from './reading.ts';

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

test.each([
  ['accept', true],
  ['stop-bell', true],
  ['understood', true],
  ['tick', true],
  ['delay', true],
  ['reject', false],
  ['recall', false],
  ['collect', false],
  ['cancel', false],
] as const)('"%s" is never sent there, whether it counts here or not', async (verb, counts) => {
  const { core, pass, orders, asked } = shop();
  orders.push(theirOrder(14));
  void core.start();
  await pass(3000);
  const answer = core.handle({ kind: 'command', order: ourId('14'), verb, item: 'x', minutes: 5 });
  await pass(15_000);
  expect(await answer).toMatchObject(counts ? { ok: true } : { ok: false, error: { code: 'refused' } });
  expect(asked.filter(({ method, path }) => method === 'PUT' || path.includes('/14'))).toEqual([]);
});

test('a press whose connection was given up is read about, not repeated', async () => {
  const orders = [theirOrder(15)];
  let puts = 0;
  const { core, pass } = shop({
    list: () => answered(200, { data: orders }),
    ready() {
      puts += 1;
      orders[0]!.status = 'done';
      return puts > 1
        ? answered(200, {})
        : { kind: 'failure', why: 'dropped', sent: true, message: 'given up' };
    },
  });
  void core.start();
  await pass(3000);
  void core.handle({ kind: 'command', order: ourId('15'), verb: 'ready' });
  await pass(15_000);
  expect(puts).toBe(1);
  expect(core.view().orders[0]).toMatchObject({ column: 'ready', pending: null });
});
