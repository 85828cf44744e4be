// The same for minutes: every kind of outage, in an order that a seed chooses, on and on.
import { expect, test } from 'vitest';
import { randomFrom } from '../../backend/demo/random.ts';
import { startPostgres } from '../backend/support/postgres.ts';
import { buildBackend, runBackend } from '../backend/support/process.ts';
import { clientOf, simpleOrder, until } from '../backend/support/shop.ts';
import { orderThroughOutages, type Outage } from './support/database-outages.ts';

const all: readonly Outage[] = [
  'restarted fast',
  'restarted immediately',
  'killed',
  'stopped',
  'stopped until orders are refused',
  'cut off',
  'stalled',
  'forgotten by the router',
];

test.each([1, 2, 3])(
  'every kind of outage three times over, seed %i',
  async (seed) => {
    const random = randomFrom(seed);
    const left = [...all, ...all, ...all];
    const outages: Outage[] = [];
    while (left.length > 0) outages.push(...left.splice(random.whole(0, left.length - 1), 1));
    const report = await orderThroughOutages({ outages, seed });
    expect(report.orders).toBeGreaterThan(200);
  },
  600_000,
);

test('told to stop while the database hangs, the process ends all the same', async () => {
  await buildBackend();
  const postgres = await startPostgres();
  const env = { PORT: '0', DATABASE_URL: await postgres.database(), COUNTERBELL_DEMO_API_KEY: 'demokey-123' };
  const backend = await runBackend(env, ['--demo']);
  try {
    postgres.pause();
    const placing = clientOf(backend.url, 'demokey-123')
      .post('/orders', simpleOrder)
      .catch(() => null);
    await until('/readyz says no', async () => {
      const { status } = await clientOf(backend.url, null).get('/readyz');
      return status === 503;
    });
    // Without a bound of its own it would wait for the database, which never answers.
    expect((await backend.stop()).code).not.toBeNull();
    await placing;
  } finally {
    await backend.kill();
    await postgres.stop();
  }
});
