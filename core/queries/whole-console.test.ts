import { expect, test } from 'vitest';
import { policy } from '../../contract/policy.ts';
import { orderNo } from '../../tests/support/brain.ts';
import { answered, createCounter } from '../../tests/support/counter.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import { dawn } from '../../tests/simulation/clock.ts';

const closed = orderNo(7, { status: 'collected', assumed: true });
const head = { 'restaurant:r1': { epoch: 'e1', seq: 1, id: 'e1-1' } };
const anyPage = { text: '', day: null, before: null };

/** A console that is enrolled and follows its restaurant; its book is empty, and the backend has one order of before. */
async function enrolled() {
  const { restaurant } = enrolmentAt('r1');
  const counter = createCounter({
    policy: policy.parse({ backend: { url: 'https://backend.example' }, enrolment: { code: 'THE-CODE' } }),
    answer({ path }) {
      const now = new Date(dawn + counter.timeline.now).toISOString();
      if (path === '/enrol') return answered(201, enrolmentAt('r1'));
      if (path === '/beat') return answered(200, { now, heads: head });
      if (path.startsWith('/snapshot')) return answered(200, { now, heads: head, restaurant, orders: [] });
      if (path.startsWith('/orders?')) return answered(200, { orders: [closed], before: null });
      if (path === `/orders/${closed.id}`) return answered(200, closed);
      return answered(404, { code: 'not-found', detail: 'There is no such thing.' });
    },
  });
  void counter.core.start();
  await counter.pass(10_000);
  expect(counter.core.view().status.word).toBe('polling');
  return counter;
}
type Enrolled = Awaited<ReturnType<typeof enrolled>>;

const onDisk = ({ files }: Enrolled): string =>
  [...files.values()].map((bytes) => Buffer.from(bytes).toString()).join();

test('what was asked is answered and forgotten: nothing of it is in the book or on the disk', async () => {
  const counter = await enrolled();
  const answer = counter.core.queries.ask('orders.history', 'history', anyPage);
  await counter.pass(1000);
  expect(await answer).toMatchObject({ ok: true, value: { orders: [{ kind: 'order' }] } });
  expect(counter.core.view().orders).toEqual([]);
  expect(onDisk(counter)).not.toContain(closed.id);
});

test('the device leaves while something is asked: the answer is nobody’s', async () => {
  const counter = await enrolled();
  const answer = counter.core.queries.ask('orders.history', 'history', anyPage);
  void counter.core.handle({ kind: 'leave', discard: true });
  await counter.pass(1000);
  expect(await answer).toEqual({ ok: false, why: 'failed' });
});

test('an order that is not in the book is read, and comes into it with the press on it', async () => {
  const counter = await enrolled();
  const pressed = counter.core.handle({ kind: 'command', order: closed.id, verb: 'recall' });
  await counter.pass(1000);
  expect(await pressed).toMatchObject({ ok: true });
  expect(counter.asked.map(({ path }) => path)).toEqual(
    expect.arrayContaining([`/orders/${closed.id}`, `/orders/${closed.id}/recall`]),
  );
  expect(onDisk(counter)).toContain(closed.id);
  // The backend of this test knows no such command: the refusal has its place.
  expect(counter.core.view().orders).toMatchObject([
    { order: { id: closed.id }, pending: { verb: 'recall', state: 'refused' } },
  ]);
});

test('any other press on an order that is not here asks for nothing', async () => {
  const counter = await enrolled();
  const before = counter.asked.length;
  const pressed = await counter.core.handle({ kind: 'command', order: closed.id, verb: 'ready' });
  expect(pressed).toMatchObject({ ok: false, error: { code: 'not-found' } });
  expect(counter.asked).toHaveLength(before);
});
