// 1,100 orders on a bad network, in eleven evenings of different seeds.
import { expect, onTestFinished, test } from 'vitest';
import { startCounter } from './support/counter.ts';
import { spendEvening } from './support/service.ts';
import { nothingWrong } from './support/verdict.ts';

test.each([1, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])(
  'evening %i of 100 orders: none missed, none rung twice, nothing pressed lost or done twice',
  async (seed) => {
    const counter = await startCounter(onTestFinished);
    const { seen, ...wrong } = await spendEvening(counter, {
      seed,
      orders: 100,
      backendKills: 4,
      consoleKills: 6,
    });
    expect(wrong).toEqual(nothingWrong);
    expect(seen).toMatchObject({ orders: 100, lives: 7 });
  },
  300_000,
);
