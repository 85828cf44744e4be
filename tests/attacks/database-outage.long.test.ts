// The same for minutes: every kind of outage, in an order that a seed chooses, on and on.
import { expect, test } from 'vitest';
import { randomFrom } from '../../backend/demo/random.ts';
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
