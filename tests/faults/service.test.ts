// 50 orders on a bad network, with both programs killed now and then; evenings of 100 are in the long run.
import { expect, test } from 'vitest';
import { startCounter } from './support/counter.ts';
import { spendEvening } from './support/service.ts';
import { nothingWrong } from './support/verdict.ts';

test('50 orders: none missed, none rung twice, nothing pressed lost or done twice, never a false "live"', async ({
  onTestFinished,
}) => {
  const counter = await startCounter(onTestFinished);
  const { seen, ...wrong } = await spendEvening(counter, {
    seed: 1,
    orders: 50,
    backendKills: 1,
    consoleKills: 2,
  });
  expect(wrong).toEqual(nothingWrong);
  expect(seen).toMatchObject({ orders: 50, lives: 3 });
  expect(seen.outages).toBeGreaterThan(1);
  expect(seen.presses).toBeGreaterThan(120);
}, 150_000);
