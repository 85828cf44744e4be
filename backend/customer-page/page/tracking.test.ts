import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrackedOrder } from '../../../contract/events.ts';
import { heard, opened, pushed, replaced, type Effect, type Tracking } from './tracking.ts';

const id = '3f0b6a4e-5c55-4b5e-9a33-0c7a3b6f2d11';
const order = (status: TrackedOrder['status']): TrackedOrder => ({
  id,
  number: '87',
  status,
  promisedAt: null,
  readyAt: null,
  restaurant: { name: 'Trattoria' },
});
const log = (['accepted', 'ready', 'accepted', 'ready', 'collected'] as const).map((status, i) => ({
  stream: `order:${id}`,
  epoch: 'e1',
  seq: i + 1,
  prev: i === 0 ? null : `ev${i}`,
  id: `ev${i + 1}`,
  type: status === 'ready' ? 'order.ready' : 'order.updated',
  at: '2026-01-01T12:00:00.000Z',
  message: 'Your order',
  order: order(status),
}));
const start = opened(order('new'), { epoch: 'e1', seq: 0, id: null }).state;

function hearAll(from: Tracking, events: readonly unknown[]) {
  let state = from;
  const effects: Effect[] = [];
  for (const event of events) {
    const step = heard(state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects };
}

test('in order: shows the newest and rings once for each ready', () => {
  const { state, effects } = hearAll(start, log);
  expect(state.order.status).toBe('collected');
  expect(effects.filter(({ kind }) => kind === 'ring')).toHaveLength(2);
  expect(effects.filter(({ kind }) => kind === 'fetch')).toHaveLength(0);
});

test('drops, duplicates and reorders: nothing is applied twice or out of order, and a gap always asks for the log', () => {
  const noisy = fc.array(fc.constantFrom(...log), { maxLength: 30 });
  fc.assert(
    fc.property(noisy, (arrivals) => {
      const during = hearAll(start, arrivals);
      const missing = arrivals.some(({ seq }) => seq > during.state.head.seq);
      if (missing) expect(during.effects).toContainEqual({ kind: 'fetch' });
      const caughtUp = hearAll(during.state, log.slice(during.state.head.seq));
      expect(caughtUp.state.order.status).toBe('collected');
      const rings = [...during.effects, ...caughtUp.effects].filter(({ kind }) => kind === 'ring');
      expect(rings).toHaveLength(2);
    }),
  );
});

test('an event of another epoch, or one that names another predecessor, is never applied', () => {
  for (const forged of [
    { ...log[0], epoch: 'e2' },
    { ...log[0], prev: 'other' },
  ]) {
    expect(heard(start, forged)).toEqual({ state: start, effects: [{ kind: 'fetch' }] });
  }
});

test('somebody else who opened the order cannot have it rung on this page', () => {
  const news = log[0];
  expect(pushed(start, news?.type ?? '', news).state.head.seq).toBe(1);
  for (const name of ['client-order.ready', 'order.cancelled', 'pusher:order.ready'])
    expect(pushed(start, name, news)).toEqual({ state: start, effects: [] });
});

test('what cannot be read changes nothing', () => {
  for (const junk of [null, 'x', {}, { ...log[0], seq: 'one' }])
    expect(heard(start, junk)).toEqual({ state: start, effects: [] });
});

test('what a newer backend says of the order is passed over in its place, and "ready" rings all the same', () => {
  const [first, second] = log;
  const { state } = heard(start, { ...first, order: { id } });
  expect(state).toEqual({ ...start, head: { epoch: 'e1', seq: 1, id: 'ev1' } });
  const { state: ready, effects } = heard(state, { ...second, order: { id } });
  expect(ready.order.status).toBe('ready');
  expect(effects).toContainEqual({ kind: 'ring' });
  expect(
    heard(start, { ...first, more: 1, order: { ...order('accepted'), status: 'in-the-oven', more: 1 } }).state
      .order,
  ).toEqual({ ...start.order, status: 'unknown' });
});

test('after a restored log the order as it is now counts, and rings only when it turned ready', () => {
  const head = { epoch: 'e2', seq: 4, id: 'x4' };
  expect(replaced(start, order('ready'), head).effects).toContainEqual({ kind: 'ring' });
  const ready = opened(order('ready'), { epoch: 'e1', seq: 2, id: 'ev2' }).state;
  expect(replaced(ready, order('ready'), head).effects).toEqual([]);
});
