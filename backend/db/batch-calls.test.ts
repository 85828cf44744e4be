import { expect, test } from 'vitest';
import { DatabaseError } from './database-error.ts';
import { batchCalls, type Answer } from './batch-calls.ts';

const fine = (value: string): Answer<string> => ({ ok: true, value });

test('what comes in one turn, and what comes meanwhile, is done together, in the order it came', async () => {
  const goes: string[][] = [];
  let finish: () => void = () => {};
  const { ask, waiting } = batchCalls<string, string>({
    most: 3,
    async act(asked) {
      goes.push([...asked]);
      if (goes.length === 1) await new Promise<void>((resolve) => (finish = resolve));
      return asked.map((one) => fine(one.toUpperCase()));
    },
  });
  const first = [ask('a'), ask('b')];
  await new Promise((resolve) => void setImmediate(resolve));
  const later = ['c', 'd', 'e', 'f'].map(ask);
  expect(waiting()).toBe(6);
  finish();
  expect(await Promise.all([...first, ...later])).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  expect(goes).toEqual([['a', 'b'], ['c', 'd', 'e'], ['f']]);
  expect(waiting()).toBe(0);
  expect(await ask('g')).toBe('G');
});

test('two of one name are done one after the other', async () => {
  const goes: string[][] = [];
  const { ask } = batchCalls<string, string>({
    most: 10,
    nameOf: (asked) => (asked === 'x' ? null : asked),
    async act(asked) {
      goes.push([...asked]);
      return asked.map(fine);
    },
  });
  await Promise.all(['a', 'a', 'x', 'x', 'b'].map(ask));
  expect(goes).toEqual([['a', 'x', 'x', 'b'], ['a']]);
});

test('who fails in company is tried alone; one’s own failure is one’s own', async () => {
  const { ask } = batchCalls<string, string>({
    most: 10,
    async act(asked) {
      if (asked.includes('breaks')) throw new Error('it broke');
      return asked.map((one) => (one === 'no' ? { ok: false, why: new Error('refused') } : fine(one)));
    },
  });
  const results = await Promise.allSettled(['a', 'breaks', 'no', 'b'].map(ask));
  expect(
    results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
  ).toEqual(['a', 'Error: it broke', 'Error: refused', 'b']);
});

test('what a database may have done before it went away is not done again, and nobody is kept waiting for it', async () => {
  const goes: string[][] = [];
  const fail = new Map([
    ['a', new DatabaseError('57P01', 'unknown')],
    ['d', new DatabaseError('ECONNREFUSED', 'unavailable')],
  ]);
  const { ask, waiting } = batchCalls<string, string>({
    most: 3,
    async act(asked) {
      goes.push([...asked]);
      const why = asked.map((one) => fail.get(one)).find((one) => one !== undefined);
      if (why) throw why;
      return asked.map(fine);
    },
  });
  const results = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(ask));
  // Those that waited behind the go that found the database gone were never tried.
  expect(goes).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e', 'f'],
  ]);
  expect(results.map((result) => (result.status === 'rejected' ? result.reason.outcome : 'done'))).toEqual([
    ...Array<string>(3).fill('unknown'),
    ...Array<string>(5).fill('unavailable'),
  ]);
  expect(waiting()).toBe(0);
  expect(await ask('x')).toBe('x');
});
