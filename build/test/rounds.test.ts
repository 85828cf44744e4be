import { expect, test } from 'vitest';
import { notAlwaysGreen, readStressOptions, reportRounds, type Round } from './rounds.mjs';

const one = (name: string, state = 'passed') => ({ file: 'a.test.ts', name, state, errors: [] });
const round = (n: number, ...outcomes: Round['outcomes']): Round => ({ stage: 'e2e', round: n, outcomes });

test('green each time is green; the report says of how many runs', () => {
  const rounds = [round(1, one('a'), one('b')), round(2, one('a'), one('b'))];
  expect(notAlwaysGreen(rounds)).toEqual([]);
  expect(reportRounds(rounds, { planned: 2 })).toEqual({
    lines: ['every test was green each time, in 2 runs'],
    ok: true,
  });
});

test('a test that failed once is named with its round', () => {
  const rounds = [round(1, one('a')), round(2, one('a', 'failed')), round(3, one('a'))];
  const { lines, ok } = reportRounds(rounds, { planned: 3 });
  expect(ok).toBe(false);
  expect(lines).toContain('  e2e › a.test.ts › a: 1 of 3 (round 2)');
});

test('a test that is missing from a round was not green in it', () => {
  const rounds = [round(1, one('a'), one('b')), round(2, one('a'))];
  expect(notAlwaysGreen(rounds)).toEqual([{ where: 'e2e › a.test.ts › b', red: [2], of: 2 }]);
});

test('what is not for this system is no failure, what is skipped without a reason is', () => {
  const named = one('a [not for this system: Windows only]', 'skipped');
  expect(notAlwaysGreen([round(1, named), round(2, named)])).toEqual([]);
  expect(notAlwaysGreen([round(1, one('a', 'skipped'))])).toHaveLength(1);
});

test('a run that ended early, or ran nothing, is no success', () => {
  expect(reportRounds([round(1, one('a'))], { planned: 2 }).ok).toBe(false);
  expect(reportRounds([round(1)], { planned: 1 }).ok).toBe(false);
  expect(reportRounds([], { planned: 0 }).ok).toBe(true);
});

test('the command line: five rounds of unit, faults and e2e unless told otherwise', () => {
  const names = (words: string[]) => readStressOptions(words).stages.map(({ name }) => name);
  expect(readStressOptions([]).rounds).toBe(5);
  expect(names([])).toEqual(['unit', 'faults', 'e2e']);
  expect(names(['--only', 'backend'])).toEqual(['backend']);
  expect(readStressOptions(['--rounds', '2']).rounds).toBe(2);
  for (const wrong of [['--rounds', '0'], ['--rounds'], ['--only', 'lint'], ['--fast']])
    expect(() => readStressOptions(wrong)).toThrow('is not known here');
});
