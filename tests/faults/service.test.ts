// 100 orders on a bad network, with both programs killed now and then.
import { expect, test } from 'vitest';
import { startCounter } from './support/counter.ts';
import { spendEvening } from './support/service.ts';
import { nothingWrong } from './support/verdict.ts';

test('100 orders: none missed, none rung twice, nothing pressed lost or done twice, never a false "live"', async ({
  onTestFinished,
}) => {
  const counter = await startCounter(onTestFinished);
  const { seen, ...wrong } = await spendEvening(counter, {
    seed: 1,
    orders: 100,
    backendKills: 2,
    consoleKills: 3,
  });
  expect(wrong).toEqual(nothingWrong);
  expect(seen).toMatchObject({ orders: 100, lives: 4 });
  expect(seen.outages).toBeGreaterThan(3);
  expect(seen.presses).toBeGreaterThan(250);
}, 150_000);
