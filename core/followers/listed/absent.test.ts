// Orders that the list does not name any more, asked for one by one.
import { expect, test } from 'vitest';
import { policy } from '../../../contract/policy.ts';
import type { BackendAnswer } from '../../ports/backend.ts';
import { answered, createCounter, unreachable } from '../../../tests/support/counter.ts';
import { listedPolicy, theirOrder, withMore } from '../../../tests/support/listed-shop.ts';
import { ourId } from './reading.ts';

test('an order the list does not name any more is asked for: cancelled while it was prepared is told, and understood', async () => {
  const open = [theirOrder(26), theirOrder(27)];
  let one: BackendAnswer = unreachable;
  const { core, pass, asked, toasts } = createCounter({
    policy: policy.parse({
      backend: {
        ...listedPolicy.backend,
        existing: {
          ...listedPolicy.backend?.existing,
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
