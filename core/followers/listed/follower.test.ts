// How a backend without a log is caught up with, begun with after a restart, and not judged by what it does not tell.
import { expect, test } from 'vitest';
import { answered } from '../../../tests/support/counter.ts';
import { shop, theirOrder } from '../../../tests/support/listed-shop.ts';
import { ourId } from './reading.ts';

test('what came while the subscription was away is found as soon as it stands again', async () => {
  const { core, pass, orders, toasts, signal } = shop();
  void core.start();
  await pass(3000);
  orders.push(theirOrder(20));
  signal({ kind: 'subscribed', channel: 'private-orders' });
  await pass(300);
  expect(toasts.map(({ title }) => title)).toEqual(['New order #20']);
});

test('a number of another protocol, from whatever stands before it, says nothing of its age', async () => {
  const { core, pass } = shop({ list: () => ({ ...answered(200, { data: [] }), protocol: '99;oldest=99' }) });
  void core.start();
  await pass(3000);
  expect(core.view().status.word).toBe('checked');
});

test('what an earlier process may have sent is no conflict when its order has left the list meanwhile', async () => {
  const files = new Map<string, Uint8Array>();
  const orders = [theirOrder(21), theirOrder(22)];
  const list = () => answered(200, { data: orders });
  const first = shop({ list, ready: () => new Promise(() => undefined) as never, files });
  void first.core.start();
  await first.pass(3000);
  void first.core.handle({ kind: 'command', order: ourId('21'), verb: 'ready' });
  await first.pass(500);
  orders.shift();
  const second = shop({ list, files });
  void second.core.start();
  await second.pass(30_000);
  expect(second.asked.filter(({ method }) => method === 'PUT')).toEqual([]);
  expect(second.core.view().orders.map(({ pending }) => pending)).toEqual([null]);
});
