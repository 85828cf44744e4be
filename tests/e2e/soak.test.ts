// A short shift in bad weather; `npm run test:soak` is one of half an hour and 600 orders.
import { expect, test } from 'vitest';
import { soak, soakTable, type SoakPlan } from '../support/soak.ts';

const minutes = Number(process.env.COUNTERBELL_SOAK_MINUTES ?? '0');
const seed = Number(process.env.COUNTERBELL_SOAK_SEED ?? '46');
const plan: SoakPlan =
  minutes > 0
    ? {
        seed,
        seconds: minutes * 60,
        orders: minutes * 20,
        windows: Math.max(4, Math.round((minutes * 100) / 30)),
      }
    : { seed, seconds: 12, orders: 20, windows: 4 };

test(
  'orders, faults and a window that comes and goes: none missed, none told twice, nothing grows',
  async () => {
    const result = await soak(plan);
    if (minutes > 0) process.stdout.write(`\n${soakTable(plan, result)}\n\n`);
    const { before, after } = result;
    expect({ missed: result.missed, doubled: result.doubled, troubles: result.troubles }).toEqual({
      missed: [],
      doubled: [],
      troubles: [],
    });
    expect(result.windows).toBe(plan.windows);
    expect(after.heap / before.heap, `heap: ${soakTable(plan, result)}`).toBeLessThan(1.3);
    // One connection more or less is open at any moment.
    expect(after.handles - before.handles, `handles: ${soakTable(plan, result)}`).toBeLessThan(8);
    // The bell's page stays for a while after it was heard.
    expect(after.processes).toBeLessThanOrEqual(before.processes + 1);
  },
  Math.max(120_000, minutes * 60_000 * 1.5 + 120_000),
);
