// One configuration for every kind of test: fast ones beside the code run in parallel, those which start
// whole programs run one file at a time, because they share two cores and a screen.
import { defineConfig } from 'vitest/config';

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

const wholePrograms = (name: string) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    exclude: [...never, ...longTests],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{contract,core,backend,renderer,electron,build}/**/*.test.{ts,tsx}',
            'tests/**/*.test.{ts,tsx}',
          ],
          exclude: [...never, ...longTests, 'tests/{e2e,faults,packaging,pusher}/**'],
          testTimeout: withLongTests ? 600_000 : 20_000,
          hookTimeout: 30_000,
        },
      },
      wholePrograms('pusher'),
      wholePrograms('faults'),
      wholePrograms('e2e'),
      wholePrograms('packaging'),
    ],
  },
});
