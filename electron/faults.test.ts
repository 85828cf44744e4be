import { expect, test } from 'vitest';
import { describeFault, faultCame, isLogged, noFaults, restarts, storm, type FaultAct } from './faults.ts';

/** What each of so many faults, so far apart, leads to. */
function come(count: number, everyMs: number, restartedAt: number[] = [], from = 1e12): FaultAct[] {
  let state = noFaults;
  return Array.from({ length: count }, (_, nth) => {
    const decided = faultCame(state, from + nth * everyMs, restartedAt);
    ({ state } = decided);
    return decided.act;
  });
}
const restartsIn = (acts: FaultAct[]) => acts.filter((act) => act === 'restart').length;

test('one by one it goes on, however many there are', () => {
  expect(restartsIn(come(1000, storm.withinMs / (storm.faults - 1)))).toBe(0);
});

test('in a storm it starts anew, once', () => {
  const acts = come(1000, 1);
  expect(restartsIn(acts)).toBe(1);
  expect(acts.indexOf('restart')).toBe(storm.faults - 1);
});

test('after so many restarts of late it goes on as it is; of those long ago, or from a clock that was wrong, none counts', () => {
  const now = 1e12;
  const lately = Array.from({ length: restarts.most }, (_, nth) => now - nth);
  expect(restartsIn(come(1000, 1, lately))).toBe(0);
  expect(restartsIn(come(1000, 1, [...lately.slice(1), now - restarts.withinMs - 1000]))).toBe(1);
  expect(restartsIn(come(1000, 1, [...lately.slice(1), now + 1e9]))).toBe(1);
});

test('a storm does not fill the log', () => {
  expect(Array.from({ length: 100_000 }, (_, nth) => nth + 1).filter(isLogged).length).toBeLessThan(30);
});

test('what is told of one holds no text that was being read', () => {
  let caught: unknown;
  try {
    JSON.parse('Jane Doe, 12 Harbour Street');
  } catch (error) {
    caught = error;
  }
  const told = describeFault(caught);
  expect(JSON.stringify(told)).not.toContain('Jane');
  expect(told).toMatchObject({ name: 'SyntaxError', where: expect.stringContaining('faults.test.ts') });
  expect(describeFault('a thrown string')).toEqual({ name: 'string', message: 'not an Error', where: '' });
  const coded = Object.assign(new Error('no room'), { code: 'ENOSPC' });
  expect(describeFault(coded)).toMatchObject({ name: 'Error ENOSPC', message: 'no room' });
});
