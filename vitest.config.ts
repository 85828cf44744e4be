// One configuration for every kind of test: those that ask how soon something happens run one file at a time, because they
// share two cores; all others in parallel, each file on a screen, a bus and, where it needs one, a network of its own.
import os from 'node:os';
import { defineConfig } from 'vitest/config';
import { keepFilesInMemory } from './build/test/memory-folder.mjs';
import TallyReporter from './build/test/reporter.mjs';

keepFilesInMemory();

// Vitest's reporter groups failures with Map.groupBy, which Node 20 does not have: without this a failing test
// would end as "Map.groupBy is not a function" instead of telling what it expected.
if (!('groupBy' in Map))
  Object.defineProperty(Map, 'groupBy', {
    value<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K) {
      const groups = new Map<K, T[]>();
      let index = 0;
      for (const item of items) {
        const key = keyOf(item, index++);
        const group = groups.get(key);
        if (group) group.push(item);
        else groups.set(key, [item]);
      }
      return groups;
    },
  });

const withLongTests = process.env.COUNTERBELL_LONG_TESTS === '1';
const longTests = withLongTests ? [] : ['**/*.long.test.ts'];
const never = ['**/node_modules/**', 'dist/**', 'out/**'];

/** In every project: what fails can be told again, and nothing is waited for too short. */
const setupFiles = ['tests/support/property-seed.ts', 'tests/support/patience.ts'];
const patient = { poll: { timeout: 15_000 } };

// Of itself Vitest leaves one core to whoever is watching: on two cores that would be one file at a time.
const everyCore = { maxWorkers: '100%' };
/** Whoever tests whole programs mostly waits for their clocks and each other: three files have room on two cores. */
const threeOnTwoCores = { maxWorkers: Math.ceil(1.5 * os.availableParallelism()) };

const workers = {
  'three on two cores': threeOnTwoCores,
  'in parallel': everyCore,
  'one by one': { fileParallelism: false },
};

/** Tests of one folder below tests/. */
const folder = (
  name: string,
  together: keyof typeof workers,
  more: { globalSetup?: string | string[] } = {},
) => ({
  test: {
    ...more,
    setupFiles,
    expect: patient,
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    exclude: [...never, ...longTests],
    ...workers[together],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

// `npm test` reads the results from a file; by hand Vitest's own reporter is the better one.
const results = process.env.COUNTERBELL_TEST_RESULTS;
const quiet = process.env.COUNTERBELL_TEST_STAGE === 'unit';

export default defineConfig({
  test: {
    ...(results ? { reporters: [new TallyReporter({ file: results, quiet })] } : {}),
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles,
          expect: patient,
          include: [
            '{contract,core,backend,renderer,electron,build}/**/*.test.{ts,tsx}',
            'tests/**/*.test.{ts,tsx}',
          ],
          exclude: [
            ...never,
            ...longTests,
            'tests/{attacks,backend,simulation,pusher,faults,e2e,packaging}/**',
          ],
          ...everyCore,
          testTimeout: withLongTests ? 600_000 : 20_000,
          hookTimeout: 30_000,
        },
      },
      folder('backend', 'three on two cores', { globalSetup: 'tests/backend/support/cluster.ts' }),
      folder('simulation', 'in parallel'),
      folder('attacks', 'in parallel', {
        globalSetup: ['tests/backend/support/cluster.ts', 'tests/support/bundled.ts'],
      }),
      folder('pusher', 'one by one'),
      folder('faults', 'three on two cores', { globalSetup: 'tests/support/bundled.ts' }),
      folder('e2e', 'three on two cores', { globalSetup: 'tests/support/bundled.ts' }),
      folder('packaging', 'one by one'),
    ],
  },
});
