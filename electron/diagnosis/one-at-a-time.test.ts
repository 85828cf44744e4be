import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

test('who asks while one runs is told of that one', async () => {
  const asked: boolean[] = [];
  let done: (came: number) => void = () => undefined;
  const run = oneAtATime((aloud: boolean) => {
    asked.push(aloud);
    return new Promise<number>((resolve) => (done = resolve));
  });
  const both = Promise.all([run(false), run(true)]);
  expect(asked).toEqual([false]);
  done(1);
  expect(await both).toEqual([1, 1]);
  const next = run(true);
  expect(asked).toEqual([false, true]);
  done(2);
  expect(await next).toBe(2);
});

test('one that failed does not stand in the way of the next', async () => {
  let times = 0;
  const run = oneAtATime(async () => {
    times += 1;
    if (times === 1) throw new Error('once');
    return times;
  });
  await expect(run(null)).rejects.toThrow('once');
  expect(await run(null)).toBe(2);
});
