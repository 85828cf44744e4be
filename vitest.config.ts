// One configuration for every kind of test: fast ones beside the code run in parallel, those which start
// whole programs run one file at a time, because they share two cores and a screen.
import { defineConfig } from 'vitest/config';

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
