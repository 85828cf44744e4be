// The checker checked: each planted bug is caught within a few seeds, and the seed that caught it is clean without the bug.
import { afterEach, describe, expect, test } from 'vitest';
import { proof } from './bounds.ts';
import { bugs, planted, unplant } from './bugs.ts';
import { run } from './run.ts';

afterEach(unplant);

describe('planted bugs', { timeout: 120_000 }, () => {
  test('there are enough of them', () => {
    expect(new Set(bugs.map((bug) => bug.name)).size).toBeGreaterThanOrEqual(15);
  });

  test.each(bugs)('$name', async (bug) => {
    const { troubles } = bug;
    const withBug = await planted(bug);
    let caught: { seed: number; by: string } | null = null;
    for (let seed = 1; seed <= proof.bugSeeds && caught === null; seed += 1) {
      const { violations } = await run({ seed, create: withBug, troubles });
      const [first] = violations;
      if (first !== undefined) caught = { seed, by: `${first.promise}: ${first.what}` };
    }
    expect(caught).not.toBeNull();
    unplant();
    const without = await run({ seed: caught?.seed ?? 0, create: await planted(null), troubles });
    expect(without.violations).toEqual([]);
    console.log(`caught with seed ${caught?.seed}: ${bug.name} (${caught?.by.split('\n')[0]})`);
  });
});
