import { expect, test } from 'vitest';
import { newOrder } from '../../contract/order.ts';
import { timeOutOfReach } from './place.ts';

const now = Date.parse('2026-03-01T18:07:00Z');
const day = 86_400_000;
const orderWith = (times: Record<string, number>) =>
  newOrder.parse({
    items: [{ name: 'Ramen' }],
    ...Object.fromEntries(Object.entries(times).map(([name, at]) => [name, new Date(at).toISOString()])),
  });

test.each([
  [{}, null],
  [{ promisedAt: now - day, ringAt: now + 400 * day }, null],
  [{ promisedAt: now - day - 1 }, 'promisedAt'],
  [{ promisedAt: now + 400 * day + 1 }, 'promisedAt'],
  [{ promisedAt: now, ringAt: now + 500 * day }, 'ringAt'],
])('%o', (times, field) => {
  expect(timeOutOfReach(orderWith(times), now)).toBe(field);
});
