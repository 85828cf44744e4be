import { expect, test } from 'vitest';
import { readTestOptions, stagesFor } from './stages.mjs';
import { count, emptyTally, minutes, report, slowest, type TestOutcome } from './tally.mjs';

const outcome = (name: string, state: string): TestOutcome => ({
  file: 'a.test.ts',
  name,
  state,
  errors: [],
});
function tallied(outcomes: TestOutcome[], strict = false) {
  const tally = emptyTally();
  count(tally, 'e2e', outcomes, { strict });
  return tally;
}

test('the last line is the result, whatever stands above it', () => {
  expect(report(tallied([outcome('a', 'passed'), outcome('b', 'passed')])).at(-1)).toBe('2 passed, 0 failed');
  expect(report(tallied([outcome('a', 'failed')])).at(-1)).toBe('0 passed, 1 failed');
  expect(report(emptyTally())).toEqual(['0 passed, 0 failed']);
});

test('what is not for this system is named with its reason and fails nowhere', () => {
  const skipped = [outcome('the toast is replaced [not for this system: Windows only]', 'skipped')];
  for (const strict of [false, true]) {
    const tally = tallied(skipped, strict);
    expect(tally).toMatchObject({ passed: 0, failed: 0 });
    expect(report(tally).slice(0, 2)).toEqual([
      'not for this system (1):',
      '  e2e › a.test.ts › the toast is replaced: Windows only',
    ]);
  }
});

test('what could not run is named, and a failure on CI', () => {
  const skipped = [outcome('the sandbox is on [could not run: no unprivileged user]', 'skipped')];
  expect(tallied(skipped)).toMatchObject({ failed: 0 });
  expect(report(tallied(skipped))[1]).toBe('  e2e › a.test.ts › the sandbox is on: no unprivileged user');
  expect(tallied(skipped, true)).toMatchObject({ failed: 1 });
});

test('a test skipped without a reason is a failure', () => {
  const tally = tallied([outcome('later', 'skipped')]);
  expect(tally.failures).toEqual(['e2e › a.test.ts › later (skipped without a reason)']);
});

test('a name with a reason that ran is counted like any other', () => {
  const name = 'a window [not for this system: Linux only]';
  expect(tallied([outcome(name, 'passed')])).toMatchObject({ passed: 1, elsewhere: [] });
  expect(tallied([outcome(name, 'failed')])).toMatchObject({ failed: 1, elsewhere: [] });
});

test('a test that never ended is a failure', () => {
  expect(tallied([outcome('hangs', 'pending')])).toMatchObject({ failed: 1 });
});

test('the inner loop leaves out whole programs; what needs real time is only in the long run', () => {
  const names = (words: string[]) => stagesFor(readTestOptions(words)).map((stage) => stage.name);
  expect(names(['--quick'])).toEqual(['lint', 'format', 'types', 'unit']);
  expect(names([])).toEqual([
    'lint',
    'format',
    'types',
    'bundle',
    'unit',
    'backend',
    'simulation',
    'attacks',
    'pusher',
    'faults',
    'e2e',
    'packaging',
  ]);
  expect(names(['--long']).at(-1)).toBe('seeds');
  expect(names(['--only', 'e2e'])).toEqual(['e2e']);
  expect(() => readTestOptions(['--only', 'e3e'])).toThrow(/no stage "e3e"/);
  expect(() => readTestOptions(['--fast'])).toThrow(/"--fast" is not known/);
});

test('the slowest files come first, with their seconds', () => {
  const files = [3, 12.34, 7].map((seconds) => ({ file: `${seconds}.test.ts`, seconds }));
  expect(slowest(files, 2)).toEqual(['slowest files:', '    12.3 s  12.34.test.ts', '     7.0 s  7.test.ts']);
  expect(slowest([], 10)).toEqual([]);
  expect(minutes(543_900)).toBe('9:03 min');
});
